"""Who owns what and how much: transfers, managed objects, default types and quotas, by the commands and methods of the real clients."""
import json
import os

import pytest

from harness.waiting import until

GIBI = 1 << 30


@pytest.fixture(scope="module")
def pool(scoria):
    """The directory of the pool."""
    return scoria.pool


@pytest.fixture(scope="module")
def host(scoria):
    """The name of the pool, as the scheduler has it."""
    return scoria.api().get("/scheduler-stats/get_pools")["pools"][0]["name"]


@pytest.fixture
def volume(scoria):
    yield made(scoria, {"size": 1, "name": "a volume"})
    for transfer in scoria.api().get("/volume-transfers?all_tenants=1")["transfers"]:
        scoria.api().delete(f"/volume-transfers/{transfer['id']}")


def made(scoria, body):
    identifier = scoria.api().post("/volumes", {"volume": body}, 202)["volume"]["id"]
    settled(scoria, "volumes", identifier)
    return identifier


def settled(scoria, collection, identifier, status="available"):
    def shown():
        return scoria.api().get(f"/{collection}/{identifier}")[collection[:-1]]["status"] == status
    until(shown, f"{identifier} to be {status}", 120, 0.05)


def gone(scoria, collection, identifier):
    until(lambda: scoria.api().call("GET", f"/{collection}/{identifier}").status == 404, f"{identifier} to be gone", 120, 0.05)


def foreign(pool, name, size, content=b"precious"):
    """A file in the pool that the service knows nothing of."""
    with open(pool / name, "wb") as file:
        file.write(content)
        file.truncate(size)
    return name


# Transfers


def test_transfer_by_openstack(openstack, scoria, volume):
    offered = openstack("volume", "transfer", "request", "create", "--name", "offer", volume)
    assert offered["auth_key"] and offered["volume_id"] == volume
    assert [row["ID"] for row in openstack("volume", "transfer", "request", "list")] == [offered["id"]]
    assert openstack("volume", "transfer", "request", "show", "offer")["volume_id"] == volume
    settled(scoria, "volumes", volume, "awaiting-transfer")
    openstack("volume", "transfer", "request", "accept", "--auth-key", "wrong", offered["id"], fails=True)
    accepted = openstack("volume", "transfer", "request", "accept", "--auth-key", offered["auth_key"], offered["id"])
    assert volume in str(accepted)
    settled(scoria, "volumes", volume)
    withdrawn = openstack("volume", "transfer", "request", "create", "--no-snapshots", volume)
    assert scoria.api().get(f"/volume-transfers/{withdrawn['id']}")["transfer"]["no_snapshots"] is True
    openstack("volume", "transfer", "request", "delete", withdrawn["id"])
    settled(scoria, "volumes", volume)
    assert openstack("volume", "transfer", "request", "list", "--all-projects") == []


def test_transfer_by_cinder(cinder, scoria, volume):
    offered = cinder("transfer-create", volume, "--name", "offer", "--no-snapshots")
    assert cinder("transfer-show", "offer")["volume_id"] == volume
    for arguments in ([], ["--sort", "created_at:asc"], ["--all-tenants"], ["--filters", f"volume_id={volume}"]):
        assert [row["ID"] for row in cinder("transfer-list", *arguments)] == [offered["id"]]
    cinder("transfer-delete", offered["id"])
    offered = cinder("transfer-create", volume)
    assert cinder("transfer-accept", offered["id"], offered["auth_key"])["volume_id"] == volume
    settled(scoria, "volumes", volume)


def test_transfer_to_another_project_by_sdk(cloud, scoria, volume):
    storage = cloud.block_storage
    snapshot = scoria.api().post("/snapshots", {"snapshot": {"volume_id": volume}}, 202)["snapshot"]["id"]
    settled(scoria, "snapshots", snapshot)
    before = storage.get_quota_set(scoria.project, usage=True).usage
    offer = storage.create_transfer(volume_id=volume, name="offer")
    assert storage.find_transfer("offer").id == offer.id
    assert [transfer.id for transfer in storage.transfers(details=True)] == [offer.id]
    other = scoria.friend()
    accepted = other.post(f"/volume-transfers/{offer.id}/accept", {"accept": {"auth_key": offer.auth_key}}, 202)["transfer"]
    assert accepted["volume_id"] == volume
    assert other.get(f"/volumes/{volume}")["volume"]["os-vol-tenant-attr:tenant_id"] == scoria.other
    assert other.get(f"/snapshots/{snapshot}")["snapshot"]["os-extended-snapshot-attributes:project_id"] == scoria.other
    after = storage.get_quota_set(scoria.project, usage=True).usage
    theirs = storage.get_quota_set(scoria.other, usage=True).usage
    for resource, amount in (("volumes", 1), ("snapshots", 1), ("gigabytes", 2)):
        assert (before[resource] - after[resource], theirs[resource]) == (amount, amount)
    assert storage.find_transfer("offer") is None
    other.delete(f"/volumes/{volume}?cascade=true")
    gone(scoria, "volumes", volume)


def test_the_key_of_a_transfer_is_kept_nowhere(scoria, volume):
    answer = scoria.api().call("POST", "/volume-transfers", {"transfer": {"volume_id": volume}}, headers={"Idempotency-Key": "once"})
    key = answer.json["transfer"]["auth_key"].encode()
    kept = [path for path in scoria.home.rglob("*") if path.is_file() and not path.name.startswith("volume-") and key in path.read_bytes()]
    assert kept == []
    scoria.api().delete(f"/volume-transfers/{answer.json['transfer']['id']}")


# Managed objects


def test_manage_by_openstack(openstack, scoria, pool, host):
    backend = host.split("#")[0]
    foreign(pool, "legacy.raw", GIBI + 5)
    assert "legacy.raw" in str(openstack("block", "storage", "volume", "manageable", "list", backend, "--long"))
    managed = openstack("volume", "create", "--remote-source", "source-name=legacy.raw", "--host", host, "--bootable", "taken over")
    settled(scoria, "volumes", managed["id"])
    shown = openstack("volume", "show", managed["id"])
    assert (shown["size"], str(shown["bootable"]).lower()) == (2, "true")
    file = pool / f"volume-{managed['id']}"
    assert file.stat().st_size == 2 * GIBI and file.read_bytes()[:8] == b"precious"
    snapshot = openstack("volume", "snapshot", "create", "--volume", managed["id"], "point")["id"]
    settled(scoria, "snapshots", snapshot)
    openstack("volume", "snapshot", "delete", "--remote", snapshot)
    gone(scoria, "snapshots", snapshot)
    given_up = f"unmanaged-snapshot-{snapshot}"
    assert given_up in str(openstack("block", "storage", "snapshot", "manageable", "list", backend))
    back = openstack("volume", "snapshot", "create", "--volume", managed["id"], "--remote-source", f"source-name={given_up}", "back")["id"]
    settled(scoria, "snapshots", back)
    openstack("volume", "snapshot", "delete", back)
    gone(scoria, "snapshots", back)
    openstack("volume", "delete", "--remote", managed["id"])
    gone(scoria, "volumes", managed["id"])
    assert (pool / f"unmanaged-{managed['id']}").stat().st_size == 2 * GIBI
    (pool / f"unmanaged-{managed['id']}").unlink()


def test_manage_by_cinder(cinder, scoria, pool, host):
    backend = host.split("#")[0]
    foreign(pool, "legacy.raw", GIBI)
    assert "legacy.raw" in cinder("manageable-list", backend, "--sort", "size:asc")[0]["reference"]
    managed = cinder("manage", host, "legacy.raw", "--id-type", "source-name", "--name", "taken over", "--metadata", "a=b")["id"]
    settled(scoria, "volumes", managed)
    assert "already managed" in str(cinder("manageable-list", backend))
    cinder("unmanage", managed)
    gone(scoria, "volumes", managed)
    volume = made(scoria, {"size": 1})
    taken = cinder("snapshot-manage", volume, f"unmanaged-{managed}", "--name", "a snapshot")["id"]
    settled(scoria, "snapshots", taken)
    assert cinder("snapshot-manageable-list", backend)
    cinder("snapshot-unmanage", taken)
    gone(scoria, "snapshots", taken)
    (pool / f"unmanaged-snapshot-{taken}").unlink()


def test_manage_by_sdk(cloud, scoria, pool, host):
    storage = cloud.block_storage
    foreign(pool, "legacy.raw", GIBI)
    managed = storage.manage_volume(host=host, ref={"source-name": "legacy.raw"}, name="taken over")
    settled(scoria, "volumes", managed.id)
    snapshot = storage.create_snapshot(volume_id=managed.id, name="point")
    settled(scoria, "snapshots", snapshot.id)
    storage.unmanage_snapshot(snapshot.id)
    gone(scoria, "snapshots", snapshot.id)
    back = storage.manage_snapshot(volume_id=managed.id, ref={"source-name": f"unmanaged-snapshot-{snapshot.id}"})
    settled(scoria, "snapshots", back.id)
    storage.delete_snapshot(back.id)
    gone(scoria, "snapshots", back.id)
    storage.unmanage_volume(managed.id)
    gone(scoria, "volumes", managed.id)
    (pool / f"unmanaged-{managed.id}").unlink()


@pytest.mark.parametrize("reference", ["missing", "../etc", "/etc/passwd", ".scoria-pool", "link", "twin", "open", "", "a/b", 7, None])
def test_a_bad_reference_takes_nothing(scoria, pool, host, tmp_path, reference):
    outside = tmp_path / "outside"
    outside.write_bytes(b"x" * 4096)
    user = None
    if reference == "link":
        (pool / "link").symlink_to(outside)
    elif reference == "twin":
        twin = pool.parent / "outside-twin"
        twin.write_bytes(b"x" * 4096)
        os.link(twin, pool / "twin")
    elif reference == "open":
        user = open(pool / foreign(pool, "open", GIBI), "rb")
    before = sorted(path.name for path in pool.iterdir())
    answer = scoria.api().call("POST", "/manageable_volumes", {"volume": {"host": host, "ref": {"source-name": reference}}})
    assert answer.status in (202, 400), answer.text
    if answer.status == 202:
        identifier = answer.json["volume"]["id"]
        settled(scoria, "volumes", identifier, "error")
        assert scoria.api().get(f"/messages?resource_uuid={identifier}")["messages"]
        scoria.api().delete(f"/volumes/{identifier}")
        gone(scoria, "volumes", identifier)
    assert sorted(path.name for path in pool.iterdir()) == before
    assert outside.read_bytes() == b"x" * 4096
    if user:
        user.close()
    for name in ("link", "twin", "open"):
        (pool / name).unlink(missing_ok=True)
    (pool.parent / "outside-twin").unlink(missing_ok=True)


def test_listing_in_pages(scoria, pool, host):
    backend = host.split("#")[0]
    names = [foreign(pool, f"disk-{number}", GIBI * (3 - number)) for number in range(3)]
    api = scoria.api()

    def listed(query):
        objects = api.get(f"/manageable_volumes/detail?host={backend}&{query}")["manageable-volumes"]
        return [entry["reference"]["source-name"] for entry in objects if entry["safe_to_manage"]]

    assert listed("sort=reference:asc") == names
    assert listed("sort=size:asc") == names[::-1]
    marker = json.dumps({"source-name": names[0]}).replace(" ", "%20").replace('"', "%22")
    assert listed(f"sort=reference:asc&limit=1&marker={marker}") == names[1:2]
    for name in names:
        (pool / name).unlink()


# Default types


def test_default_type_by_cinder(cinder, scoria):
    cinder("type-create", "cinder-gold")
    cinder("default-type-set", "cinder-gold", scoria.project)
    assert [row["Project ID"] for row in cinder("default-type-list")] == [scoria.project]
    assert cinder("default-type-list", "--project-id", scoria.project)["project_id"] == scoria.project
    volume = scoria.api().get(f"/volumes/{made(scoria, {'size': 1})}")["volume"]
    assert volume["volume_type"] == "cinder-gold"
    cinder("type-delete", "cinder-gold", fails=True)
    cinder("default-type-unset", scoria.project)
    assert cinder("default-type-list") == []


def test_default_type_by_sdk(cloud, scoria):
    storage = cloud.block_storage
    gold = storage.create_type(name="sdk-gold")
    assert storage.set_default_type(scoria.project, gold).volume_type_id == gold.id
    assert storage.show_default_type(scoria.project).volume_type_id == gold.id
    assert [default.project_id for default in storage.default_types()] == [scoria.project]
    storage.unset_default_type(scoria.project)
    assert list(storage.default_types()) == []


# Quotas


def test_quotas_by_cinder(cinder, scoria):
    assert cinder("quota-defaults", scoria.other)["volumes"] == "10"
    cinder("quota-update", scoria.other, "--volumes", 3, "--gigabytes", 30, "--per-volume-gigabytes", 7, "--groups", 2, "--backups", 1)
    shown = cinder("quota-show", scoria.other)
    assert [shown[name] for name in ("volumes", "gigabytes", "per_volume_gigabytes", "groups", "backups")] == ["3", "30", "7", "2", "1"]
    cinder("quota-update", scoria.other, "--volumes", 2, "--volume-type", "__DEFAULT__")
    assert cinder("quota-show", scoria.other)["volumes___DEFAULT__"] == "2"
    assert {row["Type"] for row in cinder("quota-usage", scoria.other)} >= {"volumes", "gigabytes", "snapshots", "backups", "groups"}
    cinder("quota-delete", scoria.other)
    assert cinder("quota-show", scoria.other)["volumes"] == "10"
    cinder("quota-class-update", "gold", "--volumes", 50)
    assert cinder("quota-class-show", "gold")["volumes"] == "50"
    assert {row["Name"] for row in cinder("absolute-limits")} >= {"maxTotalVolumes", "totalVolumesUsed"}


def test_quotas_by_sdk(cloud, scoria):
    storage = cloud.block_storage
    assert storage.update_quota_set(scoria.other, volumes=4).volumes == 4
    assert storage.get_quota_set(scoria.other).volumes == 4
    assert storage.get_quota_set_defaults(scoria.other).volumes == 10
    storage.revert_quota_set(scoria.other)
    assert storage.get_quota_set(scoria.other).volumes == 10
    assert storage.update_quota_class_set("silver", snapshots=8).snapshots == 8
    assert storage.get_quota_class_set("silver").snapshots == 8
    assert storage.get_limits().absolute.max_total_volumes == 10
