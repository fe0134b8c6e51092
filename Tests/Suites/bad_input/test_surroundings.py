"""Wrong surroundings: pools that vanish, fill up or refuse writes, a second owner of the database, configurations with errors."""
import os
import re
import subprocess

import pytest

from harness import targets
from harness.places import binary, free_port
from harness.pool import SMALLEST, LoopPool, can_mount
from harness.service import Died, Scoria
from harness.waiting import until

needs_loop = pytest.mark.skipif(bool(can_mount()), reason=can_mount() or "can mount")


@pytest.fixture
def small():
    """A service whose pool is a small file system of its own."""
    service = Scoria(name="small-pool", environment={"SCORIA_DEFAULT__BACKEND_STATS_POLLING_INTERVAL": "3"})
    pool = LoopPool(service.home / "pool.xfs", service.pool, SMALLEST)
    try:
        pool.mount()
        service.start()
        service.api().raise_quota()
        yield service, pool
    finally:
        service.remove_processes()
        pool.unmount()
        service.remove()


def outcome(api, kind, identifier):
    """The status in which an object comes to rest; `gone` when it is not there any more."""
    path = f"/{kind}s/{identifier}"

    def rested():
        answer = api.call("GET", path)
        if answer.status == 404:
            return "gone"
        status = answer.json[kind]["status"]
        return status if status in ("available", "in-use") or status.startswith("error") else None

    return until(rested, f"{kind} {identifier} to come to rest", 60)


def assert_told(api, identifier):
    """The owner finds a message that says what to do."""
    messages = [row for row in api.get("/messages")["messages"] if row["resource_uuid"] == identifier]
    assert messages and len(messages[0]["user_message"]) > 20, f"no message about {identifier}: {messages}"
    return messages[0]["user_message"]


def under_way(service):
    return service.query("SELECT kind, state, error FROM flows WHERE state NOT IN ('succeeded', 'failed', 'cancelled', 'abandoned')")


def assert_nothing_under_way(service):
    assert under_way(service) == []


@needs_loop
def test_full_pool(small):
    """No space for a copy: an error status, a message, no half file, and the pool works on when there is space again."""
    service, pool = small
    api = service.api()
    # Thin: promises more than the file system has, which is what a thin pool is for. Then somebody fills it.
    source = api.new_volume(name="source")
    with open(service.pool / f"volume-{source}", "r+b") as file:
        file.write(os.urandom(8 << 20))
    statistics = os.statvfs(service.pool)
    space = statistics.f_bavail * statistics.f_frsize
    ballast = service.pool / f"volume-{source}"
    descriptor = os.open(ballast, os.O_WRONLY)
    try:
        os.posix_fallocate(descriptor, 8 << 20, space - (2 << 20))
    except OSError:
        pass
    finally:
        os.close(descriptor)
    snapshot = api.create_snapshot(source)
    status = outcome(api, "snapshot", snapshot)
    clone = api.create_volume(source_volid=source, name="clone in a full pool")
    clone_status = outcome(api, "volume", clone)
    if clone_status == "error":
        assert re.search("space|full|capacity|storage|backend", assert_told(api, clone), re.I)
    assert {entry for entry in service.files() if clone in entry} == ({f"volume-{clone}"} if clone_status == "available" else set())
    assert_nothing_under_way(service)
    # Space comes back.
    os.truncate(ballast, 1 << 30)
    os.truncate(ballast, 0)
    os.truncate(ballast, 1 << 30)
    for kind, identifier, state in (("snapshot", snapshot, status), ("volume", clone, clone_status)):
        api.delete(f"/{kind}s/{identifier}", 202)
        api.gone(kind, identifier)
    again = api.new_volume(source_volid=source)
    for volume in (again, source):
        api.delete(f"/volumes/{volume}", 202)
        api.gone("volume", volume)
    assert service.files() == []


@needs_loop
def test_pool_too_small_for_a_volume(small):
    """The scheduler refuses, and says why with numbers."""
    service, _ = small
    api = service.api()
    volume = api.create_volume(size=5000, name="too large")
    assert outcome(api, "volume", volume) == "error"
    assert re.search(r"capacity|space|room|5000|GiB|backend", assert_told(api, volume), re.I)
    api.delete(f"/volumes/{volume}", 202)
    api.gone("volume", volume)
    assert service.files() == []
    assert_nothing_under_way(service)


@needs_loop
def test_pool_that_refuses_writes(small):
    """Calls fail into error statuses with a message, nothing is stuck, and it works again when the pool does."""
    service, _ = small
    api = service.api()
    kept = api.new_volume(name="kept")
    run("chattr", "+i", str(service.pool))
    try:
        volume = api.create_volume(name="on a pool that refuses")
        assert outcome(api, "volume", volume) == "error"
        assert_told(api, volume)
        snapshot = api.create_snapshot(kept)
        assert outcome(api, "snapshot", snapshot) == "error"
        assert_nothing_under_way(service)
        assert service.files() == [f"volume-{kept}"]
    finally:
        run("chattr", "-i", str(service.pool))
    for kind, identifier in (("snapshot", snapshot), ("volume", volume), ("volume", kept)):
        api.delete(f"/{kind}s/{identifier}", 202)
        api.gone(kind, identifier)
    assert service.files() == []


@needs_loop
def test_pool_that_is_read_only_at_the_start(small):
    """The service starts, says what is wrong, makes no volume on such a pool, and takes the pool when it can be written."""
    service, pool = small
    kept = service.api().new_volume(name="kept")
    assert service.stop() == 0
    targets.end(service.state)
    pool.remount("ro")
    service.start(pools=False)
    api = service.api()
    assert api.volume(kept)["status"] == "available"
    until(lambda: re.search("read-only", service.tail(200), re.I), "the log to say that the pool is read-only")
    pool.remount("rw")
    until(lambda: api.get("/scheduler-stats/get_pools")["pools"], "the pool to be back", 60)
    volume = api.new_volume(name="later")
    for identifier in (volume, kept):
        api.delete(f"/volumes/{identifier}", 202)
        api.gone("volume", identifier)
    assert service.files() == []


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def test_pool_that_vanishes():
    """The directory is moved away while the service runs: honest errors, and what must be undone waits until it is back."""
    with Scoria(name="vanishing") as service:
        api = service.api()
        kept = api.new_volume(name="kept")
        away = service.pool.with_name("away")
        service.pool.rename(away)
        try:
            volume = api.create_volume(name="on no pool")
            snapshot = api.create_snapshot(kept)
            assert outcome(api, "volume", volume) == "error"
            assert outcome(api, "snapshot", snapshot) == "error"
            text = assert_told(api, volume)
            assert str(service.state) not in text, f"a path of the server is none of its users' business: {text}"
            assert not service.pool.exists(), "a pool was made where none was mounted"
            assert service.query("SELECT kind FROM flows WHERE state = 'needs_attention'") == []
        finally:
            away.rename(service.pool)
        until(lambda: not under_way(service), lambda: f"the undoing to end by itself: {under_way(service)}", 90)
        for kind, identifier in (("snapshot", snapshot), ("volume", volume)):
            api.delete(f"/{kind}s/{identifier}", 202)
            api.gone(kind, identifier)
        working = api.new_volume(name="works again")
        for identifier in (working, kept):
            api.delete(f"/volumes/{identifier}", 202)
            api.gone("volume", identifier)
        assert service.files() == []


def test_first_call():
    """A volume asked for at the first moment at which the service answers is made, and not refused for want of a pool."""
    service = Scoria(name="first-call")
    try:
        service.start(pools=False)
        service.api().new_volume()
    finally:
        service.remove()


def test_second_service_on_the_same_database():
    """It ends at once with an error that says who has it, and the first one does not notice."""
    with Scoria(name="owner") as first:
        second = subprocess.run(
            [str(binary()), "serve", "--state-path", str(first.state), "--listen", "127.0.0.1", "--port", str(free_port())],
            capture_output=True, text=True, timeout=120)
        assert second.returncode not in (0, None) and second.returncode > 0, second
        text = second.stdout + second.stderr
        assert re.search(r"another|already|in use|owns|locked|running", text, re.I) and str(first.state) in text, text
        assert not re.search(r"Fatal error|\.swift:\d+", text), text
        api = first.api()
        volume = api.new_volume()
        api.delete(f"/volumes/{volume}", 202)
        api.gone("volume", volume)


def test_port_in_use():
    """A port that somebody else has is an error with the port in it, and no service."""
    with Scoria(name="port") as first:
        second = Scoria(name="port-second")
        second.port = first.port
        try:
            second.launch()
            code = second.process.wait(60)
            assert code > 0 and str(first.port) in second.tail(), second.tail()
            assert "Fatal error" not in second.tail()
        finally:
            second.remove()


CONFIGURATIONS = {
    # name: (text, words that the complaint must contain)
    "a word for a number": ("[DEFAULT]\nosapi_max_limit = many\n", ["2", "osapi_max_limit", "many"]),
    "a port out of range": ("[DEFAULT]\n\nosapi_volume_listen_port = 70000\n", ["3", "osapi_volume_listen_port", "70000"]),
    "an unknown choice": ("[DEFAULT]\nauth_strategy = kerberos\n", ["2", "auth_strategy", "kerberos"]),
    "a backend without a section": ("[DEFAULT]\nenabled_backends = gold\n", ["2", "enabled_backends", "gold"]),
    "an unknown driver": ("[DEFAULT]\nenabled_backends = a\n[a]\nvolume_driver = floppy\n", ["4", "volume_driver", "floppy"]),
    "a listen address for everybody": ("[DEFAULT]\nosapi_volume_listen = 0.0.0.0\n", ["2", "osapi_volume_listen"]),
    "no value": ("[DEFAULT]\nthis is no option\n", ["2"]),
    "a broken section": ("[DEFAULT\nhost = a\n", ["1"]),
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configuration_with_an_error(tmp_path, name):
    """`config check` and `serve` both name file, line, option and what is wrong, and the service does not start."""
    text, words = CONFIGURATIONS[name]
    file = tmp_path / "scoria.conf"
    file.write_text(text)
    check = subprocess.run([str(binary()), "config", "check", "--config", str(file)], capture_output=True, text=True, timeout=120)
    said = check.stdout + check.stderr
    assert check.returncode != 0, said
    assert f"{file}:{words[0]}" in said and all(word in said for word in words[1:]), said
    # Flags count before the file, so there must be none of an option that the file has wrong.
    service = Scoria(config=file, flags=False, name="misconfigured")
    try:
        service.launch()
        assert service.process.wait(60) > 0
        assert f"{file}:{words[0]}" in service.tail(), service.tail()
        assert not list(service.state.glob("*.sqlite")), "a database was made for a service that does not start"
    finally:
        service.remove()


def test_configuration_with_an_unknown_option(tmp_path):
    """A name that is not known warns, with the nearest one, and the service starts."""
    file = tmp_path / "scoria.conf"
    file.write_text("[DEFAULT]\nosapi_max_limitt = 10\n")
    check = subprocess.run([str(binary()), "config", "check", "--config", str(file)], capture_output=True, text=True, timeout=120)
    said = check.stdout + check.stderr
    assert check.returncode == 0 and "osapi_max_limitt" in said and "osapi_max_limit" in said.replace("osapi_max_limitt", ""), said
    with Scoria(config=file, name="warned") as service:
        assert service.api().call("GET", "/volumes").status == 200


def test_configuration_that_is_not_there(tmp_path):
    service = Scoria(config=tmp_path / "nowhere.conf", name="absent")
    try:
        service.launch()
        assert service.process.wait(60) > 0 and "nowhere.conf" in service.tail(), service.tail()
    finally:
        service.remove()


def test_state_path_that_cannot_be_written():
    """/proc takes no files: the start fails with the path and the reason."""
    done = subprocess.run([str(binary()), "serve", "--state-path", "/proc/scoria", "--port", str(free_port())],
                          capture_output=True, text=True, timeout=120)
    text = done.stdout + done.stderr
    assert done.returncode > 0 and "/proc/scoria" in text and "Fatal error" not in text, text


def test_graceful_stop():
    """SIGTERM ends the service with 0 in the middle of work, and the next start goes on with it."""
    with Scoria(name="graceful") as service:
        api = service.api()
        volumes = [api.create_volume(name=f"v{number}") for number in range(5)]
        assert service.stop() == 0
        service.start()
        for volume in volumes:
            api.settle("volume", volume, "available")
        assert service.stop() == 0


def test_died_is_told():
    """The harness itself: a service that cannot start is reported with its log and not waited for."""
    service = Scoria(name="impossible", arguments=["--no-such-flag"])
    try:
        with pytest.raises(Died):
            service.start()
    finally:
        service.remove()
