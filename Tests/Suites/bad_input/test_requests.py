"""Wrong requests: each is answered with the right code and a sentence that helps, and nothing of it stays."""
import csv
import http.client
import json
import os
import re
import socket

import pytest

from harness.field import judge
from harness.places import REPOSITORY
from harness.service import PROJECT

OTHER = "0ddba11c0ffee0ddba11c0ffee000001"
ZERO = "00000000-0000-0000-0000-000000000000"
LONG = "n" * 256


@pytest.fixture(scope="module")
def world(scoria):
    """One volume with a snapshot, one reserved volume, one type: what wrong requests point at."""
    api = scoria.api()
    volume = api.new_volume(name="kept", metadata={"a": "b"})
    snapshot = api.new_snapshot(volume, name="kept")
    free = api.new_volume(name="free")
    attachment = api.post("/attachments", {"attachment": {"volume_uuid": free}}, 200)["attachment"]["id"]
    kind = api.post("/types", {"volume_type": {"name": "kept"}}, 200)["volume_type"]["id"]
    return {"volume": volume, "snapshot": snapshot, "free": free, "attachment": attachment, "type": kind, "project": PROJECT,
            "zero": ZERO, "other": OTHER}


@pytest.fixture(autouse=True)
def unchanged(scoria, world):
    """Whatever a test sent: afterwards everything is as it was before."""
    before = picture(scoria)
    yield
    after = picture(scoria)
    stayed = [f"{name}: {entry}" for name in after for entry in after[name] if entry not in before[name]]
    lost = [f"{name}: {entry}" for name in before for entry in before[name] if entry not in after[name]]
    assert not stayed and not lost, f"a wrong request left {stayed} and took {lost}"


def picture(scoria):
    """Every row and file that a wrong request could have made, changed or left behind."""
    tables = ("volumes", "snapshots", "attachments", "volume_types", "quotas", "exports", "flow_locks")
    rows = {table: scoria.query(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}
    rows["unfinished"] = scoria.query(
        "SELECT kind, state FROM flows WHERE state NOT IN ('succeeded', 'failed', 'cancelled', 'abandoned')")
    rows["files"] = scoria.files()
    return rows


def fill(value, names):
    """Puts the world's ids where {volume} and the like stand."""
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: names.get(found[1], found[0]), value)
    if isinstance(value, dict):
        return {fill(key, names): fill(content, names) for key, content in value.items()}
    if isinstance(value, list):
        return [fill(content, names) for content in value]
    return value


def volume(**fields):
    return {"volume": fields}


def action(name, arguments):
    return {name: arguments}


ON = "/volumes/{volume}/action"

# name: (method, path below the project, body, expected code or row of the field's table, what the message must name)
BODIES = {
    # volumes
    "size zero": ("POST", "/volumes", volume(size=0), "volume create: size 0", "size"),
    "size negative": ("POST", "/volumes", volume(size=-1), "volume create: size 0", "size"),
    "size 2^63": ("POST", "/volumes", volume(size=2**63), 400, "64 bits"),
    "size 2^64 as text": ("POST", "/volumes", volume(size=str(2**64)), 400, "size"),
    "size beyond 32 bits": ("POST", "/volumes", volume(size=2**31), 400, "size"),
    "size a fraction": ("POST", "/volumes", volume(size=1.5), 400, "size"),
    "size a word": ("POST", "/volumes", volume(size="big"), "volume create: size 0", "size"),
    "size a list": ("POST", "/volumes", volume(size=[1]), 400, "size"),
    "size true": ("POST", "/volumes", volume(size=True), 400, "size"),
    "no size and no source": ("POST", "/volumes", volume(name="x"), "volume create: no size and no source", ""),
    "two sources": ("POST", "/volumes", volume(size=1, snapshot_id="{snapshot}", source_volid="{volume}"), "volume create: more than one of", ""),
    "name of 256 characters": ("POST", "/volumes", volume(size=1, name=LONG), "*: schema violation", "name"),
    "description of 256 characters": ("POST", "/volumes", volume(size=1, description=LONG), 400, "description"),
    "name a number": ("POST", "/volumes", volume(size=1, name=5), 400, "name"),
    "metadata key of 256 characters": ("POST", "/volumes", volume(size=1, metadata={LONG: "v"}), "metadata: key longer", "metadata"),
    "metadata value of 256 characters": ("POST", "/volumes", volume(size=1, metadata={"k": LONG}), "metadata: key longer", "attribute k"),
    "metadata value a number": ("POST", "/volumes", volume(size=1, metadata={"k": 1}), 400, "attribute k"),
    "metadata a list": ("POST", "/volumes", volume(size=1, metadata=["k"]), 400, "metadata"),
    "unknown key": ("POST", "/volumes", volume(size=1, colour="red"), "volume create: unknown key", "colour"),
    "unknown key beside volume": ("POST", "/volumes", {**volume(size=1), "extra": 1}, 400, "extra"),
    "no volume key": ("POST", "/volumes", {"disk": {"size": 1}}, 400, ""),
    "volume null": ("POST", "/volumes", {"volume": None}, 400, ""),
    "volume a list": ("POST", "/volumes", {"volume": []}, 400, ""),
    "body a list": ("POST", "/volumes", [1], 400, ""),
    "body a text": ("POST", "/volumes", "volume", 400, ""),
    "snapshot id no uuid": ("POST", "/volumes", volume(size=1, snapshot_id="latest"), 400, "snapshot_id"),
    "snapshot unknown": ("POST", "/volumes", volume(size=1, snapshot_id=ZERO), "volume create: source id unknown", ZERO),
    "source volume unknown": ("POST", "/volumes", volume(size=1, source_volid=ZERO), "volume create: source id unknown", ZERO),
    "type unknown": ("POST", "/volumes", volume(size=1, volume_type="no-such-type"), "volume create: volume type unknown", "no-such-type"),
    "zone unknown": ("POST", "/volumes", volume(size=1, availability_zone="atlantis"), "volume create: availability zone unknown", "atlantis"),
    "multiattach in the body": ("POST", "/volumes", volume(size=1, multiattach=True), "volume create: multiattach true in the body", "multiattach"),
    "update with unknown key": ("PUT", "/volumes/{volume}", volume(colour="red"), "volume update: no known key", ""),
    "update with a long name": ("PUT", "/volumes/{volume}", volume(name=LONG), 400, "name"),
    "update of nothing": ("PUT", "/volumes/{volume}", volume(), "volume update: no known key", ""),
    "volume unknown": ("GET", f"/volumes/{ZERO}", None, 404, ZERO),
    "volume id no uuid": ("GET", "/volumes/x' OR '1'='1", None, 404, ""),
    "volume with a snapshot": ("DELETE", "/volumes/{volume}", None, "volume delete: status", ""),
    "reserved volume": ("DELETE", "/volumes/{free}", None, "volume delete: status", ""),
    "metadata of the wrong shape": ("POST", "/volumes/{volume}/metadata", {"metadata": {"k": None}}, 400, "attribute k"),
    "metadata key absent": ("DELETE", "/volumes/{volume}/metadata/nope", None, "metadata: key absent", "metadata"),
    "metadata key not in the body": ("PUT", "/volumes/{volume}/metadata/k", {"meta": {"other": "v"}}, "metadata: key not in body", ""),
    # actions
    "no such action": ("POST", ON, action("os-explode", {}), "action: no such action", "os-explode"),
    "two actions": ("POST", ON, {"os-reserve": {}, "os-unreserve": {}}, "action: more than one key", ""),
    "empty action": ("POST", ON, {}, "action: no such action", ""),
    "extend to the same size": ("POST", ON, action("os-extend", {"new_size": 1}), "extend: new size not larger", "1"),
    "extend to zero": ("POST", ON, action("os-extend", {"new_size": 0}), 400, "new_size"),
    "extend to a negative size": ("POST", ON, action("os-extend", {"new_size": -5}), 400, "new_size"),
    "extend to 2^63": ("POST", ON, action("os-extend", {"new_size": 2**63}), 400, "64 bits"),
    "extend without a size": ("POST", ON, action("os-extend", {}), 400, "new_size"),
    "extend a reserved volume": ("POST", "/volumes/{free}/action", action("os-extend", {"new_size": 2}), "extend: status", "reserved"),
    "reset to an unknown status": ("POST", ON, action("os-reset_status", {"status": "sparkling"}), "reset status: unknown value", "sparkling|status"),
    "reset to deleting": ("POST", ON, action("os-reset_status", {"status": "deleting"}), "reset status: status deleting", ""),
    "reset to in-use without an attachment": ("POST", ON, action("os-reset_status", {"status": "in-use"}), "reset status: in-use", ""),
    "reset of nothing": ("POST", ON, action("os-reset_status", {}), "reset status: nothing given", ""),
    "initialize without a connector": ("POST", ON, action("os-initialize_connection", {}), 400, "connector"),
    "initialize without an initiator": ("POST", ON, action("os-initialize_connection", {"connector": {"host": "h", "ip": "127.0.0.1"}}),
                                        "connection: connector lacks", "initiator"),
    "initialize with a bad initiator": ("POST", ON, action("os-initialize_connection", {"connector": {"initiator": "a b\nc", "host": "h"}}),
                                        400, "initiator"),
    "attach to nobody": ("POST", ON, action("os-attach", {"mountpoint": "/dev/vdb"}), "attach: neither", ""),
    "begin detaching what is not attached": ("POST", ON, action("os-begin_detaching", None), "begin detaching: not in-use", ""),
    "reserve a reserved volume": ("POST", "/volumes/{free}/action", action("os-reserve", None), "reserve: status", ""),
    "revert to an unknown snapshot": ("POST", ON, action("revert", {"snapshot_id": ZERO}), (400, 404), ""),
    "revert to no uuid": ("POST", ON, action("revert", {"snapshot_id": "newest"}), (400, 404), "newest|snapshot_id"),
    "bootable perhaps": ("POST", ON, action("os-set_bootable", {"bootable": "perhaps"}), 400, "bootable"),
    "action on nothing": ("POST", f"/volumes/{ZERO}/action", action("os-extend", {"new_size": 2}), 404, ZERO),
    # snapshots
    "snapshot of nothing": ("POST", "/snapshots", {"snapshot": {"volume_id": ZERO}}, "snapshot create: volume unknown", ZERO),
    "snapshot without a volume": ("POST", "/snapshots", {"snapshot": {"name": "x"}}, 400, "volume_id"),
    "snapshot of no uuid": ("POST", "/snapshots", {"snapshot": {"volume_id": "mine"}}, 400, "volume_id"),
    "snapshot with a long name": ("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}", "name": LONG}}, 400, "name"),
    "snapshot force false": ("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}", "force": False}}, "snapshot create: force false", "force"),
    "snapshot of a reserved volume": ("POST", "/snapshots", {"snapshot": {"volume_id": "{free}"}}, "snapshot create: volume status", ""),
    "snapshot unknown to delete": ("DELETE", f"/snapshots/{ZERO}", None, 404, ZERO),
    # attachments
    "attachment of nothing": ("POST", "/attachments", {"attachment": {"volume_uuid": ZERO}}, 404, ZERO),
    "attachment of no uuid": ("POST", "/attachments", {"attachment": {"volume_uuid": "mine"}}, 400, "volume_uuid"),
    "attachment mode wild": ("POST", "/attachments", {"attachment": {"volume_uuid": "{volume}", "mode": "wild"}}, 400, "mode"),
    "attachment of a reserved volume": ("POST", "/attachments", {"attachment": {"volume_uuid": "{free}"}}, "attachment create: volume in an error status", ""),
    "attachment connector without initiator": ("PUT", "/attachments/{attachment}", {"attachment": {"connector": {"host": "h"}}}, 400,
                                               "initiator"),
    "attachment connector empty": ("PUT", "/attachments/{attachment}", {"attachment": {"connector": {}}}, "attachment update: connector missing", "connector"),
    "attachment connector absent": ("PUT", "/attachments/{attachment}", {"attachment": {}}, "attachment update: connector missing", "connector"),
    "attachment unknown": ("PUT", f"/attachments/{ZERO}", {"attachment": {"connector": {"initiator": "iqn.2000-01.a:b"}}}, "attachment any: unknown", ZERO),
    "completion of an unknown attachment": ("POST", f"/attachments/{ZERO}/action", {"os-complete": {}}, "attachment any: unknown", ZERO),
    # types
    "type without a name": ("POST", "/types", {"volume_type": {}}, 400, "name"),
    "type with a blank name": ("POST", "/types", {"volume_type": {"name": "  "}}, 400, "name"),
    "type with a long name": ("POST", "/types", {"volume_type": {"name": LONG}}, 400, "name"),
    "type that exists": ("POST", "/types", {"volume_type": {"name": "kept"}}, "type create: name exists", "kept"),
    "type unknown to delete": ("DELETE", f"/types/{ZERO}", None, 404, ZERO),
    "extra spec with a bad key": ("POST", "/types/{type}/extra_specs", {"extra_specs": {"a/b*c": "1"}}, 400, ""),
    "extra spec absent": ("GET", "/types/{type}/extra_specs/nope", None, "extra specs: absent", "nope"),
    "access to a public type": ("POST", "/types/{type}/action", {"addProjectAccess": {"project": OTHER}}, "type access: public type (add", ""),
    # quotas and services
    "quota with an unknown key": ("PUT", "/os-quota-sets/{project}", {"quota_set": {"sandwiches": 1}}, "quota: bad key or value", "sandwiches"),
    "quota below -1": ("PUT", "/os-quota-sets/{project}", {"quota_set": {"volumes": -2}}, "quota: bad key or value", "volumes"),
    "quota too large": ("PUT", "/os-quota-sets/{project}", {"quota_set": {"volumes": 2**31}}, 400, "volumes"),
    "quota a text": ("PUT", "/os-quota-sets/{project}", {"quota_set": {"volumes": "7"}}, "quota: integer as text", ""),
    "service unknown": ("PUT", "/os-services/disable", {"host": "nowhere", "binary": "cinder-volume"}, "service: unknown service", ""),
    "message unknown": ("GET", f"/messages/{ZERO}", None, "message: unknown", ZERO),
    # lists
    "limit negative": ("GET", "/volumes?limit=-1", None, "list: limit", "limit"),
    "limit a word": ("GET", "/volumes?limit=ten", None, "list: limit", "limit"),
    "offset negative": ("GET", "/volumes?offset=-1", None, "list: offset", "offset"),
    "offset beyond 32 bits": ("GET", "/volumes?offset=4294967296", None, "list: offset", "offset"),
    "marker unknown": ("GET", f"/volumes?marker={ZERO}", None, "list: marker", ZERO),
    "sort key unknown": ("GET", "/volumes?sort=colour:asc", None, "list: unknown sort", "colour|sort"),
    "sort direction unknown": ("GET", "/volumes?sort=name:sideways", None, "list: unknown sort", "sideways|direction|sort"),
    "both sorts": ("GET", "/volumes?sort=name:asc&sort_key=name", None, "list: sort together", "sort"),
}


@pytest.mark.parametrize("name", BODIES)
def test_wrong_body_or_path(scoria, world, name):
    method, path, body, expected, mentions = BODIES[name]
    path = fill(path, world).replace(" ", "%20").replace("'", "%27")
    answer = scoria.api().call(method, path, fill(body, world))
    judge(answer, expected, mentions)


RAW = {
    # name: (body, content type, expected code)
    "not JSON": (b"size=1", "application/json", "*: body not JSON"),
    "cut off JSON": (b'{"volume": {"size": 1', "application/json", "*: body not JSON"),
    "two documents": (b'{"volume": {"size": 1}} {}', "application/json", 400),
    "not UTF-8": (b'{"volume": {"size": 1, "name": "\xff\xfe"}}', "application/json", 400),
    "UTF-16": ('{"volume": {"size": 1}}'.encode("utf-16"), "application/json", 400),
    "a lone surrogate": (b'{"volume": {"size": 1, "name": "\\ud800"}}', "application/json", 400),
    "not a number": (b'{"volume": {"size": NaN}}', "application/json", 400),
    "infinite number": (b'{"volume": {"size": 1e999}}', "application/json", 400),
    "10 000 levels of lists": (b'{"volume": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "application/json", 400),
    "15 000 levels of objects": (b'{"a":' * 15_000 + b"1" + b"}" * 15_000, "application/json", 400),
    "empty body": (b"", "application/json", "*: body missing"),
    "XML": (b"<volume/>", "application/xml", "*: Content-Type not"),
    "a form": (b"size=1", "application/x-www-form-urlencoded", "*: Content-Type not"),
    "nonsense type": (json.dumps(volume(size=1)).encode(), "banana", "*: Content-Type not"),
}


@pytest.mark.parametrize("name", RAW)
def test_wrong_bytes(scoria, name):
    body, content_type, expected = RAW[name]
    api = scoria.api()
    answer = api.raw("POST", f"/v3/{PROJECT}/volumes", body, api.headers() | {"Content-Type": content_type})
    judge(answer, expected)


@pytest.mark.parametrize("declared", [True, False], ids=["with a length", "chunked"])
def test_body_of_ten_megabytes(scoria, declared):
    """Refused with 413 by its declared length, or as soon as it has grown too large, and the service does not take it into memory."""
    body = json.dumps(volume(size=1, name="x" * (10 << 20))).encode()
    connection = http.client.HTTPConnection("127.0.0.1", scoria.port, timeout=30)
    headers = scoria.api().headers() | {"Content-Type": "application/json"}
    before = resident(scoria)
    try:
        if declared:
            connection.request("POST", f"/v3/{PROJECT}/volumes", body, headers)
        else:
            pieces = (body[at:at + 65536] for at in range(0, len(body), 65536))
            connection.request("POST", f"/v3/{PROJECT}/volumes", pieces, headers, encode_chunked=True)
    except (BrokenPipeError, ConnectionResetError):
        pass  # it has stopped reading, as it may; the answer is there to be read all the same
    assert connection.getresponse().status == 413
    connection.close()
    assert resident(scoria) - before < 8 << 20
    assert scoria.api().call("GET", "/limits").status == 200


def every_route():
    """Method and path of each route of the field's table, and of ours beside it."""
    with open(REPOSITORY / "Tests" / "Suites" / "coverage" / "routes.tsv", newline="") as file:
        table = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = {(row["method"], re.sub(r"\{[^}]*\}", ZERO, row["path"].replace("{project_id}", PROJECT))) for row in table}
    ours = ("/healthcheck", "/metrics", "/openapi.json", "/nowhere", "/v3/nowhere", f"/v3/{PROJECT}/operations")
    return sorted(found | {(method, path) for method in ("GET", "POST") for path in ours})


def test_ten_megabytes_of_garbage_to_every_route(scoria):
    """Never an answer that says that the service is broken, never kept in memory, and the next request is answered."""
    garbage, headers = os.urandom(10 << 20), scoria.api().headers() | {"Content-Type": "application/json"}
    before, seen = resident(scoria), {}
    for method, path in every_route():
        connection = http.client.HTTPConnection("127.0.0.1", scoria.port, timeout=60)
        try:
            connection.request(method, path, garbage, headers)
        except (BrokenPipeError, ConnectionResetError):
            pass  # as above
        seen[method, path] = connection.getresponse().status
        connection.close()
    assert len(seen) > 100
    # What reads no body need not look at it.
    wrong = {route: status for route, status in seen.items() if status != 413 and (status >= 500 or route[0] in ("POST", "PUT") and status != 404)}
    assert not wrong
    assert resident(scoria) - before < 8 << 20
    assert scoria.api().call("GET", "/limits").status == 200


def resident(scoria):
    for line in open(f"/proc/{scoria.process.pid}/status"):
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) << 10
    raise AssertionError("no VmRSS")


VERSIONS = {
    # header value: expected code
    "volume 3.72": 406,
    "volume 4.0": 406,
    "volume 2.0": 406,
    "volume banana": 400,
    "volume 3.060": 400,
    "volume": 400,
    "3.71": 400,
    "compute 2.1": 400,
    "volume 3.71": 200,
    "volume latest": 200,
    "volume 3.0": 200,
    "compute 2.1, volume 3.60": 200,
}


@pytest.mark.parametrize("value", VERSIONS)
def test_microversions(scoria, value):
    api = scoria.api()
    answer = api.raw("GET", f"/v3/{PROJECT}/volumes", None, {"X-Auth-Token": f"admin:{PROJECT}", "OpenStack-API-Version": value})
    assert answer.status == VERSIONS[value], answer.text
    if answer.status == 406:
        assert answer.fault[0] == "computeFault" and "3.0" in answer.fault[1] and "3.71" in answer.fault[1], answer.text


def test_the_three_kinds_of_404(scoria):
    api = scoria.api()
    unknown = api.raw("GET", f"/v3/{PROJECT}/no-such-thing", None, api.headers())
    assert unknown.status == 404 and unknown.headers.get("OpenStack-API-Version") is None, "an unknown path is no API answer"
    method = api.raw("PATCH", f"/v3/{PROJECT}/volumes", None, api.headers())
    assert method.status == 404, "a wrong method is answered as the field does"
    early = api.as_caller(version="3.26").call("GET", "/attachments")
    assert early.status == 404 and early.fault[0] == "itemNotFound", early.text
    missing = api.call("GET", f"/volumes/{ZERO}")
    assert missing.status == 404 and ZERO in missing.fault[1]


def test_without_a_token(scoria):
    answer = scoria.api().raw("GET", f"/v3/{PROJECT}/volumes", None, {})
    assert answer.status in (204, 401) and not answer.body, answer.text


def test_another_projects_ids(scoria, world):
    """A path of another project than the token's is malformed, whatever it names; lists show the caller's project only.

    noauth makes everybody an administrator, who may see any object by its id, as in the field: who may not is for the tests of
    the API floor.
    """
    api, stranger = scoria.api(), scoria.api(project=OTHER)
    for method, path, body in (
            ("GET", "/volumes/{volume}", None), ("DELETE", "/volumes/{volume}", None), ("PUT", "/volumes/{volume}", volume(name="mine")),
            ("POST", ON, action("os-extend", {"new_size": 2})), ("POST", "/volumes", volume(size=1)),
            ("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}}), ("DELETE", "/snapshots/{snapshot}", None),
            ("POST", "/attachments", {"attachment": {"volume_uuid": "{volume}"}}), ("DELETE", "/attachments/{attachment}", None),
            ("GET", "/volumes", None), ("GET", "/limits", None)):
        data = json.dumps(fill(body, world)).encode() if body else None
        judge(api.raw(method, f"/v3/{OTHER}{fill(path, world)}", data, api.headers() | {"Content-Type": "application/json"}), 400)
    for path, key in (("/volumes", "volumes"), ("/snapshots/detail", "snapshots"), ("/attachments", "attachments"), ("/messages", "messages")):
        assert stranger.get(path)[key] == []
    assert stranger.get(f"/os-quota-sets/{OTHER}?usage=True")["quota_set"]["volumes"]["in_use"] == 0


def test_half_a_request(scoria):
    """A client that goes away in the middle of its body leaves nothing."""
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", scoria.port)) as connection:
            connection.sendall((f"POST /v3/{PROJECT}/volumes HTTP/1.1\r\nHost: x\r\nX-Auth-Token: admin:{PROJECT}\r\n"
                                "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"volume\": {\"size\": 1").encode())
    with socket.create_connection(("127.0.0.1", scoria.port)) as connection:
        connection.sendall(b"\x16\x03\x01\x02\x00garbage that is no HTTP at all\r\n\r\n")
        connection.settimeout(10)
        connection.recv(4096)
    assert scoria.api().call("GET", "/volumes").status == 200


def test_quota(scoria):
    """Over the limit is 413 in the field's shape, and the count does not drift."""
    api = scoria.api()
    used = len(api.get("/volumes")["volumes"])
    api.put(f"/os-quota-sets/{PROJECT}", {"quota_set": {"volumes": used}})
    try:
        for _ in range(3):
            answer = api.call("POST", "/volumes", volume(size=1))
            judge(answer, 413, "VolumeLimitExceeded")
            assert answer.headers["Retry-After"] == "0" and answer.json["overLimit"]["retryAfter"] == "0"
        usage = api.get(f"/os-quota-sets/{PROJECT}?usage=True")["quota_set"]["volumes"]
        assert (usage["in_use"], usage["reserved"]) == (used, 0)
    finally:
        api.delete(f"/os-quota-sets/{PROJECT}")


def test_idempotency_key_is_for_one_request(scoria):
    """A repeated key returns the first answer; the same key with another body is refused."""
    api = scoria.api()
    key = {"Idempotency-Key": "key-of-the-suite"}
    first = api.post("/volumes", volume(size=1, name="once"), 202, key)
    again = api.post("/volumes", volume(size=1, name="once"), 202, key)
    assert first == again
    other = api.call("POST", "/volumes", volume(size=2, name="other"), headers=key)
    judge(other, (400, 409, 422))
    api.settle("volume", first["volume"]["id"], "available")
    assert len(api.get("/volumes?name=once")["volumes"]) == 1
    api.delete(f"/volumes/{first['volume']['id']}")
    api.gone("volume", first["volume"]["id"])
