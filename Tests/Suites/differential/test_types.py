"""Volume types, their extra specs, access, encryption and QoS."""
import pytest

ZERO = "00000000-0000-0000-0000-000000000000"
OTHER = "0ddba11c0ffee0ddba11c0ffee000001"


@pytest.mark.parametrize("version", ["3.0", "3.52", "3.71"])
def test_life(pair, version):
    pair("POST", "/types", {"volume_type": {"name": f"gold {version}", "description": "d", "extra_specs": {"a": "b"}}}, version=version, save={"type": "volume_type.id"})
    for path in ("/types/{type}", "/types", f"/types?name=gold {version}", "/types/default", "/types/__DEFAULT__", "/types?is_public=None", "/types?extra_specs={'a':'b'}",
                 "/types?limit=1", "/types?sort=name:asc", "/types?banana=1", "/types?limit=x", "/types?is_public=banana", "/types?is_public=false",
                 "/types?limit=1&sort=name:desc", "/types?offset=1", "/types?with_count=true", f"/types?marker={ZERO}"):
        pair("GET", path, version=version)
    pair("PUT", "/types/{type}", {"volume_type": {"name": f"silver {version}", "description": None}}, version=version)
    pair("GET", "/types/{type}", version=version)
    pair("DELETE", "/types/{type}", version=version)
    pair("GET", "/types/{type}", version=version)
    pair("DELETE", "/types/{type}", version=version)


CREATES = {
    "nothing": {}, "name null": {"name": None}, "name empty": {"name": ""}, "name blank": {"name": "  "}, "name 255": {"name": "n" * 255}, "name 256": {"name": "n" * 256},
    "name number": {"name": 1}, "name taken": {"name": "__DEFAULT__"}, "description 256": {"name": "d256", "description": "d" * 256},
    "public text": {"name": "pt", "os-volume-type-access:is_public": "false"}, "public word": {"name": "pw", "os-volume-type-access:is_public": "banana"},
    "private": {"name": "private", "os-volume-type-access:is_public": False}, "unknown key": {"name": "u", "banana": 1}, "specs wrong": {"name": "s", "extra_specs": {"a": 1}},
    "specs list": {"name": "sl", "extra_specs": []}, "specs key odd": {"name": "so", "extra_specs": {"a b": "c"}}, "specs value 256": {"name": "sv", "extra_specs": {"a": "b" * 256}},
    "cacheable": {"name": "mc", "extra_specs": {"multiattach": "<is> True", "cacheable": "<is> True"}},
}


@pytest.mark.parametrize("name", CREATES)
def test_creates(pair, name):
    pair("POST", "/types", {"volume_type": CREATES[name]}, note=name, save={"type": "volume_type.id"})
    if pair.names[0].get("type"):
        pair("GET", "/types/{type}", note=f"after {name}")
        pair("DELETE", "/types/{type}", note=f"after {name}")


def test_updates(pair):
    pair("POST", "/types", {"volume_type": {"name": "up"}}, save={"type": "volume_type.id"})
    for content in ({}, {"name": ""}, {"name": None}, {"name": " "}, {"name": "up"}, {"name": "__DEFAULT__"}, {"description": "x"}, {"description": ""}, {"is_public": False},
                    {"is_public": "banana"}, {"banana": 1}, {"name": "n" * 256}, {"name": 1}, {"name": "upper", "description": "d" * 256}):
        pair("PUT", "/types/{type}", {"volume_type": content})
        pair("GET", "/types/{type}", note=f"after {content}")
    pair("DELETE", "/types/{type}")
    pair("DELETE", "/types/__DEFAULT__")


def test_extra_specs(pair):
    pair("POST", "/types", {"volume_type": {"name": "spec"}}, save={"type": "volume_type.id"})
    at = "/types/{type}/extra_specs"
    pair("GET", at)
    for body in ({"extra_specs": {"a": "b"}}, {"extra_specs": {"a:b": "c"}}, {"extra_specs": {}}, {"extra_specs": {"a b": "c"}}, {"extra_specs": {"a": 1}}, {"extra_specs": {"": "c"}},
                 {"extra_specs": None}, {}, {"extra_specs": {"k" * 256: "c"}}, {"extra_specs": {"k": "v" * 256}}, {"extra_specs": {"a/b": "c"}}, {"banana": {}}):
        pair("POST", at, body)
    pair("GET", at)
    for where in ("/a", "/a:b", "/nothing"):
        pair("GET", at + where)
    for body in ({"a": "c"}, {"b": "c"}, {"a": 1}, {}, {"a": "b", "c": "d"}, {"a": "v" * 256}):
        pair("PUT", at + "/a", body)
    pair("DELETE", at + "/a")
    pair("DELETE", at + "/a")
    pair("GET", f"/types/{ZERO}/extra_specs")
    pair("POST", f"/types/{ZERO}/extra_specs", {"extra_specs": {"a": "b"}})
    pair("DELETE", "/types/{type}")


def test_access(pair):
    pair("POST", "/types", {"volume_type": {"name": "access private", "os-volume-type-access:is_public": False}}, save={"type": "volume_type.id"})
    pair("POST", "/types", {"volume_type": {"name": "access public"}}, save={"public": "volume_type.id"})
    for kind in ("type", "public"):
        pair("GET", f"/types/{{{kind}}}/os-volume-type-access")
        for name in ("addProjectAccess", "addProjectAccess", "removeProjectAccess", "removeProjectAccess"):
            pair("POST", f"/types/{{{kind}}}/action", {name: {"project": OTHER}})
            pair("GET", f"/types/{{{kind}}}/os-volume-type-access", note=f"after {name}")
    for content in ({}, {"project": ""}, {"project": 1}, {"banana": "x"}, None):
        pair("POST", "/types/{type}/action", {"addProjectAccess": content})
    for kind in ("type", "public"):
        pair("DELETE", f"/types/{{{kind}}}")
    pair("GET", f"/types/{ZERO}/os-volume-type-access")


def test_in_use(pair):
    pair("POST", "/types", {"volume_type": {"name": "used", "extra_specs": {"a": "b"}}}, save={"type": "volume_type.id"})
    pair("POST", "/types/{type}/extra_specs", {"extra_specs": {"volume_backend_name": "nothing"}})
    pair("POST", "/volumes", {"volume": {"size": 1, "volume_type": "used"}}, save={"volume": "volume.id"})
    pair("DELETE", "/types/{type}")
    pair("POST", "/types/{type}/extra_specs", {"extra_specs": {"c": "d"}})
    pair("PUT", "/types/{type}/extra_specs/a", {"a": "c"})
    pair("DELETE", "/types/{type}/extra_specs/a")
    pair("PUT", "/types/{type}", {"volume_type": {"description": "still changes"}})
    pair("POST", "/types/{type}/encryption", {"encryption": {"provider": "luks", "control_location": "front-end"}})


def test_encryption(pair):
    pair("POST", "/types", {"volume_type": {"name": "locked"}}, save={"type": "volume_type.id"})
    at = "/types/{type}/encryption"
    pair("GET", at)
    pair("GET", at + "/provider")
    for content in ({}, {"provider": "luks"}, {"control_location": "front-end"}, {"provider": "", "control_location": "front-end"},
                    {"provider": "luks", "control_location": "middle"}, {"provider": "luks", "control_location": "front-end", "key_size": "x"},
                    {"provider": "luks", "control_location": "front-end", "key_size": -1}, {"provider": "luks", "control_location": "front-end", "banana": 1},
                    {"provider": "luks", "control_location": "front-end", "key_size": 256, "cipher": "aes-xts-plain64"},
                    {"provider": "luks", "control_location": "front-end"}):
        pair("POST", at, {"encryption": content})
    pair("GET", at)
    for key in ("provider", "cipher", "key_size", "control_location", "banana", "encryption_id"):
        pair("GET", f"{at}/{key}")
    pair("GET", "/types/{type}")
    for content in ({}, {"cipher": "other"}, {"key_size": 512}, {"key_size": "x"}, {"banana": 1}, {"provider": ""}, {"control_location": "x"}):
        pair("PUT", at + "/provider", {"encryption": content})
    pair("GET", at)
    pair("DELETE", at + "/provider")
    pair("GET", at)
    pair("DELETE", at + "/provider")
    pair("GET", f"/types/{ZERO}/encryption")
    pair("DELETE", "/types/{type}")


def test_qos(pair):
    for content in ({}, {"name": ""}, {"name": None}, {"name": "n" * 256}, {"name": "q", "consumer": "banana"}, {"name": "q", "a": 1}, {"name": "q", "": "x"},
                    {"name": "q", "k" * 256: "x"}):
        pair("POST", "/qos-specs", {"qos_specs": content})
    pair("POST", "/qos-specs", {"qos_specs": {"name": "fast", "consumer": "both", "iops": "100"}}, save={"qos": "qos_specs.id"})
    pair("POST", "/qos-specs", {"qos_specs": {"name": "fast"}})
    pair("POST", "/qos-specs", {"qos_specs": {"name": "plain"}}, save={"plain": "qos_specs.id"})
    for path in ("/qos-specs", "/qos-specs/{qos}", "/qos-specs/{plain}", "/qos-specs?limit=1", "/qos-specs?limit=x", "/qos-specs?sort=name:asc", "/qos-specs/{qos}/associations"):
        pair("GET", path)
    for content in ({"iops": "200"}, {"consumer": "front-end"}, {"consumer": "x"}, {}, {"iops": 1}, {"": "x"}):
        pair("PUT", "/qos-specs/{qos}", {"qos_specs": content})
    pair("GET", "/qos-specs/{qos}")
    for body in ({"keys": ["iops"]}, {"keys": ["iops"]}, {"keys": []}, {"keys": "iops"}, {}):
        pair("PUT", "/qos-specs/{qos}/delete_keys", body)
    pair("POST", "/types", {"volume_type": {"name": "with qos"}}, save={"type": "volume_type.id"})
    pair("GET", "/qos-specs/{qos}/associate")
    pair("GET", f"/qos-specs/{{qos}}/associate?vol_type_id={ZERO}")
    pair("GET", "/qos-specs/{qos}/associate?vol_type_id={type}")
    pair("GET", "/qos-specs/{plain}/associate?vol_type_id={type}")
    pair("GET", "/qos-specs/{qos}/associations")
    pair("GET", "/types/{type}")
    pair("DELETE", "/qos-specs/{qos}")
    pair("GET", "/qos-specs/{qos}/disassociate?vol_type_id={type}")
    pair("GET", "/qos-specs/{qos}/disassociate")
    pair("GET", "/qos-specs/{qos}/associate?vol_type_id={type}")
    pair("GET", "/qos-specs/{qos}/disassociate_all")
    pair("GET", "/qos-specs/{qos}/associations")
    pair("GET", "/qos-specs/{qos}/associate?vol_type_id={type}")
    pair("DELETE", "/qos-specs/{qos}?force=banana")
    pair("DELETE", "/qos-specs/{qos}?force=true")
    pair("DELETE", "/qos-specs/{plain}")
    pair("DELETE", "/qos-specs/{plain}")
    pair("DELETE", "/types/{type}")
