"""Where volumes go and why: what owners and operators are told, what is asked without making anything, and what a failing backend costs."""
import contextlib
import http.client
import json
import subprocess

import pytest

from harness.service import Scoria
from harness.waiting import until

CONFIGURATION = """\
[DEFAULT]
enabled_backends = first, second
scheduler_default_filters = AvailabilityZoneFilter,CapacityFilter,CapabilitiesFilter,DriverFilter,SameBackendFilter,DifferentBackendFilter,JsonFilter
scheduler_default_weighers = cinder.scheduler.weights.goodness.GoodnessWeigher
scheduler_max_attempts = 2
goodness_function = 50

[first]
volume_driver = scoria.file
volume_backend_name = FIRST
goodness_function = volume.size < 3 ? 100 : 0
filter_function = volume.size < 10

[second]
volume_driver = scoria.file
volume_backend_name = SECOND
"""
HINTS = "OS-SCH-HNT:scheduler_hints"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    file = tmp_path_factory.mktemp("placement") / "scoria.conf"
    file.write_text(CONFIGURATION)
    with Scoria(name="placement", config=file) as service:
        until(lambda: len(service.api().get("/scheduler-stats/get_pools")["pools"]) == 2, "both pools to be reported", 30)
        yield service


def backend(volume):
    return volume["os-vol-host-attr:host"].split("@")[1].split("#")[0]


def operation(api, volume):
    rows = api.get(f"/operations?resource_id={volume}")["operations"]
    identifier = next(row["id"] for row in rows if row["action"] == "volume.create")
    return api.get(f"/operations/{identifier}")["operation"]


def remove(api, *volumes):
    for volume in volumes:
        api.delete(f"/volumes/{volume}", 202)
    for volume in volumes:
        api.gone("volume", volume)


def explain(service, *arguments, code=0):
    command = [*service.command("explain", *arguments), "--state-path", str(service.state), "--config", str(service.config)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


def test_the_operation_says_why(service):
    """Every pool with filter or weights, for the operator."""
    api = service.api()
    volume = api.new_volume(size=1)
    assert backend(api.volume(volume)) == "first"
    placement = operation(api, volume)["placement"]
    assert placement["summary"] == "2 pools fit."
    attempt, = placement["attempts"]
    assert "@first#" in attempt["pool"] and attempt["error"] is None
    weights = {pool["pool"].split("@")[1].split("#")[0]: pool["weights"][0] for pool in attempt["explanation"]["pools"]}
    assert weights["first"]["raw"] == 100 and weights["second"]["raw"] == 50, weights
    remove(api, volume)


def test_a_dry_run_makes_nothing(service):
    """The body that would create a volume, asked; the command says the same."""
    api = service.api()
    before = api.get("/volumes")["volumes"], api.get("/operations")["operations"]
    for size, expected in (1, "first"), (5, "second"):
        answer = api.post("/operations/explain", {"volume": {"size": size}}, 200)["placement"]
        assert f"@{expected}#" in answer["pool"], answer
        assert f"@{expected}#" in explain(service, "--size", size)
    answer = api.post("/operations/explain", {"volume": {"size": 20}}, 200)["placement"]
    dropped = next(pool for pool in answer["pools"] if "@first#" in pool["pool"])
    assert dropped["filter"] == "DriverFilter" and not dropped["fits"], dropped
    pool = next(pool["pool"] for pool in answer["pools"] if pool["fits"])
    pinned = api.post("/operations/explain", {"volume": {"size": 1}, "pool": pool}, 200)["placement"]
    assert pinned["pool"] == pool and pinned["pools_fitting"] == 1
    refused = api.post("/operations/explain", {"volume": {"size": 2000000}}, 200)["placement"]
    assert refused["pool"] is None and "2000000" in refused["summary"], refused
    said = json.loads(explain(service, "--size", "2000000", "--json", code=1))
    assert said["pool"] is None and said["summary"] == refused["summary"]
    assert api.call("POST", "/operations/explain", {"volume": {"size": 1, "volume_type": "nothing"}}).status == 404
    assert api.call("POST", "/operations/explain", {"volume": {"size": "x"}}).status == 400
    assert api.call("POST", "/operations/explain", {"pool": "x"}).status == 400
    assert (api.get("/volumes")["volumes"], api.get("/operations")["operations"]) == before


def test_hints(service):
    """same_host, different_host and query count; a hint tells nothing of another project's volumes."""
    api = service.api()
    volume = api.new_volume(size=1)
    assert backend(api.volume(volume)) == "first"

    def asked(**hints):
        return api.post("/operations/explain", {"volume": {"size": 1}, HINTS: hints}, 200)["placement"]["pool"]

    assert "@second#" in asked(different_host=volume)
    assert "@first#" in asked(same_host=[volume])
    assert "@second#" in asked(query='["=", "$volume_backend_name", "SECOND"]')
    assert asked(same_host=[volume], different_host=[volume]) is None
    answer = api.post("/volumes", {"volume": {"size": 1}, HINTS: {"different_host": [volume]}}, 202)["volume"]
    api.settle("volume", answer["id"], "available")
    assert backend(api.volume(answer["id"])) == "second"
    assert "@second#" in explain(service, "--size", "1", "--different-host", volume, "--project", api.project)
    stranger = service.api(project="0ddba11c0ffee0ddba11c0ffee000001")
    placement = stranger.post("/operations/explain", {"volume": {"size": 1}, HINTS: {"same_host": volume}}, 200)["placement"]
    assert placement["pool"] is None, placement
    assert api.call("POST", "/volumes", {"volume": {"size": 1}, HINTS: {"same_host": "nonsense"}}).status == 400
    remove(api, volume, answer["id"])


def test_a_backend_that_fails_costs_no_volume(service):
    """The first pool vanishes: the volume goes to the second, both attempts are on record, and nothing is left behind."""
    api = service.api()
    pool = service.state / "pools" / "first"
    away = pool.with_name("away")
    pool.rename(away)
    volume = api.create_volume(size=1)
    api.settle("volume", volume, "available", 60)
    assert backend(api.volume(volume)) == "second"
    shown = operation(api, volume)
    attempts = shown["placement"]["attempts"]
    if len(attempts) > 1:
        assert "@first#" in attempts[0]["pool"] and attempts[0]["error"] and attempts[1]["error"] is None, attempts
    away.rename(pool)
    until(lambda: all(row["finished_at"] for row in api.get("/operations")["operations"]), "every flow to end", 60)
    assert sorted(file.name for file in pool.glob("volume-*")) == []
    remove(api, volume)


@pytest.mark.parametrize("fault", ["createOnBackend.before-call", "createOnBackend.before-undo", "createOnBackend.after-undo",
                                   "createOnBackend.before-commit:2", "createOnBackend.after-commit:2"])
def test_killed_on_the_way_to_the_next_pool(tmp_path, fault):
    """kill -9 while a volume is on its way from a pool that vanished to the next one: it arrives, and nothing is left."""
    pool = tmp_path / "first"
    pool.mkdir()
    file = tmp_path / "scoria.conf"
    file.write_text(CONFIGURATION.replace("[first]\n", f"[first]\nfile_pool_path = {pool}\nfile_pool_create = false\n"))
    with Scoria(name="killed", config=file) as service:
        service.stop()
        point, _, count = fault.partition(":")
        service.start(fault=f"flow.volume.create.{point}:{count or 1}")
        api = service.api()
        until(lambda: len(api.get("/scheduler-stats/get_pools")["pools"]) == 2, "both pools to be reported", 30)
        away = pool.with_name("away")
        pool.rename(away)
        # The earliest of these kills comes right after the commit, and now and then before the answer has left.
        with contextlib.suppress(OSError, http.client.HTTPException):
            api.create_volume(size=1)
        service.process.wait(120)
        service.start()
        volume = api.get("/volumes")["volumes"][0]["id"]
        api.settle("volume", volume, "available", 60)
        assert backend(api.volume(volume)) == "second"
        away.rename(pool)
        until(lambda: all(row["finished_at"] for row in api.get("/operations")["operations"]), "every flow to end", 90)
        assert sorted(file.name for file in pool.glob("volume-*")) == []
        remove(api, volume)
        until(lambda: service.query("SELECT * FROM flow_locks") == [], "every lock to be gone")


@pytest.mark.parametrize("line, word", [
    ("scheduler_default_filters = CapacityFilter,NoSuchFilter", "NoSuchFilter"),
    ("scheduler_default_weighers = Heavy", "Heavy"),
    ("scheduler_weight_handler = Dice", "Dice"),
    ("scheduler_max_attempts = 0", "0"),
    ("filter_function = volume.size <", "filter_function"),
])
def test_wrong_options_stop_the_start(service, tmp_path, line, word):
    """Names that nobody knows and expressions that cannot be read are named with file and line."""
    file = tmp_path / "scoria.conf"
    file.write_text(f"[DEFAULT]\n{line}\n")
    for command in ["config", "check"], ["serve"]:
        arguments = [*service.command(*command), "--config", str(file), "--state-path", str(tmp_path / "state")]
        done = subprocess.run(arguments, capture_output=True, text=True, timeout=120)
        assert done.returncode == 78, done.stdout + done.stderr
        assert word in done.stdout + done.stderr and "scoria.conf:2" in done.stdout + done.stderr, done.stdout + done.stderr


def test_members_get_a_sentence(guarded, keystone):
    """Whoever may create volumes may ask where one would go, and learns no name of a pool, neither before nor after."""
    member = keystone.api(guarded, "member")
    question = {"volume": {"size": 1}}
    assert member.post("/operations/explain", question, 200)["placement"] == {"summary": "1 pool fits.", "fits": True}
    assert member.call("POST", "/operations/explain", question | {"pool": "vm@default"}).status == 403
    assert keystone.api(guarded, "reader").call("POST", "/operations/explain", question).status == 403
    assert keystone.api(guarded, "admin").post("/operations/explain", question, 200)["placement"]["pools_fitting"] == 1
    volume = member.new_volume(size=1)
    assert operation(member, volume)["placement"] == {"summary": "1 pool fits.", "attempts": 1}
    remove(member, volume)
