"""Snapshots: life, views by version, lists, metadata, actions."""
import pytest

from differential.conftest import moment

ZERO = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("version", ["3.0", "3.14", "3.41", "3.65", "3.71"])
def test_views(pair, version):
    pair.volume()
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}", "name": "s", "description": "d", "metadata": {"a": "b"}}}, version=version,
         save={"snapshot": "snapshot.id"})
    pair.settle_snapshot()
    for path in ("/snapshots", "/snapshots/detail", "/snapshots/{snapshot}"):
        pair("GET", path, version=version)
    pair("PUT", "/snapshots/{snapshot}", {"snapshot": {"name": "renamed", "description": "other"}}, version=version)
    pair("POST", "/volumes", {"volume": {"snapshot_id": "{snapshot}", "name": "from"}}, version=version)
    pair("POST", "/volumes", {"volume": {"snapshot_id": "{snapshot}", "size": 2}}, version=version)
    pair("DELETE", "/snapshots/{snapshot}", version=version)


CREATES = {
    "nothing": {}, "no volume": {"name": "x"}, "volume null": {"volume_id": None}, "volume no id": {"volume_id": "x"}, "volume unknown": {"volume_id": ZERO},
    "force": {"volume_id": "{volume}", "force": True}, "no force": {"volume_id": "{volume}", "force": False}, "force text": {"volume_id": "{volume}", "force": "true"},
    "force word": {"volume_id": "{volume}", "force": "banana"}, "force null": {"volume_id": "{volume}", "force": None},
    "name 256": {"volume_id": "{volume}", "name": "n" * 256}, "name null": {"volume_id": "{volume}", "name": None},
    "name number": {"volume_id": "{volume}", "name": 1}, "metadata": {"volume_id": "{volume}", "metadata": {"a": "b"}},
    "metadata wrong": {"volume_id": "{volume}", "metadata": {"a": 1}}, "metadata null": {"volume_id": "{volume}", "metadata": None},
    "unknown key": {"volume_id": "{volume}", "banana": 1}, "display_name": {"volume_id": "{volume}", "display_name": "x"},
}


@pytest.mark.parametrize("name", CREATES)
def test_creates(pair, name):
    pair.volume()
    for version in ("3.0", "3.65", "3.66", "3.71"):
        pair("POST", "/snapshots", {"snapshot": CREATES[name]}, version=version, note=name)


def test_updates(pair):
    pair.volume()
    pair.snapshot()
    for content in ({}, {"name": "b"}, {"name": None}, {"name": "n" * 256}, {"description": "x"}, {"banana": 1}, {"metadata": {"x": "y"}}, {"name": 1},
                    {"display_name": "c"}, {"name": "", "description": ""}):
        for version in ("3.0", "3.71"):
            pair("PUT", "/snapshots/{snapshot}", {"snapshot": content}, version=version)
            pair("GET", "/snapshots/{snapshot}", version=version)


QUERIES = ["", "?limit=1", "?limit=0", "?limit=x", "?limit=-1", "?offset=1", "?sort=name:asc", "?sort=banana", "?sort_key=name&sort_dir=desc", "?name=a",
           "?status=available", "?status=error", "?volume_id={volume}", f"?volume_id={ZERO}", "?all_tenants=0", "?with_count=true", "?banana=1", "?name~=a",
           "?metadata={'k':'v'}", "?created_at=gt:2020-01-01T00:00:00", "?marker={b}", f"?marker={ZERO}", "?limit=1&with_count=true", "?consumes_quota=true",
           "?availability_zone=nova", "?user_id=admin", "?project_id=x"]


def test_lists(pair):
    pair.volume()
    for name in ("a", "b"):
        pair.snapshot(name, metadata={"k": "v"} if name == "a" else {})
    pair.database("UPDATE snapshots SET created_at = ? WHERE id = ?", moment(1), pair.names[0]["b"])
    for query in QUERIES:
        for version in ("3.0", "3.30", "3.71"):
            pair("GET", "/snapshots" + query, version=version)
    for query in ("", "?limit=1", "?sort=name:asc", "?with_count=true"):
        pair("GET", "/snapshots/detail" + query)


def test_metadata(pair):
    pair.volume()
    pair.snapshot(metadata={"a": "b"})
    at = "/snapshots/{snapshot}/metadata"
    for where in ("", "/a", "/nothing"):
        pair("GET", at + where)
    for method in ("POST", "PUT"):
        for body in ({"metadata": {"c": "d"}}, {"metadata": {}}, {"metadata": {"c": 1}}, {"metadata": None}, {}, {"metadata": {"": "x"}}, {"metadata": {"k": "v" * 256}}):
            pair(method, at, body)
    for body in ({"meta": {"e": "f"}}, {"meta": {"g": "h"}}, {"meta": {}}, {}):
        pair("PUT", at + "/e", body)
    pair("DELETE", at + "/e")
    pair("DELETE", at + "/e")
    pair("GET", f"/snapshots/{ZERO}/metadata")
    pair("POST", f"/snapshots/{ZERO}/metadata", {"metadata": {"a": "b"}})


def act(pair, name, content=None, version="3.71"):
    return pair("POST", "/snapshots/{snapshot}/action", {name: content}, version=version)


def test_actions(pair):
    pair.volume()
    pair.snapshot()
    for status in ("error", "creating", "deleting", "banana", "", None, "available", "error_deleting", "in-use", "backing-up", "unmanaging", "deleted"):
        act(pair, "os-reset_status", {"status": status})
        pair("GET", "/snapshots/{snapshot}")
    act(pair, "os-reset_status", {})
    act(pair, "os-reset_status", {"status": "available"})
    for content in ({"status": "available"}, {"status": "error"}, {"status": "banana"}, {}, {"status": "creating", "progress": "50%"}, {"status": "available", "progress": 5}):
        act(pair, "os-update_snapshot_status", content)
    act(pair, "os-reset_status", {"status": "creating"})
    for content in ({"status": "available", "progress": "80%"}, {"status": "error", "progress": "x"}):
        act(pair, "os-update_snapshot_status", content)
        pair("GET", "/snapshots/{snapshot}")


@pytest.mark.parametrize("status", ["error", "creating", "deleting", "error_deleting", "backing-up"])
def test_what_a_status_allows(pair, status):
    pair.volume()
    pair.snapshot(status=status)
    pair("GET", "/snapshots/{snapshot}")
    pair("PUT", "/snapshots/{snapshot}", {"snapshot": {"name": "x"}})
    pair("POST", "/volumes", {"volume": {"snapshot_id": "{snapshot}"}})
    pair("POST", "/volumes/{volume}/action", {"revert": {"snapshot_id": "{snapshot}"}})
    if status not in ("error", "error_deleting"):
        pair("DELETE", "/snapshots/{snapshot}")


def test_revert(pair):
    pair.volume()
    pair.volume("other")
    pair("POST", "/volumes/{volume}/action", {"revert": {"snapshot_id": ZERO}})
    pair.snapshot("a")
    pair.database("UPDATE snapshots SET created_at = ? WHERE id = ?", moment(-9), pair.names[0]["a"])
    pair.snapshot("b")
    for name in ("a",):
        pair("POST", "/volumes/{volume}/action", {"revert": {"snapshot_id": f"{{{name}}}"}})
    pair("POST", "/volumes/{other}/action", {"revert": {"snapshot_id": "{a}"}})
    for content in ({}, {"snapshot_id": "x"}, {"snapshot_id": None}, {"snapshot_id": "{b}", "banana": 1}):
        pair("POST", "/volumes/{volume}/action", {"revert": content})
    pair("POST", "/volumes/{volume}/action", {"revert": {"snapshot_id": "{b}"}}, version="3.39")
