"""The parameters of openstacksdk that the stories have no use for, and clusters."""
import importlib

import openstack as sdk
import pytest

from clients.conftest import DONE, SERVER
from clients.options import CLUSTER, INITIATOR, SETTINGS, foreign, snapshot, spare, volume  # noqa: F401


def test_volumes(cloud, scoria, volume, snapshot):
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


def test_attaching(cloud, scoria, spare):
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


def test_extension_that_nobody_waits_for(cloud, spare, scoria):
    """Nova's word at the end of an extension: this service waits for none, and says so."""
    with pytest.raises(sdk.exceptions.BadRequestException) as refused:
        cloud.block_storage.complete_volume_extend(spare, error=False)
    assert spare in str(refused.value), refused.value
    DONE[scoria.name, "sdk"].add(("complete_volume_extend", "error"))


def test_for_administrators(cloud, scoria, volume):
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


def test_cluster(cloud):
    storage = cloud.block_storage
    for details in (True, False):
        assert [found.name for found in storage.clusters(details=details, is_up=True, num_hosts=1)] == [CLUSTER]
    found = storage.find_cluster(CLUSTER, ignore_missing=False)
    assert storage.disable_cluster(found, reason="repair").disabled_reason == "repair"
    assert storage.get_cluster(CLUSTER).status == "disabled"
    assert storage.enable_cluster(found).status == "enabled"


def test_cleanup(cloud, scoria):
    """This client sends PUT, which the field's API does not have."""
    arguments = dict(binary="cinder-volume", host=scoria.host, cluster_name=CLUSTER, disabled=None, is_up=False, resource_id=None,
                     resource_type=None, service_id=None)
    with pytest.raises(sdk.exceptions.NotFoundException):
        cloud.block_storage.cleanup_service_workers(**arguments)
    DONE[scoria.name, "sdk"].add(("cleanup_service_workers", *arguments))


def test_every_filter(cloud, scoria, volume, snapshot):
    """Each filter that the SDK knows is taken, alone."""
    storage, refused = cloud.block_storage, []
    longago = "gt:2020-01-01T00:00:00"
    values = {
        "limit": 5, "offset": 0, "sort": "created_at:asc", "sort_key": "created_at", "sort_dir": "asc", "with_count": True, "detail": True,
        "is_public": True, "bootable": "false", "is_up": True, "disabled": False, "frozen": False, "num_hosts": 1, "num_down_hosts": 0,
        "metadata": "{'colour': 'red'}", "properties": "{'colour': 'red'}", "extra_specs": "{'a': 'b'}", "created_at": longago,
        "updated_at": longago, "host": scoria.host, "size": 1, "level": "ERROR",
    }
    lists = {
        "volumes": "volume.Volume", "snapshots": "snapshot.Snapshot", "attachments": "attachment.Attachment", "transfers": "transfer.Transfer",
        "messages": "message.Message", "types": "type.Type", "qos_specs": "qos_spec.QoSSpec", "services": "service.Service",
        "clusters": "cluster.Cluster", "backend_pools": "stats.Pools", "resource_filters": "resource_filter.ResourceFilter",
    }
    tried = 0
    for name, kind in lists.items():
        method = getattr(storage, name)
        module, _, symbol = kind.partition(".")
        resource = getattr(importlib.import_module(f"openstack.block_storage.v3.{module}"), symbol)
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


from clients.options import test_zz_the_service_is_as_before  # noqa: E402, F401
