"""What an operator's configuration says of clusters and list filters, seen through the API of the running program."""
import json

import pytest

from harness.service import Died, Scoria

OTHER = "5e1f0c00-0000-4000-8000-000000000001"


def settings(**options):
    return "[DEFAULT]\n" + "".join(f"{name} = {value}\n" for name, value in options.items())


def test_a_cluster_survives_a_restart():
    with Scoria(name="cluster", settings=settings(cluster="gang")) as service:
        api = service.api()
        assert [cluster["name"] for cluster in api.get("/clusters")["clusters"]] == ["gang@default"]
        api.put("/clusters/disable", {"name": "gang@default", "disabled_reason": "repair"})
        service.kill()
        service.start(pools=False)
        shown = api.get("/clusters/gang@default")["cluster"]
        assert (shown["status"], shown["disabled_reason"], shown["state"]) == ("disabled", "repair", "up")
        volume = api.create_volume()
        api.settle("volume", volume, "error")
        api.put("/clusters/enable", {"name": "gang@default"})
        placed = api.new_volume()
        assert api.volume(placed)["cluster_name"].startswith("gang@default#")
        host = api.volume(placed)["os-vol-host-attr:host"].split("#")[0]
        usage = api.get(f"/os-hosts/{host}")["host"]
        assert usage[0]["resource"]["project"] == "(total)" and usage[0]["resource"]["volume_count"] == "1"


def test_list_filters_come_from_the_operators_file(tmp_path):
    file = tmp_path / "resource_filters.json"
    file.write_text(json.dumps({"volume": ["name"], "pool": []}))
    with Scoria(name="filters", settings=settings(resource_query_filters_file=file)) as service:
        api = service.api()
        assert api.get("/resource_filters?resource=volume") == {"resource_filters": [{"resource": "volume", "filters": ["name"]}]}
        assert api.call("GET", "/scheduler-stats/get_pools?name=x").status == 400


def test_a_wrong_file_of_list_filters_stops_the_start(tmp_path):
    file = tmp_path / "resource_filters.json"
    file.write_text('{"volume": "name"}')
    with pytest.raises(Died, match="list filters of volume must be a list"):
        with Scoria(name="filters", settings=settings(resource_query_filters_file=file)):
            pass
