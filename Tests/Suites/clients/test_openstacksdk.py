"""openstacksdk: every call of the main job, as a program makes them."""
import openstack as sdk
import pytest

from clients.conftest import SERVER
from harness.initiator import Initiator


@pytest.fixture(scope="module")
def storage(cloud):
    return cloud.block_storage


@pytest.fixture
def volume(storage):
    created = storage.create_volume(size=1, name="a volume", description="made by the suite", metadata={"colour": "red"})
    return storage.wait_for_status(created, "available", failures=["error"], interval=0.05, wait=30)


def remove(storage, *volumes):
    for volume in volumes:
        storage.delete_volume(volume)
    for volume in volumes:
        storage.wait_for_delete(volume, interval=0.05, wait=30)


def test_volume(storage, volume):
    assert [found.id for found in storage.volumes()] == [volume.id]
    assert storage.find_volume("a volume").id == volume.id
    renamed = storage.update_volume(volume, name="renamed", description="new words")
    assert (renamed.name, renamed.description) == ("renamed", "new words")
    storage.set_volume_metadata(volume, shape="round")
    storage.delete_volume_metadata(storage.get_volume(volume), ["colour"])
    assert storage.get_volume_metadata(volume).metadata == {"shape": "round"}
    storage.set_volume_bootable_status(volume, True)
    assert storage.get_volume(volume).is_bootable is True
    storage.set_volume_readonly(volume, True)
    storage.set_volume_readonly(volume, False)
    storage.extend_volume(volume, 2)
    extended = storage.wait_for_status(storage.get_volume(volume), "available", failures=["error_extending"], interval=0.05, wait=30)
    assert storage.get_volume(extended).size == 2
    storage.reset_volume_status(volume, "error")
    assert storage.get_volume(volume).status == "error"
    storage.reset_volume_status(volume, "available")
    assert storage.summary(all_projects=False).total_count == 1
    remove(storage, volume)


def test_pages(storage):
    made = [storage.create_volume(size=1, name=f"page-{number}") for number in range(5)]
    for volume in made:
        storage.wait_for_status(volume, "available", failures=["error"], interval=0.05, wait=30)
    assert {found.id for found in storage.volumes(limit=2)} == {volume.id for volume in made}
    assert [found.name for found in storage.volumes(name="page-3")] == ["page-3"]
    remove(storage, *made)


def test_snapshot_clone_revert(storage, volume):
    snapshot = storage.create_snapshot(volume_id=volume.id, name="a snapshot", is_forced=True)
    storage.wait_for_status(snapshot, "available", failures=["error"], interval=0.05, wait=30)
    assert storage.update_snapshot(snapshot, name="kept").name == "kept"
    storage.set_snapshot_metadata(snapshot, why="test")
    assert storage.get_snapshot_metadata(snapshot).metadata == {"why": "test"}
    restored = storage.create_volume(size=1, snapshot_id=snapshot.id)
    clone = storage.create_volume(size=1, source_volume_id=volume.id)
    for created in (restored, clone):
        storage.wait_for_status(created, "available", failures=["error"], interval=0.05, wait=30)
    storage.revert_volume_to_snapshot(volume, snapshot)
    storage.wait_for_status(storage.get_volume(volume), "available", failures=["error"], interval=0.05, wait=30)
    storage.wait_for_status(storage.get_snapshot(snapshot), "available", failures=["error"], interval=0.05, wait=30)
    storage.delete_snapshot(snapshot)
    storage.wait_for_delete(snapshot, interval=0.05, wait=30)
    remove(storage, volume, restored, clone)


def test_attachment(storage, volume, scoria):
    with Initiator("client-host") as host:
        attachment = storage.create_attachment(volume, connector=None, instance=SERVER)
        assert storage.get_volume(volume).status == "reserved"
        updated = storage.update_attachment(attachment, connector=host.connector)
        connection = updated.connection_info
        host.write(connection, 0x5A)
        host.expect(connection, 0x5A)
        storage.complete_attachment(attachment)
        shown = storage.get_volume(volume)
        assert shown.status == "in-use" and [entry["attachment_id"] for entry in shown.attachments] == [attachment.id]
        assert [found.id for found in storage.attachments()] == [attachment.id]
        if scoria.guards_servers:
            # Who is not the compute service may not take a volume away from a server that uses it.
            with pytest.raises(sdk.exceptions.ConflictException):
                storage.delete_attachment(attachment, ignore_missing=False)
            host.expect(connection, 0x5A)
            scoria.as_compute("DELETE", f"/attachments/{attachment.id}")
        else:
            storage.delete_attachment(attachment)
        storage.wait_for_status(storage.get_volume(volume), "available", interval=0.05, wait=30)
        host.refused(connection)
    remove(storage, volume)


def test_legacy_connection(storage, volume):
    with Initiator("client-host") as host:
        storage.reserve_volume(volume)
        assert storage.get_volume(volume).status == "attaching"
        connection = storage.init_volume_attachment(volume, host.connector)
        host.write(connection, 0x77)
        host.expect(connection, 0x77)
        storage.attach_volume(volume, "/dev/vdb", host_name=host.label)
        assert storage.get_volume(volume).status == "in-use"
        storage.begin_volume_detaching(volume)
        assert storage.get_volume(volume).status == "detaching"
        storage.abort_volume_detaching(volume)
        storage.begin_volume_detaching(volume)
        storage.terminate_volume_attachment(volume, host.connector)
        attachment = storage.get_volume(volume).attachments[0]["attachment_id"]
        storage.detach_volume(volume, attachment)
        storage.wait_for_status(storage.get_volume(volume), "available", interval=0.05, wait=30)
        host.refused(connection)
        storage.reserve_volume(volume)
        storage.unreserve_volume(volume)
        assert storage.get_volume(volume).status == "available"
    remove(storage, volume)


def test_types(storage, scoria):
    gold = storage.create_type(name="gold", description="fast", is_public=True)
    storage.update_type_extra_specs(gold, volume_backend_name="default", tier="1")
    storage.delete_type_extra_specs(gold, ["tier"])
    assert storage.get_type(gold).extra_specs == {"volume_backend_name": "default"}
    assert storage.update_type(gold, description="faster").description == "faster"
    assert {"gold", "__DEFAULT__"} <= {found.name for found in storage.types()}
    storage.delete_type(gold)
    hidden = storage.create_type(name="hidden", is_public=False)
    storage.add_type_access(hidden, scoria.other)
    assert scoria.other in [entry["project_id"] for entry in storage.get_type_access(hidden)]
    storage.remove_type_access(hidden, scoria.other)
    assert scoria.other not in [entry["project_id"] for entry in storage.get_type_access(hidden)]
    storage.delete_type(hidden)


def test_operators_view(storage, scoria):
    services = list(storage.services())
    assert {"cinder-volume", "cinder-scheduler"} <= {service.binary for service in services}
    assert all(service.state == "up" and service.status == "enabled" for service in services)
    volume_service = next(service for service in services if service.binary == "cinder-volume")
    storage.disable_service(volume_service, reason="because")
    assert any(service.status == "disabled" for service in storage.services())
    storage.enable_service(volume_service)
    pools = list(storage.backend_pools())
    assert len(pools) == 1 and pools[0].capabilities["total_capacity_gb"] > 0, pools
    assert [zone.name for zone in storage.availability_zones()] == ["nova"]
    limits = storage.get_limits()
    assert limits.absolute.max_total_volumes != 0 and limits.absolute.total_volumes_used == 0
    quota = storage.get_quota_set(scoria.project, usage=True)
    assert quota.volumes == 10 and quota.usage["volumes"] == 0, quota
    storage.update_quota_set(scoria.project, volumes=44)
    assert storage.get_quota_set(scoria.project).volumes == 44
    storage.revert_quota_set(scoria.project)
    assert storage.get_quota_set_defaults(scoria.project).volumes == 10
    assert list(storage.messages()) == []
    assert any(extension.alias == "os-types-manage" for extension in storage.extensions())
