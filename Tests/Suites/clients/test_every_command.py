"""Commands and methods of the clients that no story needs."""
import pytest

from clients.conftest import SERVER


@pytest.fixture
def volume(scoria):
    return scoria.api().new_volume(name="of every command")


def test_openstack(openstack, scoria, volume):
    """The commands that no story needs."""
    host = scoria.host
    openstack("block", "storage", "cluster", "list")
    openstack("block", "storage", "cluster", "list", "--long")
    openstack("block", "storage", "log", "level", "list", "--host", host.split("@")[0])
    openstack("block", "storage", "log", "level", "set", "--host", host.split("@")[0], "INFO")
    openstack("block", "storage", "resource", "filter", "list")
    openstack("block", "storage", "resource", "filter", "show", "volume")
    openstack("block", "storage", "volume", "manageable", "list", scoria.pool_name)
    openstack("block", "storage", "snapshot", "manageable", "list", scoria.pool_name)
    openstack("volume", "backend", "capability", "show", host)
    openstack("volume", "backend", "pool", "list", "--long")
    openstack("volume", "host", "set", "--disable", host)
    openstack("volume", "host", "set", "--enable", host)
    openstack("volume", "message", "list")
    openstack("volume", "service", "list", "--long")
    openstack("volume", "qos", "create", "--consumer", "both", "--property", "iops=100", "fast")
    openstack("volume", "type", "create", "--private", "with qos")
    openstack("volume", "qos", "associate", "fast", "with qos")
    openstack("volume", "qos", "list")
    openstack("volume", "qos", "show", "fast")
    openstack("volume", "qos", "set", "--property", "iops=200", "fast")
    openstack("volume", "qos", "unset", "--property", "iops", "fast")
    openstack("volume", "qos", "disassociate", "--volume-type", "with qos", "fast")
    openstack("volume", "qos", "disassociate", "--all", "fast")
    openstack("volume", "qos", "delete", "--force", "fast")
    openstack("volume", "type", "set", "--encryption-provider", "luks", "--encryption-control-location", "front-end", "with qos")
    openstack("volume", "type", "show", "--encryption-type", "with qos")
    openstack("volume", "type", "list", "--encryption-type")
    openstack("volume", "type", "unset", "--encryption-type", "with qos")
    openstack("volume", "type", "delete", "with qos")
    openstack("volume", "set", "--image-property", "os=any", volume)
    openstack("volume", "unset", "--image-property", "os", volume)


def test_messages(openstack, cinder, cloud, scoria):
    """A message of one's own: a volume that fits nowhere."""
    api = scoria.api()
    kind = api.post("/types", {"volume_type": {"name": "nowhere", "extra_specs": {"volume_backend_name": "nothing"}}})["volume_type"]["id"]
    made = [api.create_volume(volume_type=kind) for _ in range(3)]
    for identifier in made:
        api.settle("volume", identifier, "error")
    first, second, third = [message["id"] for message in api.get("/messages")["messages"]][:3]
    openstack("volume", "message", "show", first)
    openstack("volume", "message", "delete", first)
    assert cinder("message-list")
    cinder("message-show", second)
    cinder("message-delete", second)
    assert cloud.block_storage.get_message(third).id == third
    assert [message.id for message in cloud.block_storage.messages()]
    cloud.block_storage.delete_message(third)
    for identifier in made:
        api.delete(f"/volumes/{identifier}")


def test_cinder(cinder, scoria, volume):
    host, project = scoria.host, scoria.project

    def each(lines):
        for line in lines.split("\n"):
            if line.strip():
                cinder(*line.split())

    each(f"""
        absolute-limits
        rate-limits
        api-version
        version-list
        availability-zone-list
        get-pools --detail
        get-capabilities {host}
        list-filters
        list-filters --resource volume
        service-list --withreplication
        service-get-log --binary cinder-volume
        service-set-log INFO
        service-disable {host} cinder-volume --reason test
        service-enable {host} cinder-volume
        freeze-host {host}
        thaw-host {host}
        cluster-list --detail
        work-cleanup --host {host}
        type-default
        image-metadata {volume} set a=b
        image-metadata-show {volume}
        quota-usage {project}
        quota-defaults {project}
        quota-show {project}
        quota-update {project} --volumes 50
        quota-delete {project}
        quota-class-show default
        quota-class-update default --volumes 10
        qos-create slow consumer=both iops=1
        qos-list
        """)
    spec = [row for row in cinder("qos-list") if row["Name"] == "slow"][0]["ID"]
    kind = cinder("type-create", "of cinder")[0]["ID"]
    each(f"""
        qos-show {spec}
        qos-key {spec} set iops=2
        qos-associate {spec} {kind}
        qos-get-association {spec}
        qos-disassociate {spec} {kind}
        qos-disassociate-all {spec}
        qos-delete {spec}
        encryption-type-create {kind} luks --control_location front-end
        encryption-type-list
        encryption-type-show {kind}
        encryption-type-update {kind} --cipher aes-xts-plain64
        encryption-type-delete {kind}
        type-update {kind} --description x
        type-delete {kind}
        """)
    private = cinder("type-create", "private", "--is-public", "false")[0]["ID"]
    snapshot = scoria.api().new_snapshot(volume)
    each(f"""
        type-list
        type-access-add --volume-type {private} --project-id {project}
        type-access-list --volume-type {private}
        type-access-remove --volume-type {private} --project-id {project}
        type-delete {private}
        snapshot-metadata-update-all {snapshot} a=b
        snapshot-delete {snapshot}
        """)
    scoria.api().gone("snapshot", snapshot)
    cinder("force-delete", volume)


def test_sdk_of_a_volume(cloud, scoria, volume):
    storage, api = cloud.block_storage, scoria.api()
    snapshot = api.new_snapshot(volume, name="of the sdk")
    list(storage.snapshots())
    found = storage.find_snapshot("of the sdk", ignore_missing=False)
    storage.set_snapshot_metadata(found, a="b")
    storage.delete_snapshot_metadata(storage.get_snapshot(snapshot), ["a"])
    storage.reset_snapshot_status(found, "creating")
    storage.set_snapshot_status(found, "available", "100%")
    storage.reset_snapshot(found, "available")
    storage.delete_snapshot(found)
    api.gone("snapshot", snapshot)
    attachment = storage.create_attachment(volume, instance=SERVER, connector={})
    storage.get_attachment(attachment)
    storage.delete_attachment(attachment)
    transfer = storage.create_transfer(volume_id=volume, name="given")
    storage.get_transfer(transfer)
    storage.delete_transfer(transfer)
    transfer = storage.create_transfer(volume_id=volume, name="taken")
    storage.accept_transfer(transfer.id, transfer.auth_key)
    pool = scoria.pool_name
    list(storage.manageable_volumes(host=pool))
    list(storage.manageable_snapshots(host=pool))
    storage.find_type("__DEFAULT__", ignore_missing=False)
    storage.delete_volume(volume)
    api.gone("volume", volume)


def test_sdk(cloud, scoria, volume):
    storage, host = cloud.block_storage, scoria.host
    list(storage.availability_zones())
    list(storage.backend_pools())
    list(storage.resource_filters())
    list(storage.extensions())
    list(storage.clusters())
    list(storage.services())
    storage.get_limits()
    storage.get_capabilities(host)
    service = storage.find_service("cinder-volume", ignore_missing=False, host=host)
    storage.disable_service(service, reason="test")
    storage.enable_service(service)
    storage.freeze_service(service)
    storage.thaw_service(service)
    storage.set_service_log_levels(level="INFO", binary="cinder-volume")
    list(storage.get_service_log_levels(binary="cinder-volume") or [])
    storage.get_quota_set(scoria.project)
    storage.get_quota_set_defaults(scoria.project)
    storage.update_quota_set(scoria.project, volumes=40)
    storage.revert_quota_set(scoria.project)
    storage.get_quota_class_set("default")
    storage.update_quota_class_set("default", volumes=10)
    spec = storage.create_qos_spec(name="sdk", consumer="both", iops="1")
    kind = storage.create_type(name="of the sdk")
    list(storage.qos_specs())
    storage.find_qos_spec("sdk")
    storage.get_qos_spec(spec)
    storage.update_qos_spec(spec, iops="2")
    storage.associate_qos_spec(spec, kind.id)
    list(storage.qos_spec_associations(spec))
    storage.disassociate_qos_spec(spec, kind.id)
    storage.disassociate_all_qos_spec(spec)
    storage.delete_qos_spec_metadata(spec, ["iops"])
    storage.delete_qos_spec(spec, ignore_missing=False)
    storage.create_type_encryption(kind, provider="luks", control_location="front-end")
    storage.get_type_encryption(kind)
    storage.update_type_encryption(volume_type=kind, cipher="aes-xts-plain64")
    storage.delete_type_encryption(volume_type=kind)
    storage.delete_type(kind)
    storage.set_volume_image_metadata(volume, a="b")
    storage.delete_volume_image_metadata(storage.get_volume(volume), ["a"])
    storage.reserve_volume(volume)
    storage.unreserve_volume(volume)
