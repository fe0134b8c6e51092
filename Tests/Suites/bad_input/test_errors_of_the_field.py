"""The errors of the field's table that a state of volumes, snapshots, attachments and transfers brings about: each by the name of its row, with
its code and a sentence."""
from bad_input.conftest import CONNECTOR
from harness.field import judge
from harness.service import PROJECT, Scoria

OTHER = "0ddba11c0ffee0ddba11c0ffee000002"
ZERO = "00000000-0000-0000-0000-000000000000"
SERVER = "5e1f0c00-0000-4000-8000-000000000001"


def test_creating_volumes(world):
    source = world.volume(size=3)
    snapshot = world.snapshot(source)
    broken, broken_snapshot = world.volume("error"), world.snapshot(world.volume(), "error")

    def create(row, words, **fields):
        world.refuse(f"volume create: {row}", words, "POST", "/volumes", {"volume": fields})

    create("size below", "size", size=1, snapshot_id=snapshot)
    create("size below", "size", size=1, source_volid=source)
    create("source not in an allowed status", "snapshot", size=1, snapshot_id=broken_snapshot)
    create("source not in an allowed status", "volume", size=1, source_volid=broken)
    create("zone differs", "zone", size=3, source_volid=source, availability_zone="there")
    create("zone differs", "zone", size=3, snapshot_id=snapshot, availability_zone="there")
    create("availability zone", "zone", size=1, availability_zone="here", volume_type=world.type({"RESKEY:availability_zones": "there"}))
    create("availability zone", "only supported", size=1, volume_type=world.type({"RESKEY:availability_zones": "nowhere,never"}))
    create("availability zone", "zone", size=3, source_volid=source, volume_type=world.type({"RESKEY:availability_zones": "there"}))
    placed = world.api.new_volume(volume_type=world.type({"RESKEY:availability_zones": "nowhere, there"}))
    assert world.api.volume(placed)["availability_zone"] == "there"
    bounded = world.type({"provisioning:min_vol_size": "2", "provisioning:max_vol_size": "4"})
    create("size outside", "min|2", size=1, volume_type=bounded)
    create("size outside", "max|4", size=5, volume_type=bounded)
    mine = world.volume(volume_type=world.type({"volume_backend_name": "here"}))
    create("type incompatible", "type", size=1, source_volid=mine, volume_type=world.type({"volume_backend_name": "there"}))
    shared_and_secret = world.type({"multiattach": "<is> True"})
    encryption = {"encryption": {"provider": "luks", "control_location": "front-end"}}
    world.api.post(f"/types/{shared_and_secret}/encryption", encryption)
    create("multiattach type with encryption", "multiattach", size=1, volume_type=shared_and_secret)
    hints = {"volume": {"size": 1}, "OS-SCH-HNT:scheduler_hints": {"same_host": "x"}}
    world.refuse("volume create: scheduler hint", "UUID|uuid", "POST", "/volumes", hints)


def test_a_default_type_that_is_not_there():
    """Nothing is made without it, and the last type stays, though it is nobody's default."""
    settings = "[DEFAULT]\ndefault_volume_type = nowhere\nenabled_backends = f\n[f]\nvolume_driver = scoria.fake\n"
    with Scoria(name="errors", settings=settings) as service:
        api = service.api()
        judge(api.call("POST", "/volumes", {"volume": {"size": 1}}), "volume create: default type", "nowhere|default")
        last, = api.get("/types")["volume_types"]
        judge(api.call("DELETE", f"/types/{last['id']}"), "type delete: in use, last type", "only")


def test_maintenance(world):
    volume = world.volume("maintenance")
    world.refuse("volume update: maintenance", "maintenance", "PUT", f"/volumes/{volume}", {"volume": {"name": "x"}})
    world.refuse("metadata: maintenance", "maintenance", "POST", f"/volumes/{volume}/metadata", {"metadata": {"a": "b"}})
    world.refuse("volume delete: status", "status", "DELETE", f"/volumes/{volume}")


def test_a_frozen_backend(world):
    volume, host = world.volume(), {"host": world.host()}
    world.api.put("/os-services/freeze", host)
    try:
        world.refuse("volume delete: frozen", "frozen", "DELETE", f"/volumes/{volume}")
        world.refuse("service: state does not allow", "frozen|status", "PUT", "/os-services/freeze", host)
    finally:
        world.api.put("/os-services/thaw", host)
    world.refuse("service: state does not allow", "frozen|status", "PUT", "/os-services/thaw", host)
    for change in ("freeze", "thaw"):
        world.refuse("service: unknown host or cluster", "nowhere|host", "PUT", f"/os-services/{change}", {"host": "nowhere@x"})


def test_metadata(world):
    volume = world.volume(metadata={"a": "b"})
    answer = world.api.call("PUT", f"/volumes/{volume}/metadata", {"metadata": {"x": "y"}}, headers={"If-Match": '"other"'})
    judge(answer, "metadata: If-Match", "changed")
    world.refuse("metadata: key not in body", "", "PUT", f"/volumes/{volume}/metadata/a", {"meta": {"a": "b", "c": "d"}})
    world.refuse_action("image metadata: key absent", "Metadata", volume, "os-unset_image_metadata", {"key": "absent"})
    assert world.api.volume(volume)["metadata"] == {"a": "b"}


def test_attaching(world):
    multiple = world.type({"multiattach": "<is> True"})
    readonly = world.volume()
    world.api.action(readonly, "os-update_readonly_flag", {"readonly": True})
    host = {"host_name": "h", "mountpoint": "/dev/vdb"}
    world.refuse_action("attach: readonly", "read", readonly, "os-attach", host | {"mode": "rw"})
    used, attachment = world.attached()
    world.refuse_action("attach: already attached", "status|attached", used, "os-attach", host)
    world.refuse_action("readonly: not available", "available", used, "os-update_readonly_flag", {"readonly": True})
    world.refuse_action("reserve: status", "in-use", used, "os-reserve")
    world.refuse("volume delete: status", "status|attach", "DELETE", f"/volumes/{used}")
    world.refuse("transfer create: volume not available", "available", "POST", "/volume-transfers", {"transfer": {"volume_id": used}})
    shared, _ = world.attached(volume_type=multiple)
    world.reserved(shared, instance_uuid=SERVER)
    world.refuse_action("detach: several", "attachment", shared, "os-detach")
    for status in ("error", "creating"):
        refused = {"attachment": {"volume_uuid": world.volume(status)}}
        world.refuse("attachment create: volume in an error status", status, "POST", "/attachments", refused)
    volume = world.volume()
    free = world.reserved(volume)
    world.api.action(volume, "os-reset_status", {"status": "error"})
    update = "PUT", f"/attachments/{free}", {"attachment": {"connector": CONNECTOR}}
    world.refuse("attachment update: volume in error status", "error", *update)
    world.refuse("attachment any: unknown", ZERO, "DELETE", f"/attachments/{ZERO}")


def test_a_second_connector(world):
    """One server, two reservations of a volume that may be attached once: what is connected first stays, and the second can be let go."""
    volume = world.volume()
    first, second = (world.reserved(volume, instance_uuid=SERVER) for _ in range(2))
    connect = {"attachment": {"connector": CONNECTOR}}
    world.api.put(f"/attachments/{first}", connect)
    for connector in (CONNECTOR, {"initiator": "iqn.1993-08.org.debian:01:another", "host": "another"}):
        body = {"attachment": {"connector": connector}}
        world.refuse("attachment update: volume in error status, duplicate connector", "connected already", "PUT", f"/attachments/{second}", body)
    assert world.api.attachment(second)["status"] == "reserved"
    world.api.put(f"/attachments/{first}", connect)
    world.api.delete(f"/attachments/{second}")
    world.api.post(f"/attachments/{first}/action", {"os-complete": {}}, 204)
    assert world.api.volume(volume)["status"] == "in-use"


def test_a_backend_that_fails_to_export(world):
    volume = world.volume(availability_zone="there")
    world.refuse_action("connection: backend failure", "", volume, "os-initialize_connection", {"connector": CONNECTOR})
    attachment = world.reserved(volume)
    world.refuse("attachment update: backend failure", "", "PUT", f"/attachments/{attachment}", {"attachment": {"connector": CONNECTOR}})
    both = {"attachment": {"volume_uuid": world.volume(availability_zone="there"), "connector": CONNECTOR}}
    world.refuse("attachment create: other service exception", "Unable to create attachment for volume", "POST", "/attachments", both)


def test_extending(world):
    volume, quota = world.volume(size=2), f"/os-quota-sets/{PROJECT}"
    world.refuse_action("extend: status", "error", world.volume("error"), "os-extend", {"new_size": 2})
    world.refuse_action("extend completion: not extending", "extend", volume, "os-extend_volume_completion", {"error": False})
    world.api.put(quota, {"quota_set": {"per_volume_gigabytes": 5}})
    try:
        world.refuse_action("extend: per volume limit", "VolumeSizeExceedsLimit", volume, "os-extend", {"new_size": 6})
        world.refuse("volume create: quota", "VolumeSizeExceedsLimit", "POST", "/volumes", {"volume": {"size": 6}})
    finally:
        world.api.put(quota, {"quota_set": {"per_volume_gigabytes": -1}})
    world.snapshot(volume)
    used = world.api.get(f"{quota}?usage=True")["quota_set"]
    world.api.put(quota, {"quota_set": {"gigabytes": used["gigabytes"]["in_use"], "snapshots": used["snapshots"]["in_use"]}})
    try:
        world.refuse_action("extend: per volume limit", "VolumeSizeExceedsAvailableQuota", volume, "os-extend", {"new_size": 3})
        world.refuse("volume create: quota", "VolumeSizeExceedsAvailableQuota", "POST", "/volumes", {"volume": {"size": 1}})
        world.refuse("snapshot create: quota", "", "POST", "/snapshots", {"snapshot": {"volume_id": volume}})
        fewer = {"quota_set": {"snapshots": used["snapshots"]["in_use"] - 1}}
        world.refuse("quota: bad key or value, below usage", "snapshots", "PUT", quota, fewer)
    finally:
        world.api.raise_quota()


def test_reverting(world):
    volume = world.volume()
    first, second = world.snapshot(volume), world.snapshot(volume)
    world.refuse_action("revert: no snapshots", "", world.volume(), "revert", {"snapshot_id": first})
    world.refuse_action("revert: no snapshots, not the newest", "", volume, "revert", {"snapshot_id": first})
    world.api.action(volume, "os-extend", {"new_size": 2})
    world.api.settle("volume", volume, "available")
    world.refuse_action("revert: no snapshots, not the newest, size differs", "size", volume, "revert", {"snapshot_id": second})
    broken = world.volume()
    of_broken = world.snapshot(broken)
    world.api.action(broken, "os-reset_status", {"status": "error"})
    world.refuse_action("revert: volume or snapshot not available", "status|available", broken, "revert", {"snapshot_id": of_broken})


def test_managing(world):
    def manage(expected, words, **fields):
        world.refuse(expected, words, "POST", "/manageable_volumes", {"volume": {"ref": {"source-name": "absent"}, **fields}})

    pool, service = world.pool(), {"host": world.host(), "binary": "cinder-volume"}
    manage("manage: host and cluster", "host")
    manage("manage: host and cluster", "host|cluster", host=pool, cluster="c")
    manage("manage: service unknown", "nowhere", host="nowhere@x#y")
    manage("manage: type unknown", ZERO, host=pool, volume_type=ZERO)
    secret = world.type()
    encryption = {"provider": "luks", "control_location": "front-end", "cipher": "aes-xts-plain64", "key_size": 256}
    world.api.post(f"/types/{secret}/encryption", {"encryption": encryption})
    manage("manage: encrypted type", "encrypt", host=pool, volume_type=secret)
    known = world.volume()
    manage("manage: already managed", "managed", host=pool, ref={"source-name": f"volume-{known}"})
    for sort in ("colour:asc", "size:sideways"):
        world.refuse("manage list: bad sort", "sort|colour|direction", "GET", f"/manageable_volumes?host={pool.replace('#', '%23')}&sort={sort}")
    world.api.put("/os-services/disable", service)
    try:
        manage("manage: service unknown, disabled", "unavailable", host=pool)
    finally:
        world.api.put("/os-services/enable", service)
    world.refuse_action("unmanage: encrypted", "encrypted", world.encrypted(), "os-unmanage")


def test_snapshots(world):
    volume = world.volume()
    snapshot = world.snapshot(volume, "error_deleting")
    of_broken = {"snapshot": {"volume_id": world.volume("error")}}
    world.refuse("snapshot create: volume status", "status|error", "POST", "/snapshots", of_broken)
    busy = world.snapshot(volume, "creating")
    world.refuse("snapshot delete: status", "status", "DELETE", f"/snapshots/{busy}")
    update = {"os-update_snapshot_status": {"status": "creating"}}
    world.refuse("snapshot status: transition", "status", "POST", f"/snapshots/{world.snapshot(volume)}/action", update)
    assert world.api.snapshot(snapshot)["status"] == "error_deleting"


def test_transfers(world):
    volume = world.volume()
    transfer = world.api.post("/volume-transfers", {"transfer": {"volume_id": volume}})["transfer"]
    other = world.seen_by(OTHER)

    def accept(row, key):
        other.refuse(f"transfer accept: {row}", "", "POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": key}})

    def offer(words, volume, caller=world):
        caller.refuse("transfer create: volume not available", words, "POST", "/volume-transfers", {"transfer": {"volume_id": volume}})

    accept("wrong key", "wrong-key-wrong-key")
    world.api.put(f"/os-quota-sets/{OTHER}", {"quota_set": {"volumes": 0}})
    accept("quota", transfer["auth_key"])
    offer("awaiting|available", volume)
    world.refuse("transfer any: unknown", ZERO, "GET", f"/volume-transfers/{ZERO}")
    with_bad_snapshot = world.volume()
    world.snapshot(with_bad_snapshot, "error")
    offer("snapshot", with_bad_snapshot)
    world.api.action(volume, "os-reset_status", {"status": "error"})
    accept("volume in a CG, not awaiting-transfer", transfer["auth_key"])
    secret = world.encrypted()
    offer("encrypted", secret, type(world)(world.service, world.api.as_caller(version="3.69")))
    body = {"transfer": {"volume_id": secret, "no_snapshots": True}}
    world.refuse("transfer create: volume not available", "encrypted", "POST", "/volume-transfers", body)
    assert world.api.volume(secret)["status"] == "available"
