"""The errors of the field's table that are about any route, each by the name of its row."""
import json

import pytest

from harness.field import judge, met
from harness.service import PROJECT, Scoria

OTHER = "0ddba11c0ffee0ddba11c0ffee000002"
ZERO = "00000000-0000-0000-0000-000000000000"
VERSION = "OpenStack-API-Version"


def shape(answer, name, code):
    """One member, which has the name of the code's kind, with code and message."""
    assert answer.status == code, answer.text
    (fault, content), = answer.json.items()
    assert fault == name and content["code"] == code and content["message"]
    return content


def test_shapes(world):
    api = world.api
    shape(api.call("GET", "/volumes?limit=x"), "badRequest", 400)
    shape(api.call("GET", f"/volumes/{ZERO}"), "itemNotFound", 404)
    shape(api.call("GET", "/volumes", headers={VERSION: "volume 3.72"}), "computeFault", 406)
    shape(api.call("POST", "/types", {"volume_type": {"name": "__DEFAULT__"}}), "conflictingRequest", 409)
    answer = api.call("POST", "/volumes", {"volume": {"size": 100_000_000}})
    assert shape(answer, "overLimit", 413)["retryAfter"] == answer.headers["Retry-After"]
    shape(api.call("POST", "/volumes", b"<volume/>", headers={"Content-Type": "application/xml"}), "badMediaType", 415)
    shape(api.call("GET", f"/capabilities/{world.host('silent')}"), "computeFault", 502)
    met("*: body shape")


def test_headers(world):
    for answer in (world.api.call("GET", "/volumes"), world.api.call("GET", f"/volumes/{ZERO}"), world.api.call("GET", "/volumes?limit=x")):
        assert (answer.headers[VERSION], answer.headers["Vary"]) == ("volume 3.71", VERSION)
        assert answer.headers["x-compute-request-id"] == answer.headers["x-openstack-request-id"]
    met("*: headers")


def test_paths(world):
    api = world.api
    bare = {"X-Auth-Token": api.headers()["X-Auth-Token"]}
    for method, path in (("GET", "/no_such_collection"), ("DELETE", "/volumes"), ("PATCH", "/volumes")):
        answer = api.raw(method, f"/v3/{PROJECT}{path}", None, bare)
        assert answer.status == 404 and "html" in answer.headers["Content-Type"] and VERSION not in answer.headers, (method, path)
    met("*: unknown path or method")
    world.refuse("*: route known but not", "^The resource could not be found", "GET", "/attachments", headers={VERSION: "volume 3.26"})
    judge(api.raw("GET", f"/v3/{OTHER}/volumes", None, api.headers()), "*: URL project differs", "Malformed request url")
    judge(api.raw("GET", f"/v3/{PROJECT}/volumes/%ff%fe", None, api.headers()), "*: undecodable characters")
    world.refuse("list: filter key not ASCII", "", "GET", "/volumes?b%C3%A4r=1")
    assert api.get("/volumes?limit=0") == {"volumes": []}


HEADERS = {
    "volume banana": "*: microversion header malformed", "volume 3.060": "*: microversion header malformed",
    "compute 2.1": "*: header with only other", "3.71": "*: header with only other", "block-storage 3.71": "*: header with only other",
    "VOLUME 3.71": "*: header with only other", "volume": "*: header is the single word", "volume 3.72": "*: microversion out of range",
}


@pytest.mark.parametrize("value", HEADERS)
def test_versions(world, value):
    row = HEADERS[value]
    answer = world.api.call("GET", "/volumes", headers={VERSION: value})
    judge(answer, row, {"*: microversion header malformed": value.split()[-1], "*: microversion out of range": r"3\.0.*3\.71"}.get(row, ""))
    assert VERSION not in answer.headers or answer.status == 406


def test_several_services_in_the_header(world):
    for value, agreed in (("compute 2.1, volume 3.50", "3.50"), ("volumev3 3.33", "3.33"), ("volume 3.40, volume 3.50", "3.40")):
        answer = world.api.call("GET", "/volumes", headers={VERSION: value})
        assert (answer.status, answer.headers[VERSION]) == (200, f"volume {agreed}")
    met("*: header lists several")


# Bodies of the wrong kind, to routes with a schema and without.
KINDS = [("POST", "/volumes"), ("POST", "/types/{type}/extra_specs"), ("PUT", "/os-hosts/{host}"), ("PUT", "/os-services/enable"),
         ("POST", "/snapshots"), ("PUT", "/os-quota-sets/{project}"), ("POST", "/workers/cleanup"), ("PUT", "/volumes/{volume}"),
         ("POST", "/volumes/{volume}/action"), ("PUT", "/qos-specs/{qos}/delete_keys")]


def test_types_of_bodies(world):
    names = {"type": world.type(), "host": world.host(), "project": PROJECT, "volume": world.volume(),
             "qos": world.api.post("/qos-specs", {"qos_specs": {"name": "kinds"}})["qos_specs"]["id"]}
    for method, path in KINDS:
        path = path.format(**names)
        for body in ([], [1], "text", 5, True, None, {"volume": 5}, {"volume": {"size": {}}}, {"status": []}, {"keys": 5}, {"host": [], "binary": {}},
                     {"os-extend": 5}, {"os-attach": []}, {"extra_specs": 5}, {"quota_set": "all"}, {"snapshot": [1]}):
            answer = world.api.call(method, path, json.dumps(body).encode())
            assert answer.status == 400 or (path.startswith("/os-hosts") and body == {}), (method, path, body, answer.text)
            judge(answer, "*: handler hits a wrong-type")
        # Without its type a body is not looked at, so there is none.
        sent = {name: value for name, value in world.api.headers().items() if name != "Content-Type"}
        answer = world.api.raw(method, f"/v3/{PROJECT}{path}", b'{"volume": {"size": 1}}', sent)
        judge(answer, "action: no such action" if path.endswith("/action") else "*: wrong argument")


def test_schema_violation(world):
    words = r"^Invalid input for field/attribute size\. Value: -1\. "
    world.refuse("*: schema violation", words, "POST", "/volumes", {"volume": {"size": -1}}, {VERSION: "volume 3.71"})


def test_too_large(world):
    answer = world.api.call("POST", "/volumes", json.dumps({"volume": {"size": 1, "name": "x" * 114688}}).encode())
    assert answer.status == 413 and answer.json is None and answer.headers["Content-Type"].startswith("text/plain")
    met("*: body larger")


def test_what_nobody_expected():
    """A table of the database is gone: one sentence for the caller, the cause in the log alone, and other routes go on."""
    with Scoria(name="unexpected", settings="[DEFAULT]\nenabled_backends = f\n[f]\nvolume_driver = scoria.fake\n") as service:
        api = service.api()
        with service.altered() as database:
            database.execute("DROP TABLE messages")
        answer = api.call("GET", "/messages")
        judge(answer, "*: unexpected exception")
        assert answer.fault[0] == "computeFault" and "messages" not in answer.text
        assert answer.headers["x-openstack-request-id"] in service.log.read_text()
        assert api.get("/volumes") == {"volumes": []}
