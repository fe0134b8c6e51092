"""What every answer has: versions, faults, forms of bodies and paths."""
import pytest

ZERO = "00000000-0000-0000-0000-000000000000"
VERSIONS = ("3.0", "3.12", "3.27", "3.44", "3.55", "3.71")


@pytest.mark.parametrize("value", [
    None, "volume 3.0", "volume 3.27", "volume 3.71", "volume latest", "volumev3 3.10", "compute 2.1, volume 3.60", "volume 3.60, compute 2.1",
    "compute 2.1", "3.71", "block-storage 3.71", "VOLUME 3.71", "volume", "volume banana", "volume 3.060", "volume 3.72", "volume 4.0",
    "volume 2.0", "volume 1.0", "volume 3", "volume 3.1.1", "volume -3.1", "", "volume  3.5", "volume 3.5 ",
])
def test_version_header(pair, value):
    pair("GET", "/types", version=None, headers={"OpenStack-API-Version": value} if value is not None else None, note=f"header {value!r}")


def test_versions(pair):
    for path in ("/", "/v3/"):
        pair("GET", path, root=True, version=None)
        pair("GET", path, root=True)
        for header in ("compute 2.1", "volume 3.99", "banana"):
            pair("GET", path, root=True, version=None, headers={"OpenStack-API-Version": header}, note=header)


def test_unknown_paths(pair):
    for method, path in (("GET", "/nothing"), ("POST", "/nothing"), ("PATCH", "/volumes"), ("DELETE", "/volumes"), ("PUT", "/volumes"),
                         ("POST", f"/volumes/{ZERO}"), ("PUT", "/types"), ("GET", "/volumes/a/b/c"), ("GET", f"/volumes/{ZERO}/nothing"),
                         ("GET", "/os-quota-sets"), ("DELETE", "/limits"), ("POST", "/limits"), ("GET", "/extensions/nothing")):
        for accepted in ("application/json", "*/*", "text/html, application/json", None):
            pair(method, path, {} if method in ("POST", "PUT", "PATCH") else None, headers={"Accept": accepted}, note=f"Accept {accepted}")
    for path in ("/nowhere", "/v4/", "/v3/x"):
        pair("GET", path, root=True)


def test_known_paths_of_later_versions(pair):
    """Below its version a route is not found, in JSON."""
    for version, method, path in (
            ("3.26", "GET", "/attachments"), ("3.26", "POST", "/attachments"), ("3.11", "GET", "/volumes/summary"), ("3.2", "GET", "/messages"),
            ("3.26", "GET", f"/attachments/{ZERO}"), ("3.6", "GET", "/clusters"), ("3.32", "GET", "/resource_filters"),
            ("3.61", "GET", "/default-types"), ("3.23", "POST", "/workers/cleanup"), ("3.54", "GET", "/volume-transfers"),
            ("3.7", "GET", "/manageable_volumes"), ("3.31", "PUT", "/os-services/get-log")):
        pair(method, path, {} if method != "GET" else None, version=version)


OBJECTS = ["/volumes", "/snapshots", "/attachments", "/types", "/messages", "/qos-specs", "/volume-transfers", "/os-volume-transfer", "/clusters",
           "/os-hosts", "/capabilities", "/default-types"]


@pytest.mark.parametrize("path", OBJECTS)
def test_what_is_not_there(pair, path):
    for version in ("3.0", "3.30", "3.71"):
        pair("GET", f"{path}/{ZERO}", version=version)
    pair("GET", f"{path}/banana")
    if path not in ("/clusters", "/os-hosts", "/capabilities", "/messages"):
        pair("DELETE", f"{path}/{ZERO}")
    if path in ("/volumes", "/snapshots", "/types", "/attachments"):
        key = {"/volumes": "volume", "/snapshots": "snapshot", "/types": "volume_type", "/attachments": "attachment"}[path]
        body = {key: {"connector": {"initiator": "x"}} if key == "attachment" else {"name": "x"}}
        pair("PUT", f"{path}/{ZERO}", body)


BODIES = {
    "not JSON": b"size=1", "cut off": b'{"volume": {"size": 1', "a list": b"[]", "a text": b'"volume"', "null": b"null", "a number": b"1",
    "an empty object": b"{}", "two documents": b"{} {}", "nothing": b"", "not UTF-8": b'{"volume": {"size": 1, "name": "\xff"}}',
}


@pytest.mark.parametrize("name", BODIES)
def test_forms_of_bodies(pair, name):
    for method, path in (("POST", "/volumes"), ("POST", "/snapshots"), ("POST", "/types"), ("POST", f"/volumes/{ZERO}/action"),
                         ("PUT", f"/volumes/{ZERO}"), ("PUT", "/os-quota-sets/{project}")):
        pair(method, path, raw=BODIES[name], note=name)


@pytest.mark.parametrize("media", ["application/xml", "text/plain", "banana", "application/json; charset=UTF-8", "application/json;x",
                                   "application/vnd.openstack.volume+json", "APPLICATION/JSON"])
def test_media_types(pair, media):
    pair("POST", "/types", raw=b'{"volume_type": {"name": ""}}', headers={"Content-Type": media}, note=f"{media}")


def test_foreign_project(pair):
    for path in ("volumes", "types", "limits"):
        pair("GET", f"/v3/0ddba11c0ffee0ddba11c0ffee000001/{path}", root=True)
        pair("GET", f"/v3/{path}", root=True)


ACTIONS = ["os-attach", "os-detach", "os-reserve", "os-unreserve", "os-begin_detaching", "os-roll_detaching", "os-extend", "os-reset_status",
           "os-force_delete", "os-force_detach", "os-initialize_connection", "os-terminate_connection", "os-set_bootable",
           "os-update_readonly_flag", "os-set_image_metadata", "os-unset_image_metadata", "os-show_image_metadata", "revert",
           "os-extend_volume_completion", "os-unmanage"]


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_of_nothing(pair, name):
    for content in (None, {}, [], "x", {"banana": 1}):
        pair("POST", f"/volumes/{ZERO}/action", {name: content}, note="no volume")
    pair("POST", f"/volumes/{ZERO}/action", {name: {}, "os-reserve ": {}}, note="two keys")
    pair("POST", f"/volumes/{ZERO}/action", {name: {}}, version="3.0")


def test_actions_that_are_none(pair):
    for kind in ("volumes", "snapshots", "attachments", "types"):
        for body in ({"os-nothing": None}, {}, {"": {}}):
            pair("POST", f"/{kind}/{ZERO}/action", body)
