"""Every option that the stories have no use for, and the cluster that a node may belong to."""
import json

import openstack as sdk
import pytest

from clients.conftest import DONE, SERVER
from harness.waiting import until

SETTINGS = "[DEFAULT]\ncluster = rack\nquota_volumes = 100\nquota_snapshots = 100\nquota_gigabytes = 200000\n"
CLUSTER = "rack@default"
GIBI = 1 << 30
INITIATOR = "iqn.2010-10.org.openstack:options"


@pytest.fixture(scope="module")
def volume(scoria):
    return scoria.api().new_volume(name="kept", metadata={"colour": "red"})


@pytest.fixture(scope="module")
def snapshot(scoria, volume):
    return scoria.api().new_snapshot(volume, name="kept", metadata={"colour": "red"})


@pytest.fixture
def spare(scoria):
    return scoria.api().new_volume(name="spare")


@pytest.fixture(scope="module")
def whose(scoria):
    """Options that say whose things are meant: `openstack` asks Keystone for their ids."""
    return ["--project", "alpha", "--project-domain", "Default"] if scoria.keystone else []


def foreign(scoria, name):
    """A file in the pool that the service knows nothing of."""
    with open(scoria.pool / name, "wb") as file:
        file.truncate(GIBI)
    return name


def connector(spelled):
    return ["--initiator", INITIATOR, "--ip", "127.0.0.1", "--host", "options", "--platform", "x86_64", spelled, "linux2", "--mountpoint", "/dev/vdb"]


class TestOpenStack:
    def test_volumes(self, openstack, scoria, volume, whose):
        api = scoria.api()
        one = openstack("volume", "create", "--size", 1, "--type", "__DEFAULT__", "--description", "d", "--availability-zone", "nova", "--property", "a=b",
                        "--hint", f"same_host={volume}", "--bootable", "--read-only", "one")
        api.settle("volume", one["id"], "available")
        shown = openstack("volume", "show", one["id"])
        assert (shown["description"], shown["availability_zone"], shown["type"], str(shown["bootable"]).lower()) == ("d", "nova", "__DEFAULT__", "true")
        assert api.volume(one["id"])["metadata"]["readonly"].lower() == "true"
        two = openstack("volume", "create", "--size", 1, "--non-bootable", "--read-write", "two")["id"]
        owner = [*whose, "--user", "admin", "--user-domain", "Default"] if whose else []
        listed = openstack("volume", "list", *owner, "--name", "kept", "--status", "available", "--property", "colour=red", "--all-projects", "--long", "--limit", 5)
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

    def test_snapshots(self, openstack, scoria, volume, snapshot, whose):
        api = scoria.api()
        made = openstack("volume", "snapshot", "create", "--volume", volume, "--description", "d", "--force", "--property", "a=b", "one")["id"]
        api.settle("snapshot", made, "available")
        rows = openstack("volume", "snapshot", "list", "--all-projects", *whose, "--long", "--name", "kept", "--status", "available", "--volume", volume, "--limit", 3,
                         "--max-items", 3)
        assert [row["ID"] for row in rows] == [snapshot]
        assert [row["ID"] for row in openstack("volume", "snapshot", "list", "--limit", 1, "--max-items", 1, "--marker", made)] == [snapshot]
        openstack("volume", "snapshot", "set", "--no-property", "--property", "c=d", "--description", "e", "--name", "two", made)
        shown = openstack("volume", "snapshot", "show", made)
        assert (shown["description"], shown["properties"]) == ("e", {"c": "d"})
        openstack("volume", "snapshot", "delete", "--force", made)
        api.gone("snapshot", made)

    def test_attachments(self, openstack, scoria, spare, whose):
        api = scoria.api()
        for more in (["--connect", *connector("--os-type"), "--no-multipath", "--mode", "rw"], ["--connect", *connector("--os-type"), "--multipath"], ["--no-connect", "--mode", "ro"]):
            made = openstack("volume", "attachment", "create", spare, "--server", SERVER, *more)["ID"]
            rows = openstack("volume", "attachment", "list", *whose, "--all-projects", "--volume-id", spare, "--server-id", SERVER, "--limit", 2, "--max-items", 2)
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

    def test_transfers(self, openstack, spare):
        made = openstack("volume", "transfer", "request", "create", "--name", "t", "--snapshots", spare)["id"]
        assert made in [row["ID"] for row in openstack("volume", "transfer", "request", "list", "--all-projects")]
        openstack("volume", "transfer", "request", "delete", made)

    def test_types(self, openstack, scoria, whose):
        made = openstack("volume", "type", "create", "--description", "d", "--private", "--property", "a=b", "--multiattach", "--replicated",
                         "--availability-zone", "nova", *whose, "--encryption-provider", "luks", "--encryption-cipher", "aes-xts-plain64",
                         "--encryption-key-size", 256, "--encryption-control-location", "front-end", "options")
        specs = {"a": "b", "multiattach": "<is> True", "replication_enabled": "<is> True", "RESKEY:availability_zones": "nova"}
        assert openstack("volume", "type", "show", "options")["properties"] == specs
        # This client drops what it filters by, and gets every type; see TestCinder for the filter.
        for options in (["--private", "--multiattach", "--replicated"], ["--long", "--encryption-type", "--property", "a=b", "--availability-zone", "nova"]):
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

    def test_for_administrators(self, openstack, scoria, volume, snapshot, whose):
        host, pool = scoria.host, scoria.pool_name
        openstack("volume", "qos", "create", "--property", "a=b", "--consumer", "both", "options")
        openstack("volume", "qos", "set", "--no-property", "--property", "c=d", "options")
        assert openstack("volume", "qos", "show", "options")["properties"] == {"c": "d"}
        openstack("volume", "qos", "delete", "--force", "options")
        assert [row["Binary"] for row in openstack("volume", "service", "list", "--host", host, "--service", "cinder-volume", "--long")] == ["cinder-volume"]
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

    def test_messages(self, openstack, scoria, whose):
        api = scoria.api()
        made = api.create_volume(size=90000)
        api.settle("volume", made, "error")
        last = openstack("volume", "message", "list", *whose, "--limit", 5)
        assert made in [row["Resource UUID"] for row in last]
        assert openstack("volume", "message", "list", "--marker", last[-1]["ID"]) == []
        api.delete(f"/volumes/{made}")

    def test_manage(self, openstack, scoria, volume):
        api = scoria.api()
        made = openstack("volume", "create", "--remote-source", f"source-name={foreign(scoria, 'by-cluster')}", "--cluster", f"{CLUSTER}#{scoria.pool_name.split('#')[1]}",
                         "--non-bootable", "managed")
        api.settle("volume", made["id"], "available")
        openstack("volume", "delete", "--remote", made["id"])
        api.gone("volume", made["id"])

    def test_cluster(self, openstack, scoria):
        for option in (["--cluster", CLUSTER], ["--binary", "cinder-volume"], ["--up"], ["--enabled"], ["--num-hosts", 1], ["--num-down-hosts", 0]):
            assert [row["Name"] for row in openstack("block", "storage", "cluster", "list", "--long", *option)] == [CLUSTER], option
        for option in (["--down"], ["--disabled"], ["--num-hosts", 7]):
            assert openstack("block", "storage", "cluster", "list", *option) == [], option
        # This client's `set` hands the cluster that it got back on as its exit code: it fails when all went well.
        openstack("block", "storage", "cluster", "set", "--binary", "cinder-volume", "--disable", "--disable-reason", "repair", CLUSTER, fails=True, counts=True)
        shown = openstack("block", "storage", "cluster", "show", "--binary", "cinder-volume", CLUSTER)
        assert (shown["Status"], shown["Disabled Reason"]) == ("disabled", "repair"), shown
        openstack("block", "storage", "cluster", "set", "--enable", CLUSTER, fails=True, counts=True)
        assert openstack("block", "storage", "cluster", "show", CLUSTER)["Status"] == "enabled"

    def test_cleanup(self, openstack, scoria):
        """This client sends PUT, which the field's API does not have: it is told that there is no such thing."""
        said = openstack("block", "storage", "cleanup", "--cluster", CLUSTER, "--host", scoria.host, "--binary", "cinder-volume", "--down", "--disabled",
                         "--resource-id", SERVER, "--resource-type", "Volume", "--service-id", 1, fails=True, counts=True)
        assert "404" in said
        openstack("block", "storage", "cleanup", "--up", "--enabled", fails=True, counts=True)


class TestCinder:
    def test_volumes(self, cinder, scoria, volume, snapshot):
        api = scoria.api()
        one = cinder("create", 1, "--name", "one", "--description", "d", "--volume-type", "__DEFAULT__", "--availability-zone", "nova", "--metadata", "a=b",
                     "--hint", f"same_host={volume}", "--poll")["id"]
        two = cinder("create", "--snapshot-id", snapshot, "--name", "two")["id"]
        three = cinder("create", "--source-volid", volume, "--name", "three")["id"]
        for identifier in (two, three):
            api.settle("volume", identifier, "available")
        assert [row["ID"] for row in cinder("list", "--name", "kept", "--status", "available", "--metadata", "colour=red", "--bootable", "false", "--limit", 5)] == [volume]
        assert volume in [row["ID"] for row in cinder("list", "--all-tenants", 1, "--tenant", scoria.project, "--sort", "created_at:asc")]
        order = [row["ID"] for row in cinder("list", "--sort", "created_at:asc")]
        assert [row["ID"] for row in cinder("list", "--sort", "created_at:asc", "--marker", order[0], "--limit", 1)] == order[1:2]
        assert [row["Name"] for row in cinder("list", "--filters", "name~=ept", "--fields", "name,metadata", "--with-count")] == ["kept"]
        assert cinder("list", "--group_id", SERVER) == []
        assert cinder("list", "--migration_status", "migrating") == []
        cinder("image-metadata", two, "set", "os=any")
        assert [row["ID"] for row in cinder("list", "--image_metadata", "os=any")] == [two]
        cinder("reset-state", "--type", "volume", "--state", "error", "--attach-status", "detached", "--reset-migration-status", two)
        cinder("reset-state", "--type", "snapshot", "--state", "available", snapshot)
        cinder("rename", two, "renamed", "--description", "e")
        assert cinder("summary", "--all-tenants")
        cinder("delete", "--cascade", one, two, three)
        for identifier in (one, two, three):
            api.gone("volume", identifier)

    def test_snapshots(self, cinder, scoria, volume, snapshot):
        api = scoria.api()
        made = cinder("snapshot-create", volume, "--name", "one", "--description", "d", "--metadata", "a=b")["id"]
        api.settle("snapshot", made, "available")
        options = ["--all-tenants", 1, "--tenant", scoria.project, "--name", "kept", "--status", "available", "--volume-id", volume, "--limit", 3, "--sort", "created_at:asc"]
        assert [row["ID"] for row in cinder("snapshot-list", *options)] == [snapshot]
        assert [row["ID"] for row in cinder("snapshot-list", "--metadata", "colour=red", "--with-count")] == [snapshot]
        assert [row["ID"] for row in cinder("snapshot-list", "--filters", "name~=ep")] == [snapshot]
        assert [row["ID"] for row in cinder("snapshot-list", "--sort", "created_at:asc", "--marker", snapshot, "--limit", 1)] == [made]
        cinder("snapshot-rename", made, "two", "--description", "e")
        cinder("snapshot-reset-state", made, "--state", "error")
        cinder("snapshot-delete", made, "--force")
        api.gone("snapshot", made)

    def test_attachments(self, cinder, scoria, spare):
        made = cinder("attachment-create", spare, SERVER, "--connect", "True", *connector("--ostype"), "--multipath", "True", "--mode", "rw")["id"]
        options = ["--all-tenants", 1, "--tenant", scoria.project, "--volume-id", spare, "--status", scoria.api().attachment(made)["status"], "--limit", 3, "--sort", "created_at:asc"]
        assert [row["ID"] for row in cinder("attachment-list", *options)] == [made]
        assert [row["ID"] for row in cinder("attachment-list", "--filters", f"volume_id={spare}")] == [made]
        assert cinder("attachment-list", "--volume-id", spare, "--marker", made) == []
        cinder("attachment-update", made, *connector("--ostype"), "--multipath", "True")
        if scoria.guards_servers:
            assert "409" in cinder("attachment-delete", made, fails=True)
            scoria.as_compute("DELETE", f"/attachments/{made}")
        else:
            cinder("attachment-delete", made)
        scoria.api().settle("volume", spare, "available")

    def test_manage(self, cinder, scoria, volume):
        api, host = scoria.api(), scoria.pool_name
        command = ["manage", host, foreign(scoria, "legacy"), "--id-type", "source-name", "--name", "n", "--description", "d", "--volume-type", "__DEFAULT__",
                   "--availability-zone", "nova", "--metadata", "a=b", "--bootable"]
        made = cinder(*command)["id"]
        api.settle("volume", made, "available")
        cinder("unmanage", made)
        api.gone("volume", made)
        # The host is no option of this command, and of host and cluster there may be only one: as in the field.
        assert "One and only one" in cinder(*command, "--cluster", CLUSTER, fails=True, counts=True)
        taken = cinder("snapshot-manage", volume, foreign(scoria, "legacy"), "--id-type", "source-name", "--name", "n", "--description", "d", "--metadata", "a=b")["id"]
        api.settle("snapshot", taken, "available")
        cinder("snapshot-unmanage", taken)
        api.gone("snapshot", taken)
        for kind in ("manageable-list", "snapshot-manageable-list"):
            rows = cinder(kind, host.split("#")[0], "--detailed", "True", "--limit", 50, "--offset", 0, "--sort", "size:asc")
            assert rows and len(cinder(kind, "--cluster", CLUSTER, "--detailed", "True")) == len(rows)
            cinder(kind, host.split("#")[0], "--marker", '{"source-name": "unmanaged-snapshot-' + taken + '"}')

    def test_messages(self, cinder, scoria):
        api = scoria.api()
        made = api.create_volume(size=90000)
        api.settle("volume", made, "error")
        message = next(row for row in api.get("/messages")["messages"] if row["resource_uuid"] == made)
        options = ["--resource_uuid", made, "--resource_type", "VOLUME", "--event_id", message["event_id"], "--request_id", message["request_id"], "--level", "ERROR",
                   "--limit", 5, "--sort", "created_at:asc"]
        assert [row["ID"] for row in cinder("message-list", *options)] == [message["id"]]
        assert [row["ID"] for row in cinder("message-list", "--filters", f"resource_uuid={made}")] == [message["id"]]
        assert message["id"] not in [row["ID"] for row in cinder("message-list", "--marker", message["id"])]
        cinder("message-delete", message["id"])
        api.delete(f"/volumes/{made}")

    def test_types(self, cinder):
        made = cinder("type-create", "options", "--description", "d", "--is-public", "true")[0]["ID"]
        cinder("type-update", made, "--name", "renamed", "--description", "e", "--is-public", "false")
        cinder("type-key", made, "set", "a=b")
        assert [row["ID"] for row in cinder("type-list", "--filters", "is_public=False")] == [made]
        assert [row["ID"] for row in cinder("type-list", "--filters", "is_public=False", "extra_specs={'a':'b'}")] == [made]
        cinder("encryption-type-create", made, "luks", "--cipher", "aes-xts-plain64", "--key-size", 256, "--control-location", "front-end")
        cinder("encryption-type-update", made, "--provider", "luks2", "--cipher", "aes-xts-plain64", "--key-size", 512, "--control-location", "back-end")
        cinder("encryption-type-delete", made)
        cinder("type-delete", made)
        spec = cinder("qos-create", "options", "a=b")["id"]
        cinder("qos-delete", spec, "--force", "true")

    def test_quotas(self, cinder, scoria):
        limits = {"volumes": 31, "snapshots": 32, "gigabytes": 3300, "backups": 34, "backup-gigabytes": 35, "per-volume-gigabytes": 36}
        words = [word for name, limit in limits.items() for word in (f"--{name}", limit)]
        cinder("quota-class-update", "options", *words)
        assert cinder("quota-class-show", "options")["backup_gigabytes"] == "35"
        cinder("quota-class-update", "options", "--volumes", 30, "--volume-type", "__DEFAULT__")
        assert cinder("quota-class-show", "options")["volumes___DEFAULT__"] == "30"
        cinder("quota-update", scoria.other, *words, "--groups", 37, "--skip-validation", "False")
        shown = cinder("quota-show", scoria.other)
        assert {name: int(shown[name.replace("-", "_")]) for name in limits} == limits and shown["groups"] == "37"
        cinder("quota-update", scoria.other, "--volumes", 8, "--volume-type", "__DEFAULT__")
        cinder("quota-delete", scoria.other)

    def test_for_administrators(self, cinder, scoria, volume):
        host = scoria.host
        assert [row["Host"] for row in cinder("service-list", "--host", host, "--binary", "cinder-volume", "--withreplication")] == [host]
        prefix = cinder("service-get-log", "--binary", "cinder-volume", "--server", host)[0]["Prefix"]
        cinder("service-set-log", "INFO", "--binary", "cinder-volume", "--server", host, "--prefix", prefix)
        assert cinder("service-get-log", "--binary", "cinder-volume", "--server", host, "--prefix", prefix)
        cinder("service-disable", host, "cinder-volume", "--reason", "because")
        cinder("service-enable", host, "cinder-volume")
        assert len(cinder("get-pools", "--detail", "--filters", "volume_type=__DEFAULT__"))
        assert cinder("list-filters", "--resource", "volume")
        cinder("default-type-list", "--project-id", scoria.project, fails=True)
        cinder("transfer-list", "--all-tenants", "--sort", "created_at:asc", "--filters", f"volume_id={volume}")
        cinder("work-cleanup", "--cluster", CLUSTER, "--binary", "cinder-volume", "--is-up", "False", "--disabled", "False")
        assert "0 workers found" in cinder("work-cleanup", "--host", host, "--resource-id", volume, "--resource-type", "Volume", fails=True, counts=True)
        cinder("work-cleanup", "--service-id", 12345)

    def test_cluster(self, cinder):
        for option in (["--name", CLUSTER], ["--binary", "cinder-volume"], ["--is-up", "True"], ["--disabled", "False"], ["--num-hosts", 1], ["--num-down-hosts", 0]):
            assert [row["Name"] for row in cinder("cluster-list", "--detailed", *option)] == [CLUSTER], option
        assert cinder("cluster-list", "--is-up", "False") == []
        assert cinder("cluster-disable", "cinder-volume", CLUSTER, "--reason", "repair")["status"] == "disabled"
        assert cinder("cluster-show", "cinder-volume", CLUSTER)["disabled_reason"] == "repair"
        assert cinder("cluster-enable", "cinder-volume", CLUSTER)["status"] == "enabled"


class TestSDK:
    def test_volumes(self, cloud, scoria, volume, snapshot):
        storage, api = cloud.block_storage, scoria.api()
        assert storage.find_volume("kept", details=False, all_projects=True).id == volume
        assert storage.find_snapshot("kept", details=False, all_projects=True).id == snapshot
        for listed, wanted in ((storage.volumes, volume), (storage.snapshots, snapshot)):
            for details in (True, False):
                assert wanted in [found.id for found in listed(details=details, all_projects=True)]
        assert list(storage.transfers(details=False, all_projects=True)) == []
        assert list(storage.attachments(details=False)) == []
        made = api.new_volume()
        storage.reset_volume_status(made, status="error", attach_status="detached", migration_status="none")
        storage.reset_volume_status(made, status="available")
        storage.set_volume_readonly(made, readonly=True)
        storage.set_volume_metadata(made, a="b", c="d")
        storage.delete_volume_metadata(storage.get_volume(made), keys=["a"])
        assert storage.fetch_volume_metadata(storage.get_volume(made)).metadata["c"] == "d"
        storage.set_volume_image_metadata(made, a="b")
        storage.delete_volume_image_metadata(storage.get_volume(made), keys=["a"])
        point = api.new_snapshot(made)
        storage.set_snapshot_metadata(storage.get_snapshot(point), a="b")
        storage.fetch_snapshot_metadata(storage.get_snapshot(point))
        storage.delete_snapshot_metadata(storage.get_snapshot(point), keys=["a"])
        storage.reset_snapshot_status(point, "creating")
        storage.set_snapshot_status(point, "available", progress="100%")
        storage.delete_snapshot(point, force=True)
        api.gone("snapshot", point)
        api.new_snapshot(made)
        storage.delete_volume(made, cascade=True)
        api.gone("volume", made)
        made = api.new_volume()
        storage.delete_volume(made, force=True)
        api.gone("volume", made)

    def test_attaching(self, cloud, scoria, spare):
        storage, api = cloud.block_storage, scoria.api()
        nova = {"X-Service-Token": scoria.keystone.token("nova").id} if scoria.guards_servers else {}
        host = {"initiator": INITIATOR, "ip": "127.0.0.1", "host": "options", "multipath": False}
        storage.reserve_volume(spare)
        storage.init_volume_attachment(spare, host)
        storage.attach_volume(spare, "/dev/vdb", instance=SERVER, host_name="options")
        attachment = storage.get_volume(spare).attachments[0]["attachment_id"]
        storage.begin_volume_detaching(spare)
        # A volume that a server uses is let go of by the compute service, which speaks beside the user.
        before = dict(storage.additional_headers)
        storage.additional_headers.update(nova)
        try:
            storage.terminate_volume_attachment(spare, host)
            storage.detach_volume(spare, attachment, force=True, connector=host)
        finally:
            storage.additional_headers.clear()
            storage.additional_headers.update(before)
        api.settle("volume", spare, "available")

    def test_extension_that_nobody_waits_for(self, cloud, spare, scoria):
        """Nova's word at the end of an extension: this service waits for none, and says so."""
        with pytest.raises(sdk.exceptions.BadRequestException) as refused:
            cloud.block_storage.complete_volume_extend(spare, error=False)
        assert spare in str(refused.value), refused.value
        DONE[scoria.name, "sdk"].add(("complete_volume_extend", "error"))

    def test_for_administrators(self, cloud, scoria, volume):
        storage, host = cloud.block_storage, scoria.host
        service = storage.find_service("cinder-volume", ignore_missing=False, host=host)
        storage.disable_service(service, reason="because")
        storage.enable_service(service)
        prefix = next(iter(next(iter(storage.get_service_log_levels(binary="cinder-volume", server=host))).levels))
        storage.set_service_log_levels(level="INFO", binary="cinder-volume", server=host, prefix=prefix)
        assert list(storage.get_service_log_levels(binary="cinder-volume", server=host, prefix=prefix))
        assert storage.get_quota_set(scoria.project, usage=True).usage
        assert storage.get_limits(project=scoria.project).absolute
        assert storage.get_quota_class_set(quota_class_set="default").volumes
        foreign(scoria, "for-the-sdk")
        assert "for-the-sdk" in str(list(storage.manageable_volumes(details=True, host=host)))
        assert "for-the-sdk" in str(list(storage.manageable_snapshots(details=True, cluster=CLUSTER)))
        kind = storage.create_type(name="options of the sdk")
        encryption = storage.create_type_encryption(kind, provider="luks", control_location="front-end")
        storage.update_type_encryption(encryption=encryption, volume_type=kind, cipher="aes-xts-plain64")
        storage.delete_type_encryption(encryption=storage.get_type_encryption(kind), volume_type=kind)
        storage.delete_type(kind)
        spec = storage.create_qos_spec(name="options of the sdk", consumer="both")
        storage.delete_qos_spec(spec, force=True)

    def test_cluster(self, cloud):
        storage = cloud.block_storage
        for details in (True, False):
            assert [found.name for found in storage.clusters(details=details, is_up=True, num_hosts=1)] == [CLUSTER]
        found = storage.find_cluster(CLUSTER, ignore_missing=False)
        assert storage.disable_cluster(found, reason="repair").disabled_reason == "repair"
        assert storage.get_cluster(CLUSTER).status == "disabled"
        assert storage.enable_cluster(found).status == "enabled"

    def test_cleanup(self, cloud, scoria):
        """This client sends PUT, which the field's API does not have."""
        arguments = dict(binary="cinder-volume", host=scoria.host, cluster_name=CLUSTER, disabled=None, is_up=False, resource_id=None, resource_type=None, service_id=None)
        with pytest.raises(sdk.exceptions.NotFoundException):
            cloud.block_storage.cleanup_service_workers(**arguments)
        DONE[scoria.name, "sdk"].add(("cleanup_service_workers", *arguments))

    def test_every_filter(self, cloud, scoria, volume, snapshot):
        """Each filter that the SDK knows is taken, alone."""
        storage, refused = cloud.block_storage, []
        values = {"limit": 5, "with_count": True, "sort": "created_at:asc", "is_public": True, "bootable": "false", "is_up": True, "disabled": False, "frozen": False,
                  "num_hosts": 1, "num_down_hosts": 0, "metadata": "{'colour': 'red'}", "properties": "{'colour': 'red'}", "extra_specs": "{'a': 'b'}", "created_at": "gt:2020-01-01T00:00:00",
                  "updated_at": "gt:2020-01-01T00:00:00", "host": scoria.host, "size": 1, "all_projects": True, "level": "ERROR", "detail": True, "offset": 0,
                  "sort_key": "created_at", "sort_dir": "asc"}
        lists = ("volumes", "snapshots", "attachments", "transfers", "messages", "types", "qos_specs", "services", "clusters", "backend_pools", "resource_filters")
        tried = 0
        for name in lists:
            method = getattr(storage, name)
            kind = {"volumes": "volume.Volume", "snapshots": "snapshot.Snapshot", "attachments": "attachment.Attachment", "transfers": "transfer.Transfer",
                    "messages": "message.Message", "types": "type.Type", "qos_specs": "qos_spec.QoSSpec", "services": "service.Service",
                    "clusters": "cluster.Cluster", "backend_pools": "stats.Pools", "resource_filters": "resource_filter.ResourceFilter"}[name]
            module, _, symbol = kind.partition(".")
            resource = getattr(__import__(f"openstack.block_storage.v3.{module}", fromlist=[symbol]), symbol)
            for key in resource._query_mapping._mapping:
                # Lists without pages know no limit, as in the field; nor do clusters and pools.
                if key in ("marker", "details", "all_projects") or key == "limit" and name in ("services", "clusters", "backend_pools"):
                    continue
                tried += 1
                try:
                    list(method(**{key: values.get(key, SERVER)}))
                except sdk.exceptions.SDKException as error:
                    refused.append(f"{name}({key}={values.get(key, SERVER)!r}): {error}")
        assert tried > 40
        assert not refused, "\n".join(refused)


def test_the_service_is_as_before(scoria, volume, snapshot):
    """No flow is left under way, and what nobody deleted is still there."""
    api = scoria.api()
    until(lambda: all(row["finished_at"] for row in api.get("/operations")["operations"]), "every flow to end", 30)
    assert (api.volume(volume)["status"], api.snapshot(snapshot)["status"]) == ("available", "available")
