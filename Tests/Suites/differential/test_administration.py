"""What administrators look at and change: services, hosts, clusters, workers, objects to be managed."""
import pytest

ZERO = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize("version", ["3.0", "3.7", "3.71"])
def test_services(pair, version):
    for query in ("", "?binary=cinder-volume", "?host=peer@default", "?banana=1", "?binary=banana"):
        pair("GET", "/os-services" + query, version=version)


@pytest.mark.parametrize("name", ["enable", "disable", "disable-log-reason"])
def test_switching_services(pair, name):
    for body in ({}, {"host": "peer@default"}, {"binary": "cinder-volume"}, {"host": "nobody", "binary": "cinder-volume"}, {"host": "", "binary": "cinder-volume"},
                 {"host": "peer@default", "binary": "cinder-volume", "disabled_reason": "r" * 256}, {"host": "peer@default", "binary": "cinder-volume", "disabled_reason": ""},
                 {"host": "peer@default", "binary": "cinder-volume", "disabled_reason": "test"}, {"host": "peer@default", "binary": "cinder-volume"},
                 {"host": "peer@default", "binary": "cinder-volume", "banana": 1}, {"host": 1, "binary": "cinder-volume"}, {"host": "peer@default", "service": "cinder-volume"}):
        for version in ("3.0", "3.71"):
            pair("PUT", f"/os-services/{name}", body, version=version)
    # The ancestor's own way back stores nothing (trap 1).
    pair.database("UPDATE services SET disabled = 0, disabled_reason = NULL")
    pair.only(1, "PUT", "/os-services/enable", {"host": "peer@default", "binary": "cinder-volume"}, (200,))


@pytest.mark.parametrize("name", ["freeze", "thaw", "failover", "failover_host", "get-log", "set-log", "banana"])
def test_other_things_of_services(pair, name):
    for body in ({}, {"host": "nobody"}, {"host": ""}, {"host": 1}, {"banana": 1}, {"binary": "banana"}, {"level": "banana"}, {"binary": "cinder-api", "level": "banana"}):
        pair("PUT", f"/os-services/{name}", body)


def test_hosts(pair):
    for path in ("/os-hosts", "/os-hosts/nobody", "/os-hosts/peer@default", "/os-hosts?zone=nova", "/os-hosts?zone=moon"):
        pair("GET", path)
    for body in ({}, {"status": "banana"}, {"banana": 1}, {"status": "enable"}):
        pair("PUT", "/os-hosts/nobody", body)
    for body in ({}, {"status": "banana"}, {"banana": 1}):
        pair("PUT", "/os-hosts/peer@default", body)


def test_clusters(pair):
    for version in ("3.7", "3.71"):
        for path in ("/clusters", "/clusters/detail", "/clusters?name=x", "/clusters?banana=1", "/clusters?is_up=true", "/clusters?disabled=banana", "/clusters/nothing"):
            pair("GET", path, version=version)
        for name in ("enable", "disable", "banana"):
            for body in ({}, {"name": "nothing"}, {"name": ""}, {"name": "nothing", "binary": "cinder-volume"}, {"name": "x", "banana": 1}, {"name": 1}):
                pair("PUT", f"/clusters/{name}", body, version=version)


def test_workers(pair):
    for body in ({"banana": 1}, {"resource_type": "banana"}, {"resource_id": "x"}, {"is_up": "banana"}, {"resource_id": ZERO}, {"resource_type": "Volume", "resource_id": ZERO}):
        pair("POST", "/workers/cleanup", body)


@pytest.mark.parametrize("path,version", [("/manageable_volumes", "3.8"), ("/manageable_volumes", "3.71"), ("/os-volume-manage", "3.0"), ("/os-volume-manage", "3.71")])
def test_managing_volumes(pair, path, version):
    for content in ({}, {"host": "nobody@x#y"}, {"host": "nobody@x#y", "ref": {"source-name": "x"}}, {"ref": {}}, {"host": "peer@default#default", "ref": {}},
                    {"host": "peer@default#default", "ref": "x"}, {"host": "peer@default#default", "ref": {"source-name": "x"}, "volume_type": "nothing"},
                    {"host": "peer@default#default", "ref": {"source-name": "x"}, "banana": 1}, {"host": "peer@default#default", "ref": {"source-name": "x"}, "metadata": {"a": 1}},
                    {"host": "peer@default#default", "cluster": "x", "ref": {"source-name": "x"}}, {"host": "peer@default#default", "ref": {"source-name": "x"}, "bootable": "banana"}):
        pair("POST", path, {"volume": content}, version=version)
    for query in ("", "?host=nobody", "?host=peer@default#default&sort=banana", "?host=peer%40default%23default&sort=reference:up", "?host=a&cluster=b", "?limit=x&host=peer%40default"):
        pair("GET", path + query, version=version)


@pytest.mark.parametrize("path,version", [("/manageable_snapshots", "3.8"), ("/manageable_snapshots", "3.71"), ("/os-snapshot-manage", "3.0")])
def test_managing_snapshots(pair, path, version):
    pair.volume()
    for content in ({}, {"volume_id": ZERO, "ref": {"source-name": "x"}}, {"volume_id": "x", "ref": {"source-name": "x"}}, {"volume_id": "{volume}"}, {"ref": {"source-name": "x"}},
                    {"volume_id": "{volume}", "ref": "x"}, {"volume_id": "{volume}", "ref": {"source-name": "x"}, "metadata": {"a": 1}},
                    {"volume_id": "{volume}", "ref": {"source-name": "x"}, "banana": {}}):
        pair("POST", path, {"snapshot": content}, version=version)
    for query in ("", "?host=nobody", "?host=peer%40default%23default&sort=banana"):
        pair("GET", path + query, version=version)


def test_capabilities_and_pools(pair):
    pair("GET", "/capabilities/nobody")
    for query in ("?sort=banana", "?banana=1"):
        pair("GET", "/capabilities/nobody" + query)
