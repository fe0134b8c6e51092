"""The field's thirty traps: what an implementer would not guess, and what is done here. docs/compatibility.md has the whole list.

The number in a test's name is the trap's. Traps without a test here are tested where their subject is: readers and strangers (7, 9), service
tokens (10), the scheduler's arithmetic (26 to 28); groups (22) come later.
"""
import pytest

from harness.service import PROJECT

ZERO = "00000000-0000-0000-0000-000000000000"
SERVER = "5e1f0c00-0000-4000-8000-000000000001"
VERSION = "OpenStack-API-Version"


@pytest.fixture(scope="module")
def api(scoria):
    return scoria.api()


@pytest.fixture(scope="module")
def volume(api):
    return api.new_volume(name="trapped", metadata={"a": "b"})


def version(text):
    return {VERSION: text}


def test_1_switching_a_service_is_stored(api):
    host = next(service["host"] for service in api.get("/os-services")["services"] if service["binary"] == "cinder-volume")
    for route, status in (("disable", "disabled"), ("enable", "enabled")):
        answer = api.put(f"/os-services/{route}", {"binary": "cinder-volume", "host": host})
        assert answer == {"host": host, "service": "cinder-volume", "binary": "cinder-volume", "status": status,
                          "disabled": status == "disabled"}
        assert [s["status"] for s in api.get(f"/os-services?host={host}")["services"]] == [status]
    api.put("/os-services/disable-log-reason", {"binary": "cinder-volume", "host": host, "disabled_reason": "repair"})
    assert api.get(f"/os-services?host={host}")["services"][0]["disabled_reason"] == "repair"
    api.put("/os-services/enable", {"binary": "cinder-volume", "host": host})
    assert api.get(f"/os-services?host={host}")["services"][0]["disabled_reason"] is None


def test_3_three_kinds_of_404(api):
    for method, path in (("GET", "/no_such_collection"), ("DELETE", "/volumes"), ("GET", f"/volumes/{ZERO}/no_such_member")):
        # Who accepts JSON gets the same in JSON, which is no fault either.
        answer = api.raw(method, f"/v3/{PROJECT}{path}", None, {"X-Auth-Token": api.headers()["X-Auth-Token"]})
        assert answer.status == 404 and "text/html" in answer.headers["Content-Type"] and VERSION not in answer.headers, path
    answer = api.call("GET", "/attachments", headers=version("volume 3.26"))
    assert answer.status == 404 and answer.fault == ("itemNotFound", "The resource could not be found.") and VERSION in answer.headers
    answer = api.call("GET", f"/volumes/{ZERO}")
    assert answer.status == 404 and answer.fault[0] == "itemNotFound" and ZERO in answer.fault[1]
    answer = api.call("GET", "/workers")
    assert answer.status == 404 and answer.fault == ("itemNotFound", "The resource could not be found.")


@pytest.mark.parametrize("header, status, agreed", (
    (None, 200, "volume 3.0"), ("volume latest", 200, "volume 3.71"), ("volumev3 3.33", 200, "volume 3.33"),
    ("compute 2.1, volume 3.50", 200, "volume 3.50"), ("volume 3.72", 406, None), ("volume 2.0", 406, None),
    ("compute 2.1", 400, None), ("3.50", 400, None), ("block-storage 3.50", 400, None), ("volume", 400, None), ("volume banana", 400, None),
))
def test_4_the_version_header(api, header, status, agreed):
    headers = api.headers() | ({VERSION: header} if header else {})
    if not header:
        del headers[VERSION]
    answer = api.raw("GET", f"/v3/{PROJECT}/volumes", None, headers)
    assert answer.status == status
    if status == 406:
        assert answer.fault[0] == "computeFault"
    if status == 200:
        assert answer.headers[VERSION] == agreed


@pytest.mark.parametrize("method, path", (
    ("POST", "/volumes"), ("POST", "/types"), ("POST", "/qos-specs"), ("PUT", "/os-services/enable"), ("POST", "/workers/cleanup"),
    ("PUT", f"/volumes/{ZERO}"), ("POST", f"/types/{ZERO}/encryption"), ("PUT", "/clusters/enable"),
))
def test_5_an_empty_body_is_a_400(api, method, path):
    assert api.call(method, path, b"").status == 400


def test_6_a_quota_refusal_has_the_fields_shape(api):
    answer = api.call("POST", "/volumes", {"volume": {"size": 100_000}})
    assert answer.status == 413 and answer.headers["Retry-After"] == "0"
    fault = answer.json["overLimit"]
    assert fault["code"] == 413 and fault["retryAfter"] == "0" and fault["message"].startswith("VolumeSizeExceedsAvailableQuota")


def test_8_a_foreign_project_in_the_path_and_none(api):
    answer = api.raw("GET", "/v3/0ddba11c0ffee0ddba11c0ffee000001/volumes", None, api.headers())
    assert answer.status == 400
    for at in ("3.0", "3.71"):
        answer = api.raw("GET", "/v3/volumes", None, api.headers() | version(f"volume {at}"))
        assert answer.status == 200
    assert api.raw("GET", "/v3/not-hex!/volumes", None, api.headers()).status == 404


def test_12_next_links_and_limits(api, volume):
    second = api.new_volume()
    page = api.get("/volumes?limit=2")
    assert page["volumes_links"][0]["rel"] == "next"
    last = api.get(f"/volumes?limit=2&marker={page['volumes'][-1]['id']}")
    assert last == {"volumes": []}
    assert "volumes_links" in api.get("/volumes?limit=2&with_count=true&sort=created_at:asc&marker=" + volume)
    assert api.get("/volumes?limit=0") == {"volumes": []}
    assert len(api.get("/volumes?limit=1000000")["volumes"]) == 2
    api.delete(f"/volumes/{second}")
    api.gone("volume", second)


def test_13_replies_to_changes_lack_what_extensions_add(api, volume):
    extensions = {"os-vol-host-attr:host", "os-vol-tenant-attr:tenant_id", "os-vol-mig-status-attr:migstat",
                  "os-vol-mig-status-attr:name_id"}
    assert extensions <= set(api.volume(volume))
    assert not extensions & set(api.put(f"/volumes/{volume}", {"volume": {"name": "trapped"}})["volume"])


def test_14_15_16_20_attachments_and_types_of_values(api):
    volume = api.new_volume()
    shown = api.volume(volume)
    assert shown["bootable"] == "false" and shown["attachments"] == [] and "." in shown["created_at"] and "Z" not in shown["created_at"]
    api.action(volume, "os-update_readonly_flag", {"readonly": False})
    assert api.volume(volume)["metadata"] == {"readonly": "False"}
    request = {"volume_uuid": volume, "instance_uuid": SERVER, "connector": {"initiator": "iqn.2026-11.org.example:trap"}}
    made = api.post("/attachments", {"attachment": request}, 200)["attachment"]
    assert made["attach_mode"] == "rw" and made["attached_at"] == "" and made["detached_at"] == ""
    assert api.volume(volume)["attachments"] == []
    api.post(f"/attachments/{made['id']}/action", {"os-complete": None}, 204)
    entry = api.volume(volume)["attachments"][0]
    assert (entry["id"], entry["attachment_id"]) == (volume, made["id"])
    assert api.volume(volume)["metadata"] == {"readonly": "False", "attached_mode": "rw"}
    api.delete(f"/attachments/{made['id']}")
    assert api.as_caller(version="3.48").volume(volume)["shared_targets"] in (True, False)


def test_17_reset_status_refuses_deleting_alone(api, volume):
    for status, expected in (("deleting", 400), ("error_deleting", 202), ("detaching", 202), ("in-use", 400), ("reverting", 400),
                             ("AVAILABLE", 202)):
        api.action(volume, "os-reset_status", {"status": status}, expected)
    assert api.volume(volume)["status"] == "available"


def test_18_actions_that_did_nothing_say_so_with_202(api, volume):
    api.action(volume, "os-unreserve", {}, 202)
    api.action(volume, "os-roll_detaching", {}, 202)
    api.action(volume, "os-begin_detaching", {}, 400)
    assert api.volume(volume)["status"] == "available"

def test_19_a_refused_revert_leaves_the_volume_as_it_was(api, volume):
    snapshot = api.new_snapshot(volume)
    api.post(f"/snapshots/{snapshot}/action", {"os-reset_status": {"status": "error"}}, 202)
    answer = api.call("POST", f"/volumes/{volume}/action", {"revert": {"snapshot_id": snapshot}})
    assert answer.status in (400, 409)
    assert api.volume(volume)["status"] == "available"
    api.post(f"/snapshots/{snapshot}/action", {"os-reset_status": {"status": "available"}}, 202)
    api.delete(f"/snapshots/{snapshot}")
    api.gone("snapshot", snapshot)


def test_21_codes_of_success_that_the_reference_has_otherwise(api):
    made = api.call("POST", "/qos-specs", {"qos_specs": {"name": "trap"}}, 200).json["qos_specs"]
    api.call("DELETE", f"/qos-specs/{made['id']}", expect=202)
    kind = api.call("POST", "/types", {"volume_type": {"name": "trap"}}, 200).json["volume_type"]
    api.call("DELETE", f"/types/{kind['id']}", expect=202)


def test_23_gets_that_change_something_are_not_kept(api):
    qos = api.post("/qos-specs", {"qos_specs": {"name": "limits"}})["qos_specs"]["id"]
    kind = api.post("/types", {"volume_type": {"name": "limited"}})["volume_type"]["id"]
    for call in (f"associate?vol_type_id={kind}", f"disassociate?vol_type_id={kind}", "disassociate_all"):
        answer = api.call("GET", f"/qos-specs/{qos}/{call}", expect=202)
        assert answer.headers["Cache-Control"] == "no-store"
    api.delete(f"/qos-specs/{qos}")
    api.delete(f"/types/{kind}")


def test_24_what_fails_in_the_field_works_here(api, volume):
    host = next(host["host_name"] for host in api.get("/os-hosts")["hosts"] if host["service"] == "cinder-volume")
    assert api.put(f"/os-hosts/{host}", {"status": "disable"}) == {"host": host, "status": "disabled"}
    assert api.put(f"/os-hosts/{host}", {"status": "enable"}) == {"host": host, "status": "enabled"}
    assert api.put(f"/os-hosts/{host}", {}) == {}
    answer = api.as_caller(version="3.0").call("POST", f"/volumes/{volume}/action", {"os-extend_volume_completion": {"error": False}})
    assert answer.status == 400 and "no such action" not in answer.text.lower()


def test_25_force_of_snapshots(api, volume):
    old, new = api.as_caller(version="3.65"), api
    for caller, force, expected in ((old, False, 202), (old, "yes", 202), (new, True, 202), (new, False, 400)):
        answer = caller.call("POST", "/snapshots", {"snapshot": {"volume_id": volume, "force": force}})
        assert answer.status == expected, (force, answer.text)
        if expected == 202:
            api.settle("snapshot", answer.json["snapshot"]["id"], "available")
            api.delete(f"/snapshots/{answer.json['snapshot']['id']}")
            api.gone("snapshot", answer.json["snapshot"]["id"])
    assert new.call("POST", "/snapshots", {"snapshot": {"volume_id": ZERO, "force": False}}).status == 404


def test_29_links_of_transfers_and_bare_text(api):
    volume = api.new_volume()
    transfer = api.post("/volume-transfers", {"transfer": {"volume_id": volume}}, 202)["transfer"]
    assert "/os-volume-transfer/" in transfer["links"][0]["href"]
    api.delete(f"/volume-transfers/{transfer['id']}")
    answer = api.call("GET", f"/volumes/{volume}/encryption/encryption_key_id", expect=200)
    assert answer.body == b"" and "json" not in (answer.headers.get("Content-Type") or "")
    api.delete(f"/volumes/{volume}")
    api.gone("volume", volume)


def test_30_types_and_quotas(api, volume):
    default = api.get("/types/default")["volume_type"]
    assert default["name"] == "__DEFAULT__" == api.volume(volume)["volume_type"]
    assert api.call("DELETE", f"/types/{default['id']}").status == 400
    assert api.call("POST", f"/types/{default['id']}/extra_specs", {"extra_specs": {"a": "b"}}).status == 400
    api.put("/os-quota-class-sets/traps", {"quota_class_set": {"volumes": "5"}})
    assert api.call("PUT", "/os-quota-class-sets/traps", {"quota_class_set": {"volumes": "-1"}}).status == 400
    assert api.call("PUT", f"/os-quota-sets/{PROJECT}", {"quota_set": {"volumes": "7"}}).status == 400
