"""python-cinderclient's shell: every call of the main job, as a person types them."""
import pytest

from harness.initiator import Initiator
from harness.waiting import until


@pytest.fixture(scope="module")
def wait(cinder):
    def settle(identifier, status="available", command="show"):
        until(lambda: cinder(command, identifier)["status"] == status, f"{identifier} to be {status}", 120, 0.1)
    return settle


@pytest.fixture
def volume(cinder, wait):
    identifier = cinder("create", 1, "--name", "a volume", "--metadata", "colour=red")["id"]
    wait(identifier)
    return identifier


def remove(cinder, *identifiers):
    cinder("delete", *identifiers)
    until(lambda: not {row["ID"] for row in cinder("list")} & set(identifiers), "the volumes to be gone", 120, 0.1)


def test_volume(cinder, wait, volume):
    assert [(row["ID"], row["Size"]) for row in cinder("list")] == [(volume, "1")]
    cinder("rename", volume, "renamed", "--description", "new words")
    cinder("metadata", volume, "set", "b=2")
    cinder("metadata", volume, "unset", "colour")
    assert cinder("metadata-show", volume) == {"b": "2"}
    cinder("metadata-update-all", volume, "c=3")
    shown = cinder("show", "renamed")
    assert (shown["id"], shown["description"], shown["status"]) == (volume, "new words", "available")
    cinder("set-bootable", volume, "true")
    assert cinder("show", volume)["bootable"] == "true"
    cinder("readonly-mode-update", volume, "true")
    cinder("readonly-mode-update", volume, "false")
    cinder("extend", volume, 2)
    until(lambda: cinder("show", volume)["size"] == "2", "2 GiB", 120, 0.1)
    wait(volume)
    cinder("reset-state", "--state", "error", volume)
    wait(volume, "error")
    cinder("reset-state", "--state", "available", volume)
    wait(volume)
    assert cinder("summary")
    remove(cinder, volume)
    assert volume in cinder("show", volume, fails=True)


def test_snapshot_clone_revert(cinder, wait, volume):
    snapshot = cinder("snapshot-create", volume, "--name", "a snapshot")["id"]
    wait(snapshot, command="snapshot-show")
    cinder("snapshot-rename", snapshot, "kept")
    cinder("snapshot-metadata", snapshot, "set", "why=test")
    assert cinder("snapshot-metadata-show", snapshot) == {"why": "test"}
    cinder("snapshot-reset-state", "--state", "available", snapshot)
    restored = cinder("create", 1, "--snapshot-id", snapshot, "--name", "restored")["id"]
    clone = cinder("create", 1, "--source-volid", volume, "--name", "clone")["id"]
    wait(restored)
    wait(clone)
    cinder("revert-to-snapshot", snapshot)
    wait(volume)
    wait(snapshot, command="snapshot-show")
    cinder("snapshot-delete", snapshot)
    until(lambda: cinder("snapshot-list") == [], "the snapshot to be gone", 120, 0.1)
    remove(cinder, volume, restored, clone)


def test_cascade_and_force_delete(cinder, wait, volume):
    wait(cinder("snapshot-create", volume)["id"], command="snapshot-show")
    cinder("delete", "--cascade", volume)
    until(lambda: cinder("list") == [], "the volume to be gone", 120, 0.1)
    second = cinder("create", 1)["id"]
    wait(second)
    cinder("force-delete", second)
    until(lambda: cinder("list") == [], "the volume to be gone", 120, 0.1)


def test_attachment(cinder, wait, volume):
    with Initiator("client-host") as host:
        attachment = cinder("attachment-create", volume)["id"]
        wait(volume, "reserved")
        cinder(
            "attachment-update", attachment, "--initiator", host.name, "--ip", "127.0.0.1", "--host", host.label,
            "--platform", "x86_64", "--ostype", "linux2", "--multipath", "False", "--mountpoint", "/dev/vdb")
        wait(volume, "attaching")
        shown = cinder("attachment-show", attachment)
        connection = {name: shown[name] for name in ("target_portal", "target_iqn", "target_lun", "auth_method", "auth_username",
                                                     "auth_password")}
        host.write(connection, 0x5A)
        host.expect(connection, 0x5A)
        cinder("attachment-complete", attachment)
        wait(volume, "in-use")
        assert [row["ID"] for row in cinder("attachment-list", "--volume-id", volume)] == [attachment]
        cinder("attachment-delete", attachment)
        wait(volume)
        host.refused(connection)
    remove(cinder, volume)


def test_types(cinder, wait, scoria):
    cinder("type-create", "gold", "--description", "fast")
    cinder("type-key", "gold", "set", "volume_backend_name=default", "tier=1")
    cinder("type-key", "gold", "unset", "tier")
    assert "volume_backend_name" in str(cinder("extra-specs-list"))
    cinder("type-update", cinder("type-show", "gold")["id"], "--description", "faster")
    assert cinder("type-show", "gold")["description"] == "faster"
    assert cinder("type-default")[0]["Name"] == "__DEFAULT__"
    volume = cinder("create", 1, "--volume-type", "gold")["id"]
    wait(volume)
    assert cinder("type-delete", "gold", fails=True)
    remove(cinder, volume)
    cinder("type-delete", "gold")
    hidden = cinder("type-create", "hidden", "--is-public", "False")[0]["ID"]

    def allowed():
        return [row["Project_ID"] for row in cinder("type-access-list", "--volume-type", hidden)]

    # The client takes --project-id for its own as well, so it must be the caller's; who made a type may use it from the start.
    if scoria.project in allowed():
        cinder("type-access-remove", "--volume-type", hidden, "--project-id", scoria.project)
    assert allowed() == []
    cinder("type-access-add", "--volume-type", hidden, "--project-id", scoria.project)
    assert allowed() == [scoria.project]
    cinder("type-delete", hidden)


def test_operators_view(cinder, scoria):
    services = cinder("service-list")
    assert {"cinder-volume", "cinder-scheduler"} <= {row["Binary"] for row in services}
    host = next(row["Host"] for row in services if row["Binary"] == "cinder-volume")
    cinder("service-disable", host, "cinder-volume", "--reason", "because")
    assert any(row["Status"] == "disabled" for row in cinder("service-list"))
    cinder("service-enable", host, "cinder-volume")
    assert all(row["Status"] == "enabled" for row in cinder("service-list"))
    assert cinder("get-pools")
    assert cinder("availability-zone-list")[0]["Name"] == "nova"
    assert cinder("absolute-limits")
    assert cinder("message-list") == []
    cinder("quota-update", scoria.project, "--volumes", 33)
    assert cinder("quota-show", scoria.project)["volumes"] == "33"
    assert any(row["Type"] == "volumes" and row["Limit"] == "33" for row in cinder("quota-usage", scoria.project))
    cinder("quota-delete", scoria.project)
    assert cinder("quota-show", scoria.project)["volumes"] == cinder("quota-defaults", scoria.project)["volumes"]
    assert cinder("list-extensions")
    assert cinder("version-list")
