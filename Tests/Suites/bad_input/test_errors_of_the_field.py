"""The errors of the field's table that a state brings about, not a form: each with its code and a sentence, and nothing changed."""
import re

import pytest

from bad_input.test_requests import ZERO, judge
from harness.service import PROJECT, Scoria

OTHER = "0ddba11c0ffee0ddba11c0ffee000002"
CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:field", "host": "field"}
SETTINGS = """
[DEFAULT]
enabled_backends = here,there
storage_availability_zone = here
[here]
volume_driver = scoria.fake
volume_backend_name = here
backend_availability_zone = here
[there]
volume_driver = scoria.fake
volume_backend_name = there
backend_availability_zone = there
fake_faults = createExport:permanent:100
"""


class World:
    """Two backends that pretend, in two zones; what is exported from the second one always fails."""

    def __init__(self, api):
        self.api = api
        self.number = 0

    def type(self, extra_specs=None, **fields):
        self.number += 1
        return self.api.post("/types", {"volume_type": {"name": f"kind-{self.number}", "extra_specs": extra_specs or {}, **fields}})[
            "volume_type"]["id"]

    def volume(self, status=None, **fields):
        volume = self.api.new_volume(**({"availability_zone": "here"} | fields))
        if status:
            self.api.action(volume, "os-reset_status", {"status": status})
        return volume

    def snapshot(self, volume, status=None):
        snapshot = self.api.new_snapshot(volume)
        if status:
            self.api.post(f"/snapshots/{snapshot}/action", {"os-reset_status": {"status": status}})
        return snapshot

    def attached(self, **fields):
        """A volume in use, and its attachment."""
        volume = self.volume(**fields)
        attachment = self.api.post("/attachments", {"attachment": {"volume_uuid": volume, "connector": CONNECTOR}}, 200)["attachment"]["id"]
        self.api.post(f"/attachments/{attachment}/action", {"os-complete": {}}, 204)
        return volume, attachment

    def host(self, name="here"):
        pools = self.api.get("/scheduler-stats/get_pools")["pools"]
        return next(pool["name"] for pool in pools if f"@{name}#" in pool["name"])


@pytest.fixture(scope="module")
def world(request):
    with Scoria(name="errors", settings=SETTINGS) as service:
        request.node.scoria = service
        api = service.api()
        api.raise_quota()
        yield World(api)


def refused(world, code, words, method, path, body=None, headers=None):
    answer = world.api.call(method, path, body, headers=headers)
    judge(answer, code, words)


def on(volume, name, arguments=None):
    return "POST", f"/volumes/{volume}/action", {name: {} if arguments is None else arguments}


def test_creating_volumes(world):
    source = world.volume(size=3)
    snapshot = world.snapshot(source)
    broken, broken_snapshot = world.volume("error"), world.snapshot(world.volume(), "error")

    def create(code, words, **fields):
        refused(world, code, words, "POST", "/volumes", {"volume": fields})

    create(400, "size", size=1, snapshot_id=snapshot)
    create(400, "size", size=1, source_volid=source)
    create(400, "snapshot", size=1, snapshot_id=broken_snapshot)
    create(400, "volume", size=1, source_volid=broken)
    create(400, "zone", size=3, source_volid=source, availability_zone="there")
    create(400, "zone", size=3, snapshot_id=snapshot, availability_zone="there")
    create(400, "zone", size=1, availability_zone="here", volume_type=world.type({"RESKEY:availability_zones": "there"}))
    create(400, "only supported", size=1, volume_type=world.type({"RESKEY:availability_zones": "nowhere,never"}))
    create(400, "zone", size=3, source_volid=source, volume_type=world.type({"RESKEY:availability_zones": "there"}))
    placed = world.api.new_volume(volume_type=world.type({"RESKEY:availability_zones": "nowhere, there"}))
    assert world.api.volume(placed)["availability_zone"] == "there"
    bounded = world.type({"provisioning:min_vol_size": "2", "provisioning:max_vol_size": "4"})
    create(400, "min|2", size=1, volume_type=bounded)
    create(400, "max|4", size=5, volume_type=bounded)
    mine = world.volume(volume_type=world.type({"volume_backend_name": "here"}))
    create(400, "type", size=1, source_volid=mine, volume_type=world.type({"volume_backend_name": "there"}))
    refused(world, 400, "UUID|uuid", "POST", "/volumes", {"volume": {"size": 1}, "OS-SCH-HNT:scheduler_hints": {"same_host": "x"}})


def test_a_default_type_that_is_not_there():
    settings = "[DEFAULT]\ndefault_volume_type = nowhere\nenabled_backends = f\n[f]\nvolume_driver = scoria.fake\n"
    with Scoria(name="errors", settings=settings) as service:
        judge(service.api().call("POST", "/volumes", {"volume": {"size": 1}}), 500, "nowhere|default")


def test_maintenance(world):
    volume = world.volume("maintenance")
    refused(world, 400, "maintenance", "PUT", f"/volumes/{volume}", {"volume": {"name": "x"}})
    refused(world, 400, "maintenance", "POST", f"/volumes/{volume}/metadata", {"metadata": {"a": "b"}})
    refused(world, 400, "status", "DELETE", f"/volumes/{volume}")


def test_a_frozen_backend(world):
    volume = world.volume()
    host = world.host().split("#")[0]
    world.api.put("/os-services/freeze", {"host": host})
    try:
        refused(world, 400, "frozen", "DELETE", f"/volumes/{volume}")
        refused(world, 400, "frozen|status", "PUT", "/os-services/freeze", {"host": host})
    finally:
        world.api.put("/os-services/thaw", {"host": host})
    refused(world, 400, "frozen|status", "PUT", "/os-services/thaw", {"host": host})
    refused(world, 400, "nowhere|host", "PUT", "/os-services/freeze", {"host": "nowhere@x"})
    refused(world, 400, "nowhere|host", "PUT", "/os-services/thaw", {"host": "nowhere@x"})


def test_metadata(world):
    volume = world.volume(metadata={"a": "b"})
    answer = world.api.call("PUT", f"/volumes/{volume}/metadata", {"metadata": {"x": "y"}}, headers={"If-Match": '"other"'})
    assert answer.status == 412
    refused(world, 400, "", "PUT", f"/volumes/{volume}/metadata/a", {"meta": {"a": "b", "c": "d"}})
    refused(world, 404, "Metadata", *on(volume, "os-unset_image_metadata", {"key": "absent"}))
    assert world.api.volume(volume)["metadata"] == {"a": "b"}


def test_attaching(world):
    multiple = world.type({"multiattach": "<is> True"})
    readonly = world.volume()
    world.api.action(readonly, "os-update_readonly_flag", {"readonly": True})
    refused(world, 400, "read", *on(readonly, "os-attach", {"host_name": "h", "mountpoint": "/dev/vdb", "mode": "rw"}))
    used, attachment = world.attached()
    refused(world, 400, "status|attached", *on(used, "os-attach", {"host_name": "h", "mountpoint": "/dev/vdb"}))
    refused(world, 400, "available", *on(used, "os-update_readonly_flag", {"readonly": True}))
    refused(world, 400, "in-use", *on(used, "os-reserve"))
    refused(world, 400, "status|attach", "DELETE", f"/volumes/{used}")
    refused(world, 400, "available", "POST", "/volume-transfers", {"transfer": {"volume_id": used}})
    shared, _ = world.attached(volume_type=multiple)
    world.api.post("/attachments", {"attachment": {"volume_uuid": shared, "instance_uuid": ZERO.replace("0", "1")}}, 200)
    refused(world, 400, "attachment", *on(shared, "os-detach", {}))
    refused(world, 400, "error", "POST", "/attachments", {"attachment": {"volume_uuid": world.volume("error")}})
    reserved = world.volume()
    free = world.api.post("/attachments", {"attachment": {"volume_uuid": reserved}}, 200)["attachment"]["id"]
    world.api.action(reserved, "os-reset_status", {"status": "error"})
    refused(world, 409, "error", "PUT", f"/attachments/{free}", {"attachment": {"connector": CONNECTOR}})
    refused(world, 404, ZERO, "DELETE", f"/attachments/{ZERO}")


def test_a_backend_that_fails_to_export(world):
    volume = world.volume(availability_zone="there")
    refused(world, 500, "", *on(volume, "os-initialize_connection", {"connector": CONNECTOR}))
    attachment = world.api.post("/attachments", {"attachment": {"volume_uuid": volume}}, 200)["attachment"]["id"]
    refused(world, 500, "", "PUT", f"/attachments/{attachment}", {"attachment": {"connector": CONNECTOR}})
    other = world.volume(availability_zone="there")
    refused(world, 500, "Unable to create attachment for volume", "POST", "/attachments", {"attachment": {"volume_uuid": other, "connector": CONNECTOR}})


def test_extending(world):
    volume = world.volume(size=2)
    refused(world, 400, "error", *on(world.volume("error"), "os-extend", {"new_size": 2}))
    refused(world, 400, "extend", *on(volume, "os-extend_volume_completion", {"error": False}))
    world.api.put(f"/os-quota-sets/{PROJECT}", {"quota_set": {"per_volume_gigabytes": 5}})
    try:
        refused(world, 413, "VolumeSizeExceedsLimit", *on(volume, "os-extend", {"new_size": 6}))
        refused(world, 413, "VolumeSizeExceedsLimit", "POST", "/volumes", {"volume": {"size": 6}})
    finally:
        world.api.put(f"/os-quota-sets/{PROJECT}", {"quota_set": {"per_volume_gigabytes": -1}})
    used = world.api.get(f"/os-quota-sets/{PROJECT}?usage=True")["quota_set"]
    world.api.put(f"/os-quota-sets/{PROJECT}", {"quota_set": {"gigabytes": used["gigabytes"]["in_use"], "snapshots": used["snapshots"]["in_use"]}})
    try:
        refused(world, 413, "VolumeSizeExceedsAvailableQuota", *on(volume, "os-extend", {"new_size": 3}))
        refused(world, 413, "", "POST", "/snapshots", {"snapshot": {"volume_id": volume}})
        if used["snapshots"]["in_use"]:
            refused(world, 400, "snapshots", "PUT", f"/os-quota-sets/{PROJECT}", {"quota_set": {"snapshots": used["snapshots"]["in_use"] - 1}})
    finally:
        world.api.raise_quota()


def test_reverting(world):
    volume = world.volume()
    first, second = world.snapshot(volume), world.snapshot(volume)
    refused(world, 400, "", *on(world.volume(), "revert", {"snapshot_id": first}))
    refused(world, 400, "", *on(volume, "revert", {"snapshot_id": first}))
    world.api.action(volume, "os-extend", {"new_size": 2})
    world.api.settle("volume", volume, "available")
    refused(world, 400, "size", *on(volume, "revert", {"snapshot_id": second}))
    broken = world.volume()
    of_broken = world.snapshot(broken)
    world.api.action(broken, "os-reset_status", {"status": "error"})
    refused(world, 409, "status|available", *on(broken, "revert", {"snapshot_id": of_broken}))


def test_managing(world):
    def manage(code, words, **fields):
        refused(world, code, words, "POST", "/manageable_volumes", {"volume": {"ref": {"source-name": "absent"}, **fields}})

    manage(400, "host")
    manage(400, "host|cluster", host=world.host(), cluster="c")
    manage(400, "nowhere", host="nowhere@x#y")
    manage(400, ZERO, host=world.host(), volume_type=ZERO)
    secret = world.type()
    world.api.post(f"/types/{secret}/encryption", {"encryption": {"provider": "luks", "control_location": "front-end", "cipher": "aes-xts-plain64", "key_size": 256}})
    manage(400, "encrypt", host=world.host(), volume_type=secret)
    known = world.volume()
    manage(400, "managed", host=world.host(), ref={"source-name": f"volume-{known}"})
    refused(world, 400, "sort|colour", "GET", f"/manageable_volumes?host={world.host().replace('#', '%23')}&sort=colour:asc")
    host = world.host().split("#")[0]
    world.api.put("/os-services/disable", {"host": host, "binary": "cinder-volume"})
    try:
        manage(400, "unavailable", host=world.host())
    finally:
        world.api.put("/os-services/enable", {"host": host, "binary": "cinder-volume"})


def test_snapshots(world):
    volume = world.volume()
    snapshot = world.snapshot(volume, "error_deleting")
    refused(world, 400, "status|error", "POST", "/snapshots", {"snapshot": {"volume_id": world.volume("error")}})
    busy = world.snapshot(volume, "creating")
    refused(world, 400, "status", "DELETE", f"/snapshots/{busy}")
    refused(world, 400, "status", "POST", f"/snapshots/{world.snapshot(volume)}/action", {"os-update_snapshot_status": {"status": "creating"}})
    assert world.api.snapshot(snapshot)["status"] == "error_deleting"


def test_transfers(world):
    volume = world.volume()
    transfer = world.api.post("/volume-transfers", {"transfer": {"volume_id": volume}})["transfer"]
    other = World(world.api.as_caller(project=OTHER))
    refused(other, 400, "", "POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": "wrong-key-wrong-key"}})
    world.api.put(f"/os-quota-sets/{OTHER}", {"quota_set": {"volumes": 0}})
    refused(other, 413, "", "POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": transfer["auth_key"]}})
    refused(world, 400, "awaiting|available", "POST", "/volume-transfers", {"transfer": {"volume_id": volume}})
    refused(world, 404, ZERO, "GET", f"/volume-transfers/{ZERO}")
    with_bad_snapshot = world.volume()
    world.snapshot(with_bad_snapshot, "error")
    refused(world, 400, "snapshot", "POST", "/volume-transfers", {"transfer": {"volume_id": with_bad_snapshot}})
    world.api.action(volume, "os-reset_status", {"status": "error"})
    refused(other, 400, "", "POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": transfer["auth_key"]}})


def test_types(world):
    first, second, private = world.type(), world.type(), world.type(**{"os-volume-type-access:is_public": False})
    name = world.api.get(f"/types/{first}")["volume_type"]["name"]
    world.volume(volume_type=first)
    refused(world, 409, name, "PUT", f"/types/{second}", {"volume_type": {"name": name}})
    refused(world, 400, "", "PUT", f"/types/{second}", {"volume_type": {"name": " "}})
    refused(world, 400, "", "PUT", f"/types/{second}", {"volume_type": {}})
    refused(world, 400, "in use", "DELETE", f"/types/{first}")
    default = world.api.get("/types/default")["volume_type"]["id"]
    refused(world, 400, "default", "DELETE", f"/types/{default}")
    world.api.post(f"/types/{private}/action", {"addProjectAccess": {"project": OTHER}})
    refused(world, 409, "", "POST", f"/types/{private}/action", {"addProjectAccess": {"project": OTHER}})
    refused(world, 400, "public", "POST", f"/types/{first}/action", {"removeProjectAccess": {"project": OTHER}})
    refused(world, 404, "", "POST", f"/types/{private}/action", {"removeProjectAccess": {"project": PROJECT}})
    refused(world, 404, "", "GET", f"/types/{first}/os-volume-type-access")
    refused(world, 400, "in use|use", "POST", f"/types/{first}/extra_specs", {"extra_specs": {"a": "b"}})
    refused(world, 400, "cacheable", "POST", f"/types/{second}/extra_specs", {"extra_specs": {"multiattach": "<is> True", "cacheable": "<is> True"}})
    refused(world, 404, "absent", "DELETE", f"/types/{second}/extra_specs/absent")
    luks = {"encryption": {"provider": "luks", "control_location": "front-end"}}
    refused(world, 400, "use", "POST", f"/types/{first}/encryption", luks)
    made = world.api.post(f"/types/{second}/encryption", luks)["encryption"]["encryption_id"]
    refused(world, 400, "already|exists", "POST", f"/types/{second}/encryption", luks)
    refused(world, 404, "", "GET", f"/types/{second}/encryption/absent")
    assert made


def test_qos_specs(world):
    specs = world.api.post("/qos-specs", {"qos_specs": {"name": "one"}})["qos_specs"]["id"]
    other = world.api.post("/qos-specs", {"qos_specs": {"name": "two"}})["qos_specs"]["id"]
    kind = world.type()
    world.api.get(f"/qos-specs/{specs}/associate?vol_type_id={kind}", 202)
    refused(world, 409, "one", "POST", "/qos-specs", {"qos_specs": {"name": "one"}})
    refused(world, 400, "consumer|sideways", "POST", "/qos-specs", {"qos_specs": {"name": "three", "consumer": "sideways"}})
    refused(world, 400, "associated", "DELETE", f"/qos-specs/{specs}")
    refused(world, 400, "", "GET", f"/qos-specs/{specs}/associate")
    refused(world, 400, "", "GET", f"/qos-specs/{other}/associate?vol_type_id={kind}")
    refused(world, 404, "absent", "PUT", f"/qos-specs/{specs}/delete_keys", {"keys": ["absent"]})


def test_the_rest(world):
    refused(world, 400, "", "PUT", "/os-services/disable", {"host": "here"})
    refused(world, 400, "", "PUT", "/os-services/set-log", {"binary": "banana", "level": "INFO"})
    refused(world, 400, "", "PUT", "/os-services/set-log", {"binary": "*", "level": "LOUD"})
    refused(world, 400, "colour", "GET", "/clusters?colour=red")
    refused(world, 404, "absent", "GET", "/clusters/absent?binary=cinder-volume")
    refused(world, 400, "", "POST", "/workers/cleanup", {"resource_type": "Banana"})
    refused(world, 400, "", "POST", "/workers/cleanup", {"resource_id": ZERO})
    refused(world, 404, "", "GET", "/os-hosts/absent")
    refused(world, 404, "", "PUT", "/os-hosts/absent", {"status": "enable"})
    refused(world, 400, "", "PUT", f"/os-hosts/{world.host().split('#')[0]}", {"status": "sideways"})
    refused(world, 400, "", "PUT", f"/os-hosts/{world.host().split('#')[0]}", {"colour": "red"})
    refused(world, 404, "", "GET", "/capabilities/absent")
    refused(world, 404, "", "GET", "/extensions/absent")
    refused(world, 400, "", "PUT", f"/default-types/{PROJECT}", {"default_type": {"volume_type": ZERO}})
    refused(world, 404, "", "GET", f"/default-types/{OTHER}")
    assert world.api.get("/volumes?limit=0")["volumes"] == []
    refused(world, 400, "", "GET", "/volumes?b%C3%A4r=1")
    assert not re.search("panic|Fatal", world.api.raw("GET", "/healthcheck").text)
