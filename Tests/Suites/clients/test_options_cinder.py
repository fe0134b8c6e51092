"""The options of `cinder` that the stories have no use for, and clusters."""
from clients.conftest import SERVER
from clients.options import CLUSTER, SETTINGS, connector, foreign, snapshot, spare, volume  # noqa: F401


def test_volumes(cinder, scoria, volume, snapshot):
    api = scoria.api()
    one = cinder("create", 1, "--name", "one", "--description", "d", "--volume-type", "__DEFAULT__", "--availability-zone", "nova", "--metadata",
                 "a=b",
                 "--hint", f"same_host={volume}", "--poll")["id"]
    two = cinder("create", "--snapshot-id", snapshot, "--name", "two")["id"]
    three = cinder("create", "--source-volid", volume, "--name", "three")["id"]
    for identifier in (two, three):
        api.settle("volume", identifier, "available")
    assert [row["ID"] for row in cinder("list", "--name", "kept", "--status", "available", "--metadata", "colour=red", "--bootable", "false",
                                        "--limit", 5)] == [volume]
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


def test_snapshots(cinder, scoria, volume, snapshot):
    api = scoria.api()
    made = cinder("snapshot-create", volume, "--name", "one", "--description", "d", "--metadata", "a=b")["id"]
    api.settle("snapshot", made, "available")
    options = ["--all-tenants", 1, "--tenant", scoria.project, "--name", "kept", "--status", "available", "--volume-id", volume, "--limit", 3,
               "--sort", "created_at:asc"]
    assert [row["ID"] for row in cinder("snapshot-list", *options)] == [snapshot]
    assert [row["ID"] for row in cinder("snapshot-list", "--metadata", "colour=red", "--with-count")] == [snapshot]
    assert [row["ID"] for row in cinder("snapshot-list", "--filters", "name~=ep")] == [snapshot]
    assert [row["ID"] for row in cinder("snapshot-list", "--sort", "created_at:asc", "--marker", snapshot, "--limit", 1)] == [made]
    cinder("snapshot-rename", made, "two", "--description", "e")
    cinder("snapshot-reset-state", made, "--state", "error")
    cinder("snapshot-delete", made, "--force")
    api.gone("snapshot", made)


def test_attachments(cinder, scoria, spare):
    made = cinder("attachment-create", spare, SERVER, "--connect", "True", *connector("--ostype"), "--multipath", "True", "--mode", "rw")["id"]
    options = ["--all-tenants", 1, "--tenant", scoria.project, "--volume-id", spare, "--status", scoria.api().attachment(made)["status"], "--limit",
               3, "--sort", "created_at:asc"]
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


def test_manage(cinder, scoria, volume):
    api, host = scoria.api(), scoria.pool_name
    command = ["manage", host, foreign(scoria, "legacy"), "--id-type", "source-name", "--name", "n", "--description", "d", "--volume-type",
               "__DEFAULT__",
               "--availability-zone", "nova", "--metadata", "a=b", "--bootable"]
    made = cinder(*command)["id"]
    api.settle("volume", made, "available")
    cinder("unmanage", made)
    api.gone("volume", made)
    # The host is no option of this command, and of host and cluster there may be only one: as in the field.
    assert "One and only one" in cinder(*command, "--cluster", CLUSTER, fails=True, counts=True)
    taken = cinder("snapshot-manage", volume, foreign(scoria, "legacy"), "--id-type", "source-name", "--name", "n", "--description", "d",
                   "--metadata", "a=b")["id"]
    api.settle("snapshot", taken, "available")
    cinder("snapshot-unmanage", taken)
    api.gone("snapshot", taken)
    for kind in ("manageable-list", "snapshot-manageable-list"):
        rows = cinder(kind, host.split("#")[0], "--detailed", "True", "--limit", 50, "--offset", 0, "--sort", "size:asc")
        assert rows and len(cinder(kind, "--cluster", CLUSTER, "--detailed", "True")) == len(rows)
        cinder(kind, host.split("#")[0], "--marker", '{"source-name": "unmanaged-snapshot-' + taken + '"}')


def test_messages(cinder, scoria):
    api = scoria.api()
    made = api.create_volume(size=90000)
    api.settle("volume", made, "error")
    message = next(row for row in api.get("/messages")["messages"] if row["resource_uuid"] == made)
    options = ["--resource_uuid", made, "--resource_type", "VOLUME", "--event_id", message["event_id"], "--request_id", message["request_id"],
               "--level", "ERROR",
               "--limit", 5, "--sort", "created_at:asc"]
    assert [row["ID"] for row in cinder("message-list", *options)] == [message["id"]]
    assert [row["ID"] for row in cinder("message-list", "--filters", f"resource_uuid={made}")] == [message["id"]]
    assert message["id"] not in [row["ID"] for row in cinder("message-list", "--marker", message["id"])]
    cinder("message-delete", message["id"])
    api.delete(f"/volumes/{made}")


def test_types(cinder):
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


def test_quotas(cinder, scoria):
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


def test_for_administrators(cinder, scoria, volume):
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


def test_cluster(cinder):
    for option in (["--name", CLUSTER], ["--binary", "cinder-volume"], ["--is-up", "True"], ["--disabled", "False"], ["--num-hosts", 1],
                   ["--num-down-hosts", 0]):
        assert [row["Name"] for row in cinder("cluster-list", "--detailed", *option)] == [CLUSTER], option
    assert cinder("cluster-list", "--is-up", "False") == []
    assert cinder("cluster-disable", "cinder-volume", CLUSTER, "--reason", "repair")["status"] == "disabled"
    assert cinder("cluster-show", "cinder-volume", CLUSTER)["disabled_reason"] == "repair"
    assert cinder("cluster-enable", "cinder-volume", CLUSTER)["status"] == "enabled"


from clients.options import test_zz_the_service_is_as_before  # noqa: E402, F401
