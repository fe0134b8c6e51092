"""Volumes: life, views by version, lists, metadata, actions."""
import pytest

from differential.conftest import moment

ZERO = "00000000-0000-0000-0000-000000000000"
VERSIONS = ("3.0", "3.12", "3.13", "3.21", "3.27", "3.48", "3.61", "3.63", "3.64", "3.65", "3.69", "3.71")


@pytest.mark.parametrize("version", VERSIONS)
def test_views(pair, version):
    pair("POST", "/volumes", {"volume": {"size": 1, "name": "seen", "description": "d", "metadata": {"a": "b"}}}, version=version,
         save={"volume": "volume.id"})
    pair.settle_volume()
    for path in ("/volumes", "/volumes/detail", "/volumes/{volume}"):
        pair("GET", path, version=version)
    pair("PUT", "/volumes/{volume}", {"volume": {"name": "renamed", "description": None, "metadata": {"c": "d"}}}, version=version)
    pair("GET", "/volumes/{volume}", version=version)


def test_life(pair):
    pair.volume("first")
    pair("GET", "/volumes/{first}")
    pair("GET", "/volumes/summary")
    pair("GET", "/volumes/summary", version="3.12")
    pair("GET", "/volumes/summary", version="3.36")
    pair("POST", "/volumes", {"volume": {"source_volid": "{first}", "name": "copy"}}, save={"copy": "volume.id"})
    pair.settle_volume("copy")
    pair("GET", "/volumes/{copy}")
    pair("DELETE", "/volumes/{first}")
    pair.gone("volume", "first")
    pair("GET", "/volumes/{first}")
    pair("DELETE", "/volumes/{copy}?force=true")
    pair.gone("volume", "copy")
    pair("GET", "/volumes")


CREATES = {
    "no size": {}, "size 0": {"size": 0}, "size -1": {"size": -1}, "size 1.5": {"size": 1.5}, "size text": {"size": "1"},
    "size word": {"size": "one"}, "size empty": {"size": ""}, "size null": {"size": None}, "size true": {"size": True}, "size list": {"size": [1]},
    "size blank": {"size": " 1 "}, "size huge": {"size": 2 ** 31}, "size beyond quota": {"size": 100000},
    "name 255": {"size": 1, "name": "n" * 255}, "name 256": {"size": 1, "name": "n" * 256}, "name number": {"size": 1, "name": 1},
    "name null": {"size": 1, "name": None}, "name blank": {"size": 1, "name": "  a  "}, "display_name": {"size": 1, "display_name": "a"},
    "display_description": {"size": 1, "display_description": "a"}, "description 256": {"size": 1, "description": "d" * 256},
    "metadata list": {"size": 1, "metadata": []}, "metadata null": {"size": 1, "metadata": None},
    "metadata value number": {"size": 1, "metadata": {"a": 1}}, "metadata value null": {"size": 1, "metadata": {"a": None}},
    "metadata key empty": {"size": 1, "metadata": {"": "a"}}, "metadata key 256": {"size": 1, "metadata": {"k" * 256: "a"}},
    "metadata value 256": {"size": 1, "metadata": {"k": "v" * 256}}, "metadata odd key": {"size": 1, "metadata": {"a b/c!": "x"}},
    "type unknown": {"size": 1, "volume_type": "nothing"}, "type id unknown": {"size": 1, "volume_type": ZERO},
    "type number": {"size": 1, "volume_type": 1}, "type empty": {"size": 1, "volume_type": ""}, "type null": {"size": 1, "volume_type": None},
    "zone unknown": {"size": 1, "availability_zone": "moon"}, "zone": {"size": 1, "availability_zone": "nova"},
    "zone number": {"size": 1, "availability_zone": 1}, "zone null": {"size": 1, "availability_zone": None},
    "snapshot unknown": {"snapshot_id": ZERO}, "snapshot no id": {"snapshot_id": "x"}, "snapshot null": {"size": 1, "snapshot_id": None},
    "source unknown": {"source_volid": ZERO}, "source no id": {"source_volid": "x"}, "two sources": {"snapshot_id": ZERO, "source_volid": ZERO},
    "replica": {"size": 1, "source_replica": ZERO}, "multiattach": {"size": 1, "multiattach": True}, "multiattach false": {"size": 1, "multiattach": False},
    "multiattach text": {"size": 1, "multiattach": "maybe"}, "consistency group": {"size": 1, "consistencygroup_id": ZERO},
    "unknown key": {"size": 1, "banana": 1}, "user id": {"size": 1, "user_id": "x"}, "project id": {"size": 1, "project_id": "x"},
    "attach status": {"size": 1, "attach_status": "x"}, "status": {"size": 1, "status": "available"}, "hints inside": {"size": 1, "scheduler_hints": {}},
    "group": {"size": 1, "group_id": ZERO}, "backup": {"backup_id": ZERO}, "image null": {"size": 1, "imageRef": None},
}


@pytest.mark.parametrize("name", CREATES)
def test_creates(pair, name):
    for version in ("3.0", "3.27", "3.53", "3.71"):
        pair("POST", "/volumes", {"volume": CREATES[name]}, version=version, note=name)


HINTS = {"same_host": {"same_host": [ZERO]}, "no id": {"same_host": "x"}, "not a list": {"different_host": 1}, "own key": {"mine": "x"},
         "query": {"query": "[\"=\", \"$backend\", 1]"}, "local": {"local_to_instance": ZERO}, "local no id": {"local_to_instance": "x"},
         "null": None, "a list": []}


@pytest.mark.parametrize("name", HINTS)
def test_scheduler_hints(pair, name):
    for key in ("OS-SCH-HNT:scheduler_hints", "scheduler_hints"):
        pair("POST", "/volumes", {"volume": {"size": 1}, key: HINTS[name]}, note=f"{key} {name}")


UPDATES = {
    "nothing": {}, "name": {"name": "b"}, "name null": {"name": None}, "name 256": {"name": "n" * 256}, "name number": {"name": 1},
    "description": {"description": "x"}, "both names": {"name": "b", "display_name": "c"}, "display_description": {"display_description": "y"},
    "metadata": {"metadata": {"x": "y"}}, "metadata wrong": {"metadata": {"x": 1}}, "unknown key": {"banana": 1},
    "size": {"size": 2}, "name and unknown": {"name": "b", "banana": 1},
}


def test_updates(pair):
    pair.volume()
    for name, content in UPDATES.items():
        for version in ("3.0", "3.52", "3.53", "3.71"):
            pair("PUT", "/volumes/{volume}", {"volume": content}, version=version, note=name)
            pair("GET", "/volumes/{volume}", version=version, note=f"after {name}")


QUERIES = [
    "", "?limit=1", "?limit=2", "?limit=0", "?limit=-1", "?limit=x", "?limit=1.5", "?limit=", "?limit=5000", "?offset=1", "?offset=-1",
    "?offset=2147483648", "?offset=x", "?limit=1&offset=1", "?marker=00000000-0000-0000-0000-000000000000", "?marker={b}", "?limit=1&marker={c}",
    "?sort=name:asc", "?sort=name:desc", "?sort=size:asc,name:desc", "?sort=name", "?sort=banana", "?sort=name:up", "?sort=", "?sort_key=name",
    "?sort_key=name&sort_dir=asc", "?sort_dir=asc", "?sort_key=banana", "?sort_dir=up", "?sort=name&sort_key=name", "?sort=created_at:desc,id:asc",
    "?name=a", "?name=nothing", "?status=available", "?status=banana", "?metadata={'k':'v'}", "?metadata={'k':'w'}", "?metadata=x",
    "?all_tenants=0", "?all_tenants=false", "?all_tenants=banana", "?with_count=true", "?with_count=false", "?with_count=banana", "?with_count=true&limit=1",
    "?with_count=True&name=a", "?banana=1", "?display_name=a", "?bootable=true", "?bootable=false", "?bootable=banana", "?size=1", "?size=x", "?user_id=admin",
    "?availability_zone=nova", "?availability_zone=moon", "?host=x", "?name~=a", "?name~=A", "?created_at=gt:2020-01-01T00:00:00",
    "?created_at=lt:2020-01-01T00:00:00", "?created_at=banana", "?created_at=gt:banana", "?updated_at=gt:2020-01-01T00:00:00", "?consumes_quota=true",
    "?consumes_quota=banana", "?glance_metadata={'a':'b'}", "?group_id=00000000-0000-0000-0000-000000000000", "?volume_type=__DEFAULT__", "?id={a}",
    "?migration_status=none", "?replication_status=disabled", "?attach_status=detached", "?multiattach=false", "?encrypted=false", "?project_id=x",
]


def test_lists(pair):
    for name in ("a", "b", "c"):
        pair.volume(name, metadata={"k": "v"} if name == "a" else {})
    for number, name in enumerate("abc"):
        pair.database("UPDATE volumes SET created_at = ? WHERE id = ?", moment(number), pair.names[0][name])
    for query in QUERIES:
        # Python reads {'k': 'v'} here, and the name of a volume must not be filled in.
        for version in ("3.71",) if "limit" in query else ("3.0", "3.34", "3.71"):
            pair("GET", "/volumes" + query, version=version)
    for query in ("", "?limit=2", "?sort=name:asc&limit=1", "?name=a", "?with_count=true", "?all_tenants=0", "?marker={b}"):
        pair("GET", "/volumes/detail" + query)
    for query in ("", "?all_tenants=0", "?name=a", "?banana=1"):
        pair("GET", "/volumes/summary" + query)


def test_metadata(pair):
    pair.volume(metadata={"a": "b"})
    at = "/volumes/{volume}/metadata"
    pair("GET", at)
    pair("GET", at, version="3.14")
    pair("GET", at + "/a")
    pair("GET", at + "/nothing")
    for method in ("POST", "PUT"):
        for body in ({"metadata": {"c": "d"}}, {"metadata": {}}, {"metadata": {"c": 1}}, {"metadata": {"c": None}}, {"metadata": None}, {}, {"metadata": []},
                     {"metadata": {"": "x"}}, {"metadata": {"k" * 256: "x"}}, {"metadata": {"k": "v" * 256}}, {"meta": {"a": "b"}}, {"metadata": {"ü": "ö"}}):
            pair(method, at, body)
    for body in ({"meta": {"e": "f"}}, {"meta": {"g": "h"}}, {"meta": {"e": 1}}, {"meta": {}}, {"meta": {"e": "f", "g": "h"}}, {}, {"metadata": {"e": "f"}}):
        pair("PUT", at + "/e", body)
    pair("PUT", at, {"metadata": {"x": "y"}}, headers={"If-Match": "\"banana\""}, note="If-Match")
    pair("PUT", at, {"metadata": {"x": "y"}}, version="3.14", headers={"If-Match": "\"banana\""}, note="If-Match")
    pair("DELETE", at + "/x")
    pair("DELETE", at + "/x")
    for where in ("", "/a"):
        pair("GET", f"/volumes/{ZERO}/metadata{where}")
    pair("POST", f"/volumes/{ZERO}/metadata", {"metadata": {"a": "b"}})
    pair("PUT", f"/volumes/{ZERO}/metadata", {"metadata": {"a": "b"}})
    pair("DELETE", f"/volumes/{ZERO}/metadata/a")


def act(pair, name, content=None, version="3.71", volume="volume", note=""):
    note = note or ("image metadata" if "image_metadata" in name else "")
    return pair("POST", f"/volumes/{{{volume}}}/action", {name: content}, version=version, note=note)


def test_reset_status(pair):
    pair.volume()
    for status in ("available", "in-use", "error", "deleting", "creating", "banana", "", None, "error_deleting", "detaching", "attaching", "maintenance",
                   "managing", "error_managing", "reserved", "uploading", "error_extending", "AVAILABLE", "retyping", "error_deletingdetaching"):
        act(pair, "os-reset_status", {"status": status})
        pair("GET", "/volumes/{volume}", note=f"after {status}")
    for content in ({}, {"attach_status": "detached"}, {"attach_status": "attached"}, {"attach_status": "banana"}, {"migration_status": "none"},
                    {"migration_status": "migrating"}, {"migration_status": "banana"}, {"status": "available", "attach_status": "detached", "migration_status": None},
                    {"banana": 1}, {"status": "available", "banana": 1}):
        act(pair, "os-reset_status", content)
        pair("GET", "/volumes/{volume}", note=f"after {content}")


def test_reservation(pair):
    pair.volume()
    for name in ("os-reserve", "os-reserve", "os-unreserve", "os-unreserve", "os-begin_detaching", "os-roll_detaching"):
        act(pair, name, {})
        pair("GET", "/volumes/{volume}", note=f"after {name}")


def test_flags(pair):
    pair.volume()
    for value in (True, False, "true", "False", "1", 1, 0, "yes", "banana", None, ""):
        act(pair, "os-set_bootable", {"bootable": value})
        act(pair, "os-update_readonly_flag", {"readonly": value})
    pair("GET", "/volumes/{volume}")
    pair("GET", "/volumes/{volume}", version="3.0")
    for name in ("os-set_bootable", "os-update_readonly_flag"):
        for content in ({}, {"banana": True}, {"bootable": True, "readonly": True}):
            act(pair, name, content)


def test_extend(pair):
    pair.volume()
    for size in (1, 0, -1, "2x", None, 1.5, 100000, "", True, [2]):
        act(pair, "os-extend", {"new_size": size}, note=f"{size!r}")
    for content in ({}, {"new_size": 2, "banana": 1}, {"size": 2}):
        act(pair, "os-extend", content)
    pair.settle_volume(status="error")
    act(pair, "os-extend", {"new_size": 2}, note="error")


@pytest.mark.parametrize("status", ["available", "error", "in-use", "creating", "attaching", "detaching", "maintenance", "reserved", "error_deleting",
                                    "error_extending", "uploading", "downloading", "retyping", "backing-up", "restoring-backup", "awaiting-transfer"])
def test_what_a_status_allows(pair, status):
    """What each status refuses; what it allows would go on in services that the ancestor does not have, but for the last."""
    pair.volume()
    for side in (0, 1):
        if status in ("awaiting-transfer", "in-use"):
            pair.only(side, "POST", "/volumes/{volume}/action", {"os-reset_status": {"status": "error"}}, (202,))
        else:
            pair.only(side, "POST", "/volumes/{volume}/action", {"os-reset_status": {"status": status}})
    if status in ("awaiting-transfer", "in-use"):
        pair.database("UPDATE volumes SET status = ? WHERE id = ?", status, pair.names[0]["volume"])
        pair.ours_database("UPDATE volumes SET status = ? WHERE id = ?", status, pair.names[1]["volume"])
    pair("GET", "/volumes/{volume}")
    pair("PUT", "/volumes/{volume}", {"volume": {"name": "x"}})
    pair("POST", "/volumes/{volume}/metadata", {"metadata": {"a": "b"}})
    if status not in ("available",):
        act(pair, "os-extend", {"new_size": 2}, version="3.0")
        act(pair, "revert", {"snapshot_id": ZERO})
    if status not in ("available", "in-use", "error"):
        pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}})
        pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}", "force": True}}, version="3.65")
    if status not in ("available", "in-use", "reserved", "attaching", "downloading"):
        pair("POST", "/attachments", {"attachment": {"volume_uuid": "{volume}", "instance_uuid": ZERO}})
    if status not in ("available",):
        act(pair, "os-reserve", {})
    if status not in ("available", "in-use"):
        pair("POST", "/volumes", {"volume": {"source_volid": "{volume}"}})
    act(pair, "os-unreserve", {})
    act(pair, "os-begin_detaching", {})
    act(pair, "os-roll_detaching", {})
    pair("GET", "/volumes/{volume}", note="afterwards")
    if status not in ("available", "error", "error_deleting", "error_extending", "in-use"):
        pair("DELETE", "/volumes/{volume}")


def test_image_metadata(pair):
    pair.volume()
    act(pair, "os-show_image_metadata")
    for content in ({"metadata": {"image_name": "x"}}, {"metadata": {}}, {"metadata": {"a": 1}}, {"metadata": None}, {}, {"metadata": {"a": "b" * 256}}):
        act(pair, "os-set_image_metadata", content)
    act(pair, "os-show_image_metadata")
    pair("GET", "/volumes/{volume}")
    pair("GET", "/volumes/detail")
    for content in ({"key": "image_name"}, {"key": "image_name"}, {"key": ""}, {}, {"key": None}, {"key": 1}):
        act(pair, "os-unset_image_metadata", content)
    pair("GET", "/volumes/{volume}")


def test_delete(pair):
    pair.volume()
    pair.snapshot()
    pair("DELETE", "/volumes/{volume}")
    pair("DELETE", "/volumes/{volume}?cascade=banana")
    pair("DELETE", "/volumes/{volume}?force=banana")
    pair.attach(volume="volume")
    pair("DELETE", "/volumes/{volume}?cascade=true")
    pair("DELETE", "/volumes/{volume}?force=true")
    act(pair, "os-force_delete", {}, note="in use")
