"""Backends that pretend: the connection info of three transports, a hundred pools, and drivers that fail and take their time."""
import collections
import concurrent.futures

import pytest

from harness.service import Scoria
from harness.waiting import until

CONFIGURATION = """\
[DEFAULT]
enabled_backends = scsi, rdma, fabric, many, faulty, slow
quota_volumes = -1
quota_gigabytes = -1

[scsi]
volume_driver = scoria.fake
volume_backend_name = SCSI
fake_transport = iscsi

[rdma]
volume_driver = scoria.fake
volume_backend_name = RDMA
fake_transport = iser

[fabric]
volume_driver = scoria.fake
volume_backend_name = FABRIC
fake_transport = fc

[many]
volume_driver = scoria.fake
volume_backend_name = MANY
fake_pools = 100
fake_pool_size = 1000

[faulty]
volume_driver = scoria.fake
volume_backend_name = FAULTY
fake_faults = createVolume:transient:30, createExport:permanent:100, deleteVolume:ambiguous:30

[slow]
volume_driver = scoria.fake
volume_backend_name = SLOW
fake_delay = 1
"""
POOLS = 105
ISCSI = {"initiator": "iqn.1994-05.com.example:client", "host": "client", "ip": "192.0.2.9"}
FABRIC = {"wwpns": ["50060B0000C26204", "50060B0000C26205"], "wwnns": ["50060B0000C26200"], "host": "client"}


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    file = tmp_path_factory.mktemp("fake") / "scoria.conf"
    file.write_text(CONFIGURATION)
    with Scoria(name="fake", config=file) as service:
        until(lambda: len(pools(service.api())) == POOLS, "every pool to be reported", 30)
        for backend in ("SCSI", "RDMA", "FABRIC", "MANY", "FAULTY", "SLOW"):
            kind = service.api().post("/types", {"volume_type": {"name": backend}})["volume_type"]["id"]
            service.api().post(f"/types/{kind}/extra_specs", {"extra_specs": {"volume_backend_name": backend}})
        yield service


@pytest.fixture
def api(service):
    return service.api()


def pools(api):
    return api.get("/scheduler-stats/get_pools")["pools"]


def attachment(api, volume, connector, expect=(200, 202)):
    return api.post("/attachments", {"attachment": {"volume_uuid": volume, "connector": connector}}, expect)


def connection_info(api, volume, connector):
    made = attachment(api, volume, connector)["attachment"]
    api.delete(f"/attachments/{made['id']}")
    until(lambda: api.volume(volume)["status"] == "available", "the volume to be free again", 30)
    return made["connection_info"]


@pytest.mark.parametrize("backend, kind", [("SCSI", "iscsi"), ("RDMA", "iser")])
def test_iscsi_and_iser_differ_by_their_transport_alone(api, backend, kind):
    volume = api.new_volume(size=1, volume_type=backend)
    info = connection_info(api, volume, ISCSI)
    assert info["driver_volume_type"] == kind
    assert info["target_iqn"].endswith(volume) and info["target_lun"] == 1 and info["volume_id"] == volume
    assert "target_iqns" not in info
    assert connection_info(api, volume, ISCSI | {"multipath": True})["target_iqns"] == [info["target_iqn"]]


def test_fibre_channel_gives_one_target_or_the_list_of_them(api):
    volume = api.new_volume(size=1, volume_type="FABRIC")
    single = connection_info(api, volume, FABRIC)
    assert single["driver_volume_type"] == "fibre_channel"
    assert isinstance(single["target_wwn"], (str, list)) and single["target_lun"] >= 0
    several = connection_info(api, volume, FABRIC | {"multipath": True})
    assert len(several["target_wwn"]) == 2
    initiators = {name.lower() for name in FABRIC["wwpns"]}
    for info in (single, several):
        targets = [info["target_wwn"]] if isinstance(info["target_wwn"], str) else info["target_wwn"]
        assert {name.lower() for name in info["initiator_target_map"]} == initiators
        assert all(set(reached) == set(targets) for reached in info["initiator_target_map"].values())


@pytest.mark.parametrize("backend, connector, wanted", [
    ("FABRIC", ISCSI, "wwpns"),
    ("FABRIC", FABRIC | {"wwpns": []}, "wwpns"),
    ("FABRIC", FABRIC | {"wwpns": ["not a name"]}, "wwpns"),
    ("SCSI", FABRIC, "initiator"),
    ("RDMA", {"host": "client"}, "initiator"),
])
def test_a_connector_of_another_transport_is_refused_and_leaves_nothing(api, backend, connector, wanted):
    volume = api.new_volume(size=1, volume_type=backend)
    answer = api.call("POST", "/attachments", {"attachment": {"volume_uuid": volume, "connector": connector}})
    assert answer.status == 400 and wanted in answer.text, answer.text
    assert api.volume(volume)["status"] == "available" and api.volume(volume)["attachments"] == []
    assert api.get(f"/attachments?volume_id={volume}")["attachments"] == []


def test_a_hundred_pools_share_what_comes(service, api):
    assert sum("@many#" in pool["name"] for pool in pools(api)) == 100
    with concurrent.futures.ThreadPoolExecutor(8) as workers:
        volumes = list(workers.map(lambda number: service.api().create_volume(size=10, volume_type="MANY", name=f"v{number}"), range(300)))
    found = collections.Counter()
    for volume in volumes:
        api.settle("volume", volume, "available")
        found[api.volume(volume)["os-vol-host-attr:host"]] += 1
    # The emptiest pool is taken each time, so that all get as much.
    assert len(found) == 100 and set(found.values()) == {3}, found
    for volume in volumes:
        api.delete(f"/volumes/{volume}", 202)
    for volume in volumes:
        api.gone("volume", volume)


def test_faults_come_as_often_as_they_were_asked_for_and_leave_nothing_stuck(api):
    volumes = [api.create_volume(size=1, volume_type="FAULTY") for _ in range(20)]
    ends = {volume: until(lambda volume=volume: api.volume(volume)["status"].replace("creating", ""), "an end", 60) for volume in volumes}
    # A transient failure is tried again, three times in all: most volumes come to be.
    good = [volume for volume, status in ends.items() if status == "available"]
    assert set(ends.values()) <= {"available", "error"} and len(good) >= 15, ends
    answer = api.call("POST", "/attachments", {"attachment": {"volume_uuid": good[0], "connector": ISCSI}})
    assert answer.status >= 500 and "fake_faults" in answer.text, answer.text
    until(lambda: api.volume(good[0])["status"] == "available", "the volume to be free again", 30)
    for volume in volumes:
        api.delete(f"/volumes/{volume}", 202)
    for volume in volumes:
        api.gone("volume", volume)


def test_a_kill_while_a_slow_backend_is_at_work_is_made_good(service, api):
    volumes = [api.create_volume(size=1, volume_type="SLOW") for _ in range(5)]
    service.kill()
    service.start()
    for volume in volumes:
        api.settle("volume", volume, "available")
    log = service.log.read_text()
    for volume in volumes:
        assert any("createVolume" in line and volume in line for line in log.splitlines()), "each call is in the log"
        api.delete(f"/volumes/{volume}", 202)
    service.kill()
    service.start()
    for volume in volumes:
        api.gone("volume", volume)
