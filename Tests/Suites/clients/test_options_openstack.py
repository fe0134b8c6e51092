"""The options of `openstack` that the stories have no use for, and clusters."""
import json

import pytest

from clients.conftest import SERVER
from clients.options import CLUSTER, SETTINGS, connector, foreign, snapshot, spare, volume  # noqa: F401


@pytest.fixture(scope="module")
def whose(scoria):
    """Options that say whose things are meant: `openstack` asks Keystone for their ids."""
    return ["--project", "alpha", "--project-domain", "Default"] if scoria.keystone else []


def test_volumes(openstack, scoria, volume, whose):
    api = scoria.api()
    one = openstack("volume", "create", "--size", 1, "--type", "__DEFAULT__", "--description", "d", "--availability-zone", "nova", "--property",
                    "a=b",
                    "--hint", f"same_host={volume}", "--bootable", "--read-only", "one")
    api.settle("volume", one["id"], "available")
    shown = openstack("volume", "show", one["id"])
    assert (shown["description"], shown["availability_zone"], shown["type"], str(shown["bootable"]).lower()) == ("d", "nova", "__DEFAULT__", "true")
    assert api.volume(one["id"])["metadata"]["readonly"].lower() == "true"
    two = openstack("volume", "create", "--size", 1, "--non-bootable", "--read-write", "two")["id"]
    owner = [*whose, "--user", "admin", "--user-domain", "Default"] if whose else []
    listed = openstack("volume", "list", *owner, "--name", "kept", "--status", "available", "--property", "colour=red", "--all-projects", "--long",
                       "--limit", 5)
    assert [row["ID"] for row in listed] == [volume]
    page = openstack("volume", "list", "--limit", 1, "--marker", two)
    assert page and page[0]["ID"] != two
    openstack("volume", "set", "--no-property", "--property", "c=d", "--image-property", "os=any", "--state", "error", "--attached", two)
    properties = openstack("volume", "show", two)["properties"]
    assert properties.pop("readonly") == "False" and properties == {"c": "d"}
    openstack("volume", "set", "--detached", "--state", "available", "--name", "second", "--description", "e", "--bootable", two)
    openstack("volume", "unset", "--property", "c", "--image-property", "os", two)
    assert openstack("volume", "summary", "--all-projects")["Total Count"] >= 3
    openstack("volume", "delete", "--cascade", one["id"])
    openstack("volume", "delete", "--force", two)
    for identifier in (one["id"], two):
        api.gone("volume", identifier)


def test_snapshots(openstack, scoria, volume, snapshot, whose):
    api = scoria.api()
    made = openstack("volume", "snapshot", "create", "--volume", volume, "--description", "d", "--force", "--property", "a=b", "one")["id"]
    api.settle("snapshot", made, "available")
    rows = openstack("volume", "snapshot", "list", "--all-projects", *whose, "--long", "--name", "kept", "--status", "available", "--volume", volume,
                     "--limit", 3, "--max-items", 3)
    assert [row["ID"] for row in rows] == [snapshot]
    assert [row["ID"] for row in openstack("volume", "snapshot", "list", "--limit", 1, "--max-items", 1, "--marker", made)] == [snapshot]
    openstack("volume", "snapshot", "set", "--no-property", "--property", "c=d", "--description", "e", "--name", "two", made)
    shown = openstack("volume", "snapshot", "show", made)
    assert (shown["description"], shown["properties"]) == ("e", {"c": "d"})
    openstack("volume", "snapshot", "delete", "--force", made)
    api.gone("snapshot", made)


def test_attachments(openstack, scoria, spare, whose):
    api = scoria.api()
    for more in (["--connect", *connector("--os-type"), "--no-multipath", "--mode", "rw"], ["--connect", *connector("--os-type"), "--multipath"],
                 ["--no-connect", "--mode", "ro"]):
        made = openstack("volume", "attachment", "create", spare, "--server", SERVER, *more)["ID"]
        rows = openstack("volume", "attachment", "list", *whose, "--all-projects", "--volume-id", spare, "--server-id", SERVER, "--limit", 2,
                         "--max-items", 2)
        assert [row["ID"] for row in rows] == [made]
        assert made in [row["ID"] for row in openstack("volume", "attachment", "list", "--status", api.attachment(made)["status"])]
        assert openstack("volume", "attachment", "list", "--volume-id", spare, "--marker", made) == []
        if "--no-connect" in more:
            openstack("volume", "attachment", "set", made, *connector("--os-type"), "--multipath")
            openstack("volume", "attachment", "set", made, *connector("--os-type"), "--no-multipath")
        if scoria.guards_servers:
            scoria.as_compute("DELETE", f"/attachments/{made}")
        else:
            openstack("volume", "attachment", "delete", made)
        api.settle("volume", spare, "available")
    # No server uses it: everybody who may attach it may take it away.
    made = api.post("/attachments", {"attachment": {"volume_uuid": spare}})["attachment"]["id"]
    openstack("volume", "attachment", "delete", made)
    api.settle("volume", spare, "available")


def test_transfers(openstack, spare):
    made = openstack("volume", "transfer", "request", "create", "--name", "t", "--snapshots", spare)["id"]
    assert made in [row["ID"] for row in openstack("volume", "transfer", "request", "list", "--all-projects")]
    openstack("volume", "transfer", "request", "delete", made)


def test_types(openstack, scoria, whose):
    made = openstack("volume", "type", "create", "--description", "d", "--private", "--property", "a=b", "--multiattach", "--replicated",
                     "--availability-zone", "nova", *whose, "--encryption-provider", "luks", "--encryption-cipher", "aes-xts-plain64",
                     "--encryption-key-size", 256, "--encryption-control-location", "front-end", "options")
    specs = {"a": "b", "multiattach": "<is> True", "replication_enabled": "<is> True", "RESKEY:availability_zones": "nova"}
    assert openstack("volume", "type", "show", "options")["properties"] == specs
    # This client drops what it filters by, and gets every type; see test_options_cinder.py for the filter.
    for options in (["--private", "--multiattach", "--replicated"], ["--long", "--encryption-type", "--property", "a=b", "--availability-zone",
                                                                     "nova"]):
        assert "options" in [row["Name"] for row in openstack("volume", "type", "list", *options)]
    assert "options" not in [row["Name"] for row in openstack("volume", "type", "list", "--public")]
    openstack("volume", "type", "set", "--name", "renamed", "--description", "e", "--property", "c=d", "--multiattach", "--replicated",
              "--availability-zone", "nova", "--encryption-provider", "luks2", "--encryption-cipher", "aes-xts-plain64",
              "--encryption-key-size", 512, "--encryption-control-location", "back-end", made["id"])
    if whose:
        openstack("volume", "type", "unset", "--project", "alpha", "--project-domain", "Default", made["id"])
        openstack("volume", "type", "set", *whose, made["id"])
        assert openstack("volume", "type", "show", made["id"])["access_project_ids"] == [scoria.project]
    # This client calls the field `os-volume-type-access:is_public`, which the field's API has only for a new type.
    for option in ("--public", "--private"):
        assert "400" in openstack("volume", "type", "set", option, made["id"], fails=True, counts=True)
    openstack("volume", "type", "unset", "--property", "c", "--encryption-type", made["id"])
    openstack("volume", "type", "delete", made["id"])
    # What is attached several times cannot be cached: a type is one or the other.
    made = openstack("volume", "type", "create", "--cacheable", "options")["id"]
    openstack("volume", "type", "set", "--cacheable", made)
    assert made in [row["ID"] for row in openstack("volume", "type", "list", "--cacheable")]
    openstack("volume", "type", "delete", made)


def test_for_administrators(openstack, scoria, volume, snapshot, whose):
    host, pool = scoria.host, scoria.pool_name
    openstack("volume", "qos", "create", "--property", "a=b", "--consumer", "both", "options")
    openstack("volume", "qos", "set", "--no-property", "--property", "c=d", "options")
    assert openstack("volume", "qos", "show", "options")["properties"] == {"c": "d"}
    openstack("volume", "qos", "delete", "--force", "options")
    assert [row["Binary"] for row in openstack("volume", "service", "list", "--host", host, "--service", "cinder-volume",
                                               "--long")] == ["cinder-volume"]
    prefix = openstack("block", "storage", "log", "level", "list", "--host", host, "--service", "cinder-volume")[0]["Prefix"]
    assert openstack("block", "storage", "log", "level", "list", "--host", host, "--service", "cinder-volume", "--log-prefix", prefix)
    openstack("block", "storage", "log", "level", "set", "--host", host, "--service", "cinder-volume", "--log-prefix", prefix, "INFO")
    for kind in ("volume", "snapshot"):
        foreign(scoria, f"foreign-{kind}")
        command = ["block", "storage", kind, "manageable", "list"]
        shown = openstack(*command, host, "--long", "--offset", 0, "--sort", "size:desc")
        assert any(f"foreign-{kind}" in str(row) for row in shown)
        assert shown == openstack(*command, "--cluster", CLUSTER, "--long", "--offset", 0, "--sort", "size:desc")
        # With a limit this client asks for pages until one is empty, after an id that these entries do not have: only an empty one works.
        assert openstack(*command, host, "--offset", 1000, "--limit", 5) == []
        openstack(*command, host, "--marker", json.dumps({"source-name": f"foreign-{kind}"}))
    assert pool.startswith(host)


def test_messages(openstack, scoria, whose):
    api = scoria.api()
    made = api.create_volume(size=90000)
    api.settle("volume", made, "error")
    last = openstack("volume", "message", "list", *whose, "--limit", 5)
    assert made in [row["Resource UUID"] for row in last]
    assert openstack("volume", "message", "list", "--marker", last[-1]["ID"]) == []
    api.delete(f"/volumes/{made}")


def test_manage(openstack, scoria, volume):
    api = scoria.api()
    made = openstack("volume", "create", "--remote-source", f"source-name={foreign(scoria, 'by-cluster')}", "--cluster",
                     f"{CLUSTER}#{scoria.pool_name.split('#')[1]}",
                     "--non-bootable", "managed")
    api.settle("volume", made["id"], "available")
    openstack("volume", "delete", "--remote", made["id"])
    api.gone("volume", made["id"])


def test_cluster(openstack, scoria):
    for option in (["--cluster", CLUSTER], ["--binary", "cinder-volume"], ["--up"], ["--enabled"], ["--num-hosts", 1], ["--num-down-hosts", 0]):
        assert [row["Name"] for row in openstack("block", "storage", "cluster", "list", "--long", *option)] == [CLUSTER], option
    for option in (["--down"], ["--disabled"], ["--num-hosts", 7]):
        assert openstack("block", "storage", "cluster", "list", *option) == [], option
    # This client's `set` hands the cluster that it got back on as its exit code: it fails when all went well.
    openstack("block", "storage", "cluster", "set", "--binary", "cinder-volume", "--disable", "--disable-reason", "repair", CLUSTER, fails=True,
              counts=True)
    shown = openstack("block", "storage", "cluster", "show", "--binary", "cinder-volume", CLUSTER)
    assert (shown["Status"], shown["Disabled Reason"]) == ("disabled", "repair"), shown
    openstack("block", "storage", "cluster", "set", "--enable", CLUSTER, fails=True, counts=True)
    assert openstack("block", "storage", "cluster", "show", CLUSTER)["Status"] == "enabled"


def test_cleanup(openstack, scoria):
    """This client sends PUT, which the field's API does not have: it is told that there is no such thing."""
    said = openstack("block", "storage", "cleanup", "--cluster", CLUSTER, "--host", scoria.host, "--binary", "cinder-volume", "--down", "--disabled",
                     "--resource-id", SERVER, "--resource-type", "Volume", "--service-id", 1, fails=True, counts=True)
    assert "404" in said
    openstack("block", "storage", "cleanup", "--up", "--enabled", fails=True, counts=True)


from clients.options import test_zz_the_service_is_as_before  # noqa: E402, F401
