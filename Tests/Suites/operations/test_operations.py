"""What operators and owners see and do while things happen: operations, cancelling, flows, metrics, health, logs without secrets."""
import json
import os
import pathlib
import re
import signal
import stat
import subprocess

import pytest

from harness import targets
from harness.initiator import MEBI, Initiator
from harness.main_job import attach, detach
from harness.service import PROJECT, Scoria
from harness.waiting import until


@pytest.fixture
def host():
    with Initiator("operator") as initiator:
        yield initiator


def remove(api, *volumes):
    for volume in volumes:
        api.delete(f"/volumes/{volume}?cascade=true", 202)
    for volume in volumes:
        api.gone("volume", volume)


def operation_of(api, identifier, action):
    rows = api.get("/operations")["operations"]
    return next(row for row in rows if row["resource_id"] == identifier and row["action"] == action)


def test_operation_of_a_volume(scoria):
    """A change is an operation of its project: action, resource, steps, times; nobody else's."""
    api = scoria.api()
    volume = api.new_volume()
    row = operation_of(api, volume, "volume.create")
    assert (row["status"], row["resource_type"], row["error"]) == ("succeeded", "volume", None)
    assert row["started_at"] <= row["finished_at"] and row["request_id"].startswith("req-")
    assert api.get(f"/operations/{row['id']}")["operation"]["id"] == row["id"]
    stranger = scoria.api(project="0ddba11c0ffee0ddba11c0ffee000001")
    assert stranger.get("/operations")["operations"] == []
    assert api.call("GET", "/operations/00000000-0000-0000-0000-000000000000").status == 404
    remove(api, volume)


def test_operation_that_failed_says_why(scoria):
    """Cause and what to do, for the owner; every pool with its numbers, for the operator."""
    api = scoria.api()
    api.raise_quota()
    volume = api.create_volume(size=900000)
    until(lambda: api.volume(volume)["status"] == "error", "the volume to be in error")
    row = until(lambda: operation_of(api, volume, "volume.create")["finished_at"] and operation_of(api, volume, "volume.create"), "the end")
    assert row["status"] == "failed" and "900000" in row["error"]["message"] and len(row["error"]["correction"]) > 10, row
    shown = command(scoria, "flow", "show", row["id"])
    assert "900000" in shown and "default" in shown, shown
    remove(api, volume)
    api.delete(f"/os-quota-sets/{PROJECT}")


def command(service, *arguments):
    done = subprocess.run([*service.command(*arguments), "--state-path", str(service.state)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_flow_commands_beside_a_running_service(scoria):
    """`scoria flow list` and `show` read the database of the service that runs."""
    api = scoria.api()
    volume = api.new_volume()
    listed = command(scoria, "flow", "list", "--resource", volume)
    assert "volume.create" in listed and "succeeded" in listed, listed
    identifier = operation_of(api, volume, "volume.create")["id"]
    shown = command(scoria, "flow", "show", identifier)
    assert "createOnBackend" in shown and volume in shown, shown
    remove(api, volume)


def test_cancel(scoria):
    """The owner cancels a copy under way: it is undone, the half copy is gone, the quota is free again."""
    api = scoria.api()
    source = api.new_volume(name="source")
    with open(scoria.pool / f"volume-{source}", "r+b") as file:
        for piece in range(768):
            file.seek(piece * MEBI)
            file.write(os.urandom(MEBI))
    files = set(scoria.files())
    for _ in range(10):
        clone = api.create_volume(source_volid=source, name="cancelled")
        identifier = operation_of(api, clone, "volume.create")["id"]
        answer = api.call("POST", f"/operations/{identifier}/action", {"cancel": {}})
        assert answer.status in (202, 400, 409), answer.text
        row = until(lambda: api.get(f"/operations/{identifier}")["operation"]["finished_at"] and api.get(f"/operations/{identifier}")["operation"],
                    "the operation to end", 60)
        if row["status"] == "cancelled":
            break
        remove(api, clone)
    assert row["status"] == "cancelled", "ten copies were all done before they could be cancelled"
    assert set(scoria.files()) - files <= set(), set(scoria.files()) - files
    shown = api.call("GET", f"/volumes/{clone}")
    assert shown.status == 404 or shown.json["volume"]["status"] == "error", shown.text
    if shown.status == 200:
        remove(api, clone)
    assert api.volume(source)["status"] == "available"
    remove(api, source)


def test_progress_of_a_copy(scoria):
    """A long copy says how far it is."""
    api = scoria.api()
    source = api.new_volume(name="source")
    with open(scoria.pool / f"volume-{source}", "r+b") as file:
        for piece in range(1000):
            file.seek(piece * MEBI)
            file.write(b"p" * MEBI)
    seen = []
    # It is noted once a second, and a quick copy may fall between two notes.
    for _ in range(40):
        clone = api.create_volume(source_volid=source)
        while (row := operation_of(api, clone, "volume.create"))["finished_at"] is None:
            if row["progress"] and row["progress"]["total"]:
                seen.append((row["progress"]["done"], row["progress"]["total"], row["progress"]["unit"]))
        api.settle("volume", clone, "available")
        remove(api, clone)
        if seen:
            break
    remove(api, source)
    assert seen, "no progress was seen in forty copies of 1 GiB"
    assert all(0 <= done <= total for done, total, _ in seen), seen


def test_metrics(scoria):
    """Prometheus text: each line parses, requests by route and never by path, flows by kind and end, capacity."""
    api = scoria.api()
    volume = api.new_volume()
    api.get(f"/volumes/{volume}")
    answer = api.raw("GET", "/metrics")
    assert answer.status == 200 and answer.headers["Content-Type"].startswith("text/plain"), answer.headers
    line = re.compile(r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{([a-zA-Z_]\w*="(\\.|[^"\\])*",?)*\})? [-+0-9.eE]+(Inf|NaN)?$')
    wrong = [text for text in answer.text.splitlines() if text and not text.startswith("#") and not line.match(text)]
    assert wrong == []
    assert volume not in answer.text and PROJECT not in answer.text, "an id in a label"
    for wanted in (r'scoria_flows_total\{.*end="succeeded".*flow="volume.create"|scoria_flows_total\{.*flow="volume.create".*end="succeeded"',
                   "http_server_request_duration_seconds_bucket", "scoria_step_duration_seconds_bucket", "scoria_pool_capacity_free_gibibytes",
                   "process_resident_memory_bytes"):
        assert re.search(wanted, answer.text), f"no {wanted}:\n{answer.text[:3000]}"
    remove(api, volume)


def test_secrets_stay_where_they_belong(scoria, host):
    """The CHAP password is in the owner's connection info and the database, which only the service's account can read; nowhere else."""
    api = scoria.api()
    volume = api.new_volume()
    attachment, connection = attach(api, volume, host)
    secret = connection["auth_password"]
    assert len(secret) >= 12
    host.write(connection, 0x42)
    assert secret not in scoria.log.read_text("utf-8", "replace"), "the password is in the log"
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                assert secret.encode() not in (entry / "cmdline").read_bytes(), f"the password is on the command line of {entry.name}"
            except OSError:
                continue
    assert secret not in api.raw("GET", "/metrics").text
    assert secret not in command(scoria, "flow", "list", "--limit", "500")
    for row in api.get("/operations")["operations"]:
        assert secret not in json.dumps(row) and secret not in command(scoria, "flow", "show", row["id"])
    for path in scoria.state.rglob("*"):
        if path.is_file():
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, f"others can read {path}"
            if not path.name.startswith("scoria.sqlite"):
                assert secret.encode() not in path.read_bytes(), f"the password is in {path}"
    detach(api, attachment)
    remove(api, volume)


def test_target_server_that_dies(scoria, host):
    """tgtd is killed under an open session: it comes back with the same export, and the session reads and writes on."""
    api = scoria.api()
    volume = api.new_volume()
    attachment, connection = attach(api, volume, host)
    session = host.open(connection)
    session.write(0x61)
    for process, _, _ in targets.servers(scoria.state):
        try:
            os.kill(process, signal.SIGKILL)
        except ProcessLookupError:
            continue
    until(lambda: [target for target in held(scoria) if target["name"] == connection["target_iqn"]], "the export to be back", 120, 0.1)
    session.expect(0x61)
    session.write(0x62)
    session.expect(0x62)
    with Initiator("stranger") as stranger:
        stranger.refused(connection)
    session.close()
    detach(api, attachment)
    host.refused(connection)
    remove(api, volume)
    assert scoria.targets() == []


def held(scoria):
    """The targets, or none while the server is on its way up."""
    try:
        return scoria.targets()
    except AssertionError:
        return []


def test_both_die(host):
    """Service and target server are killed at once, as by a power cut: the next start rebuilds every export, for the same initiator."""
    with Scoria(name="both-die") as service:
        api = service.api()
        volumes = [api.new_volume() for _ in range(3)]
        attached = [attach(api, volume, host) for volume in volumes]
        for number, (_, connection) in enumerate(attached):
            host.write(connection, 0x70 + number)
        service.kill()
        targets.end(service.state)
        service.start()
        until(lambda: len(held(service)) == 3, "three exports to be back", 120, 0.1)
        for number, (attachment, connection) in enumerate(attached):
            host.expect(connection, 0x70 + number)
            detach(api, attachment)
            host.refused(connection)
        remove(api, *volumes)
        assert service.targets() == [] and service.files() == []


def test_targets_stop(host):
    """`scoria targets stop` ends the target server that a stopped service has left."""
    with Scoria(name="targets-stop") as service:
        api = service.api()
        volume = api.new_volume()
        attachment, connection = attach(api, volume, host)
        assert service.stop() == 0
        host.expect(connection, 0)
        command(service, "targets", "stop")
        assert targets.servers(service.state) == []
        service.start()
        until(lambda: held(service), "the export to be back", 120, 0.1)
        host.expect(connection, 0)
        detach(api, attachment)
        remove(api, volume)


def test_health(scoria, tmp_path):
    """The file of the load balancer takes the node out, and nothing else."""
    assert scoria.api().raw("GET", "/healthcheck").status == 200
    mark = tmp_path / "disabled"
    file = tmp_path / "scoria.conf"
    file.write_text(f"[healthcheck]\ndisable_by_file_path = {mark}\n")
    with Scoria(name="health", config=file) as service:
        assert service.api().raw("GET", "/healthcheck").status == 200
        mark.touch()
        assert service.api().raw("GET", "/healthcheck").status == 503
        assert service.api().call("GET", "/volumes").status == 200
        mark.unlink()
        assert service.api().raw("GET", "/healthcheck").status == 200


def test_two_backends(tmp_path, host):
    """Two pools in one configuration: a type chooses by volume_backend_name, each volume lies where it belongs."""
    file = tmp_path / "scoria.conf"
    file.write_text("""\
[DEFAULT]
enabled_backends = fast, slow

[fast]
volume_driver = scoria.file
volume_backend_name = FAST

[slow]
volume_driver = scoria.file
volume_backend_name = SLOW
""")
    with Scoria(name="two-backends", config=file) as service:
        api = service.api()
        until(lambda: len(api.get("/scheduler-stats/get_pools")["pools"]) == 2, "both pools to be reported", 30)
        for name in ("fast", "slow"):
            kind = api.post("/types", {"volume_type": {"name": name, "extra_specs": {"volume_backend_name": name.upper()}}}, 200)
            volume = api.new_volume(volume_type=name)
            assert api.volume(volume)["os-vol-host-attr:host"].split("@")[1].split("#")[0] == name
            assert (service.state / "pools" / name / f"volume-{volume}").exists()
            attachment, connection = attach(api, volume, host)
            host.write(connection, 0x33)
            host.expect(connection, 0x33)
            clone = api.new_volume(source_volid=volume)
            assert api.volume(clone)["os-vol-host-attr:host"] == api.volume(volume)["os-vol-host-attr:host"]
            detach(api, attachment)
            remove(api, clone, volume)
            api.delete(f"/types/{kind['volume_type']['id']}", 202)
