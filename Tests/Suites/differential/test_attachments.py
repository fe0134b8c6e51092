"""Attachments, and the older way to attach."""
import pytest

ZERO = "00000000-0000-0000-0000-000000000000"
INSTANCE = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize("version", ["3.27", "3.44", "3.54", "3.71"])
def test_life(pair, version):
    pair.volume()
    pair("POST", "/attachments", {"attachment": {"volume_uuid": "{volume}", "instance_uuid": INSTANCE}}, version=version, save={"attachment": "attachment.id"})
    pair("GET", "/volumes/{volume}", version=version)
    for path in ("/attachments", "/attachments/detail", "/attachments/{attachment}", "/attachments?volume_id={volume}", f"/attachments?instance_id={INSTANCE}",
                 "/attachments?status=reserved", "/attachments?limit=1", "/attachments?sort=id:asc", "/attachments?banana=1", "/attachments?limit=x"):
        pair("GET", path, version=version)
    for body in ({}, {"attachment": {}}, {"attachment": {"connector": None}}, {"attachment": {"connector": {}}}, {"attachment": {"banana": 1}}):
        pair("PUT", "/attachments/{attachment}", body, version=version)
    pair("DELETE", "/attachments/{attachment}", version=version)
    pair("GET", "/attachments/{attachment}", version=version)
    pair("GET", "/volumes/{volume}", version=version)


CREATES = {
    "nothing": {}, "no volume": {"instance_uuid": INSTANCE}, "volume unknown": {"volume_uuid": ZERO}, "volume no id": {"volume_uuid": "x"},
    "volume null": {"volume_uuid": None}, "instance no id": {"volume_uuid": "{volume}", "instance_uuid": "x"}, "unknown key": {"volume_uuid": "{volume}", "banana": 1},
    "connector wrong": {"volume_uuid": "{volume}", "connector": "x"}, "mode wrong": {"volume_uuid": "{volume}", "mode": "x"}, "mode ro": {"volume_uuid": "{volume}", "mode": "ro"},
}


@pytest.mark.parametrize("name", CREATES)
def test_creates(pair, name):
    pair.volume()
    for version in ("3.27", "3.53", "3.54", "3.71"):
        pair("POST", "/attachments", {"attachment": CREATES[name]}, version=version, note=name)


def test_attached(pair):
    """What an attached volume looks like and refuses."""
    pair.volume()
    pair.attach()
    for path in ("/volumes/{volume}", "/volumes/detail", "/attachments", "/attachments/detail", "/attachments/{attachment}", "/volumes?status=in-use"):
        pair("GET", path)
    pair("GET", "/volumes/{volume}", version="3.0")
    pair("POST", "/attachments", {"attachment": {"volume_uuid": "{volume}", "instance_uuid": ZERO}})
    pair("POST", "/attachments/{attachment}/action", {"os-complete": {}})
    pair("POST", "/attachments/{attachment}/action", {"os-complete": {}}, version="3.43")
    pair("POST", "/attachments/{attachment}/action", {"banana": {}})
    pair("DELETE", "/volumes/{volume}")
    pair("POST", "/volumes/{volume}/action", {"os-reserve": {}})
    pair("POST", "/volumes/{volume}/action", {"os-extend": {"new_size": 2}}, version="3.41")
    pair("POST", "/volumes/{volume}/action", {"os-set_bootable": {"bootable": True}})
    pair("POST", "/volumes/{volume}/action", {"os-update_readonly_flag": {"readonly": True}})
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}}, version="3.65")
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}", "force": True}}, version="3.65")
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}})
    pair("POST", "/volumes", {"volume": {"source_volid": "{volume}"}})
    for name in ("os-begin_detaching", "os-begin_detaching", "os-roll_detaching", "os-roll_detaching"):
        pair("POST", "/volumes/{volume}/action", {name: {}})
        pair("GET", "/volumes/{volume}", note=f"after {name}")
    pair("POST", "/volumes/{volume}/action", {"os-detach": {"attachment_id": ZERO}})
    pair("POST", "/volumes/{volume}/action", {"os-reset_status": {"status": "error", "attach_status": "detached"}})
    pair("GET", "/volumes/{volume}")


def test_older_ways(pair):
    pair.volume()
    for content in ({}, {"instance_uuid": INSTANCE}, {"instance_uuid": "x", "mountpoint": "/dev/vdb"}, {"host_name": "a b", "mountpoint": "/dev/vdb"},
                    {"instance_uuid": INSTANCE, "mountpoint": "", "mode": "rw"}, {"instance_uuid": INSTANCE, "mountpoint": "/dev/vdb", "mode": "x"},
                    {"mountpoint": "/dev/vdb"}, {"banana": 1}):
        pair("POST", "/volumes/{volume}/action", {"os-attach": content})
    for name, content in (("os-initialize_connection", {}), ("os-initialize_connection", {"connector": None}), ("os-terminate_connection", {}),
                          ("os-terminate_connection", {"connector": "x"}), ("os-force_detach", {}), ("os-force_detach", {"attachment_id": 1}),
                          ("os-force_detach", {"attachment_id": ZERO}), ("os-detach", {"attachment_id": 5})):
        pair("POST", "/volumes/{volume}/action", {name: content})
    pair("GET", "/volumes/{volume}")
