"""What belongs to a project: quotas, limits, transfers, messages, default types."""
import pytest

ZERO = "00000000-0000-0000-0000-000000000000"
OTHER = "0ddba11c0ffee0ddba11c0ffee000001"


@pytest.mark.parametrize("version", ["3.0", "3.38", "3.71"])
def test_information(pair, version):
    for path in ("/limits", "/extensions", "/extensions/os-hosts", "/os-availability-zone", "/messages", "/os-quota-class-sets/default", "/resource_filters",
                 "/resource_filters?resource=volume", "/resource_filters?resource=banana"):
        pair("GET", path, version=version)


def test_quotas(pair):
    at = f"/os-quota-sets/{pair.sides[0].project}"
    for path in (at, at + "?usage=true", at + "?usage=false", at + "?usage=banana", at + "/defaults"):
        pair("GET", path)
    for content in ({"volumes": 5}, {"volumes": -1}, {"volumes": -2}, {"volumes": "5"}, {"volumes": "x"}, {"volumes": 1.5}, {"volumes": None}, {"banana": 1}, {}, {"volumes": 2 ** 31},
                    {"volumes": 2147483647}, {"gigabytes": 100, "snapshots": 3}, {"volumes___DEFAULT__": 4}, {"gigabytes_nothing": 4}, {"per_volume_gigabytes": 7}, {"volumes": True},
                    {"groups": 2}, {"backups": 2, "backup_gigabytes": 3}, {"volumes": [], "gigabytes": 1}):
        pair("PUT", at, {"quota_set": content})
        pair("GET", at, note=f"after {content}")
    pair("PUT", at + "?skip_validation=false", {"quota_set": {"volumes": 9}})
    pair("DELETE", at)
    pair("GET", at)
    for body in ({}, {"quota_set": None}, {"quota_set": []}, {"banana": {}}):
        pair("PUT", at, body)


def test_quota_classes(pair):
    for name in ("default", "banana"):
        at = f"/os-quota-class-sets/{name}"
        pair("GET", at)
        for content in ({"volumes": 8}, {"volumes": "8"}, {"volumes": "-1"}, {"volumes": -1}, {"volumes": "x"}, {"banana": 1}, {}, {"volumes": 2 ** 31}):
            pair("PUT", at, {"quota_class_set": content})
        pair("PUT", at, {"quota_class_set": {"volumes": 10}})
        pair("GET", at)


def test_over_quota(pair):
    at = f"/os-quota-sets/{pair.sides[0].project}"
    pair.volume()
    pair("PUT", at, {"quota_set": {"volumes": 1, "gigabytes": 2, "snapshots": 0, "per_volume_gigabytes": 1}})
    pair("POST", "/volumes", {"volume": {"size": 1}})
    pair("POST", "/volumes", {"volume": {"size": 2}})
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}})
    pair("POST", "/volumes/{volume}/action", {"os-extend": {"new_size": 2}})
    pair("PUT", at, {"quota_set": {"volumes": 10, "snapshots": 10, "gigabytes": 1, "per_volume_gigabytes": -1}})
    pair("POST", "/volumes", {"volume": {"size": 1}})
    pair("POST", "/snapshots", {"snapshot": {"volume_id": "{volume}"}})
    pair("POST", "/volumes/{volume}/action", {"os-extend": {"new_size": 2}})
    pair("GET", at + "?usage=true")
    pair("GET", "/limits")
    pair("PUT", at, {"quota_set": {"volumes": 0}}, note="below use")


@pytest.mark.parametrize("path,version", [("/os-volume-transfer", "3.0"), ("/volume-transfers", "3.55"), ("/volume-transfers", "3.57"), ("/volume-transfers", "3.71")])
def test_transfers(pair, path, version):
    pair.volume()
    for content in ({}, {"volume_id": "x"}, {"volume_id": ZERO}, {"volume_id": "{volume}", "name": "n" * 256}, {"volume_id": "{volume}", "banana": 1}, {"volume_id": None},
                    {"volume_id": "{volume}", "no_snapshots": "banana"}):
        pair("POST", path, {"transfer": content}, version=version)
    pair("POST", path, {"transfer": {"volume_id": "{volume}", "name": "give"}}, version=version, save={"transfer": "transfer.id", "key": "transfer.auth_key"})
    pair("GET", "/volumes/{volume}", version=version)
    for query in ("", "/detail", "/{transfer}", "?limit=1", "?all_tenants=0", "?name=give", "?banana=1", "?limit=x", "?sort=name:asc"):
        pair("GET", path + query, version=version)
    pair("POST", path, {"transfer": {"volume_id": "{volume}"}}, version=version, note="again")
    pair("DELETE", "/volumes/{volume}", version=version)
    for content in ({}, {"auth_key": "x"}, {"auth_key": None}, {"auth_key": "x", "banana": 1}):
        pair("POST", path + "/{transfer}/accept", {"accept": content}, version=version)
    pair("POST", f"{path}/{ZERO}/accept", {"accept": {"auth_key": "x"}}, version=version)
    pair("DELETE", path + "/{transfer}", version=version)
    pair("GET", path + "/{transfer}", version=version)
    pair("GET", "/volumes/{volume}", version=version)
    pair("POST", path, {"transfer": {"volume_id": "{volume}"}}, version=version, save={"transfer": "transfer.id", "key": "transfer.auth_key"})
    pair("POST", path + "/{transfer}/accept", {"accept": {"auth_key": "{key}"}}, version=version)
    pair("GET", "/volumes/{volume}", version=version, note="accepted")


@pytest.mark.parametrize("query", ["", "?limit=1", "?limit=x", "?sort=created_at:desc", "?sort=banana", "?banana=1", "?message_level=error", "?event_id=x",
                                   f"?marker={ZERO}", "?resource_type=VOLUME", "?with_count=true"])
def test_messages(pair, query):
    for version in ("3.3", "3.5", "3.71"):
        pair("GET", "/messages" + query, version=version)


def test_default_types(pair):
    for path in ("/default-types", f"/default-types/{OTHER}"):
        pair("GET", path)
    for body in ({}, {"default_type": {}}, {"default_type": {"volume_type": ""}}, {"default_type": {"volume_type": 1}}, {"default_type": {"banana": "x"}}):
        pair("PUT", f"/default-types/{OTHER}", body)
