"""The errors of the field's table about types, QoS specs, services and what else administrators see, each by the name of its row."""
from harness.field import judge, met
from harness.service import PROJECT

OTHER = "0ddba11c0ffee0ddba11c0ffee000002"
ZERO = "00000000-0000-0000-0000-000000000000"
LUKS = {"encryption": {"provider": "luks", "control_location": "front-end"}}


def test_types(world):
    first, second, private = world.type(), world.type(), world.type(**{"os-volume-type-access:is_public": False})
    name = world.api.get(f"/types/{first}")["volume_type"]["name"]
    world.volume(volume_type=first)
    world.refuse("type create: name exists", name, "POST", "/types", {"volume_type": {"name": name}})
    world.refuse("type update: name exists", name, "PUT", f"/types/{second}", {"volume_type": {"name": name}})
    for nothing in ({"name": " "}, {}):
        world.refuse("type update: nothing given", "name", "PUT", f"/types/{second}", {"volume_type": nothing})
    world.refuse("type delete: in use", "in use", "DELETE", f"/types/{first}")
    default = world.api.get("/types/default")["volume_type"]["id"]
    world.refuse("type delete: in use, last type, default type", "default", "DELETE", f"/types/{default}")
    access, listed = f"/types/{private}/action", f"/types/{first}/os-volume-type-access"
    world.api.post(access, {"addProjectAccess": {"project": OTHER}})
    world.refuse("type access: exists already", "", "POST", access, {"addProjectAccess": {"project": OTHER}})
    for change in ("addProjectAccess", "removeProjectAccess"):
        world.refuse("type access: public type (add", "public", "POST", f"/types/{first}/action", {change: {"project": OTHER}})
    world.refuse("type access: absent", "", "POST", access, {"removeProjectAccess": {"project": PROJECT}})
    # Two rows have this name: refused for a change, not found for a look.
    judge(world.api.call("GET", listed), "type access: public type (GET")


def test_extra_specs_and_encryption(world):
    first, second = world.type({"storage_protocol": "iSCSI"}), world.type()
    world.volume(volume_type=first)
    for method, path, body in (("POST", "", {"extra_specs": {"a": "b"}}), ("PUT", "/storage_protocol", {"storage_protocol": "FC"}),
                               ("DELETE", "/storage_protocol", None)):
        world.refuse("extra specs: type in use", "in use", method, f"/types/{first}/extra_specs{path}", body)
    cached = {"extra_specs": {"multiattach": "<is> True", "cacheable": "<is> True"}}
    world.refuse("extra specs: cacheable", "cacheable", "POST", f"/types/{second}/extra_specs", cached)
    for method in ("GET", "DELETE"):
        world.refuse("extra specs: absent", "absent", method, f"/types/{second}/extra_specs/absent")
    assert world.api.get(f"/types/{first}/extra_specs")["extra_specs"] == {"storage_protocol": "iSCSI"}
    world.refuse("encryption: type in use or exists", "use", "POST", f"/types/{first}/encryption", LUKS)
    made = world.api.post(f"/types/{second}/encryption", LUKS)["encryption"]["encryption_id"]
    world.refuse("encryption: type in use or exists", "already|exists", "POST", f"/types/{second}/encryption", LUKS)
    world.refuse("encryption: absent", "", "GET", f"/types/{second}/encryption/absent")
    # A volume of this type as a later version makes them.
    world.change("UPDATE volumes SET volume_type_id = ? WHERE id = ?", second, world.volume())
    for method, body in (("PUT", {"encryption": {"cipher": "aes-xts-plain64"}}), ("DELETE", None)):
        world.refuse("encryption: type in use", "in use", method, f"/types/{second}/encryption/{made}", body)
    assert world.api.get(f"/types/{second}/encryption")["cipher"] is None


def test_qos_specs(world):
    specs = world.api.post("/qos-specs", {"qos_specs": {"name": "one"}})["qos_specs"]["id"]
    other = world.api.post("/qos-specs", {"qos_specs": {"name": "two"}})["qos_specs"]["id"]
    kind = world.type()
    world.api.get(f"/qos-specs/{specs}/associate?vol_type_id={kind}", 202)
    world.refuse("qos: name exists", "one", "POST", "/qos-specs", {"qos_specs": {"name": "one"}})
    world.refuse("qos: consumer", "consumer|sideways", "POST", "/qos-specs", {"qos_specs": {"name": "three", "consumer": "sideways"}})
    world.refuse("qos: associated", "associated", "DELETE", f"/qos-specs/{specs}")
    world.refuse("qos: vol_type_id missing", "", "GET", f"/qos-specs/{specs}/associate")
    world.refuse("qos: vol_type_id missing, or type has another", "", "GET", f"/qos-specs/{other}/associate?vol_type_id={kind}")
    world.refuse("qos: key absent", "absent", "PUT", f"/qos-specs/{specs}/delete_keys", {"keys": ["absent"]})


def test_services_and_hosts(world):
    host = world.host()
    world.refuse("service: unknown service", "absent", "PUT", "/os-services/enable", {"host": "absent", "binary": "cinder-volume"})
    for known in ({"host": "here"}, {"binary": "cinder-volume"}):
        world.refuse("service: host or binary missing", "", "PUT", "/os-services/disable", known)
    for log in ({"binary": "banana", "level": "INFO"}, {"binary": "*", "level": "LOUD"}):
        world.refuse("service log: unknown", "", "PUT", "/os-services/set-log", log)
    world.refuse("service log: unknown", "", "PUT", "/os-services/get-log", {"binary": "banana"})
    world.refuse("cluster: unknown filter", "colour", "GET", "/clusters?colour=red")
    world.refuse("cluster: unknown", "absent", "GET", "/clusters/absent?binary=cinder-volume")
    for body in ({"resource_type": "Banana"}, {"resource_id": ZERO}):
        world.refuse("worker: unknown resource type", "", "POST", "/workers/cleanup", body)
    world.refuse("host: unknown", "absent", "GET", "/os-hosts/absent")
    world.refuse("host: unknown host", "absent", "PUT", "/os-hosts/absent", {"status": "enable"})
    for body in ({"status": "sideways"}, {"colour": "red"}):
        world.refuse("host: status other than", "", "PUT", f"/os-hosts/{host}", body)
    for status in ("disable", "enable"):
        assert world.api.put(f"/os-hosts/{host}", {"status": status})["status"] == f"{status}d"
    met("host: status enable or disable")


def test_capabilities(world):
    world.refuse("capabilities: unknown host", "absent", "GET", "/capabilities/absent")
    assert world.api.get(f"/capabilities/{world.host()}")["volume_backend_name"] == "here"
    # A backend that was asked and fails says why; its neighbours answer.
    world.refuse("capabilities: backend does not answer", r"silent.* does not answer.*told to fail", "GET", f"/capabilities/{world.host('silent')}")


def test_the_rest(world):
    world.refuse("message: unknown", ZERO, "GET", f"/messages/{ZERO}")
    world.refuse("extension: unknown", "", "GET", "/extensions/absent")
    for unknown in (ZERO, "no-such-type"):
        body = {"default_type": {"volume_type": unknown}}
        world.refuse("default type: type unknown", unknown, "PUT", f"/default-types/{PROJECT}", body)
    world.refuse("default type: none set", "", "GET", f"/default-types/{OTHER}")
    quota = f"/os-quota-sets/{PROJECT}"
    world.refuse("quota: integer as text", "volumes|7", "PUT", quota, {"quota_set": {"volumes": "7"}})
