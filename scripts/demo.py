"""The demo: builds Scoria, starts it, shows the main job of a block storage service, and leaves the service running.

    scripts/demo start     what `make demo` does
    scripts/demo stop      ends the service and removes its state
    scripts/demo status    how to use what runs

DEMO_STATE is where everything lies (/var/tmp/scoria-demo), DEMO_PORT the port (a free one from 8776 on).
"""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import time

REPOSITORY = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests" / "Suites"))

from harness import targets  # noqa: E402
from harness.main_job import MainJob  # noqa: E402
from harness.pool import LoopPool, can_mount  # noqa: E402
from harness.service import PROJECT, Scoria  # noqa: E402

HOME = pathlib.Path(os.environ.get("DEMO_STATE") or "/var/tmp/scoria-demo").resolve()
MARK = HOME / "this-is-the-scoria-demo"
PID, PORT = HOME / "scoria.pid", HOME / "port"
POOL_SIZE = 32 << 30

BOLD, DIM, GREEN, RED, PLAIN = ("\033[1m", "\033[2m", "\033[32m", "\033[31m", "\033[0m") if sys.stdout.isatty() else ("",) * 5


def say(text=""):
    print(text, flush=True)


def start():
    if PID.exists() and alive(int(PID.read_text())):
        say(f"A demo runs already (process {PID.read_text().strip()}). `make stop-demo` ends it.")
        usage()
        return 1
    if HOME.exists() and not MARK.exists() and any(HOME.iterdir()):
        say(f"{HOME} is there and was not made by the demo. Name another directory with DEMO_STATE.")
        return 1
    stop(quiet=True)
    HOME.mkdir(parents=True, exist_ok=True)
    MARK.touch()
    build()
    service = Service()
    pool = make_pool(service)
    began = time.monotonic()
    service.start()
    say(f"Scoria is up after {(time.monotonic() - began) * 1000:.0f} ms: http://127.0.0.1:{service.port}/v3/{PROJECT}")
    say()
    remember(service)
    if not show(service, pool):
        say(f"{RED}The demo failed.{PLAIN} The service's log: {service.log}")
        say("`make stop-demo` takes everything away.")
        return 1
    remember(service)
    say(f"{BOLD}Scoria is running, and empty.{PLAIN}")
    usage()
    return 0


class Service(Scoria):
    """The release build with a state directory that stays."""

    def __init__(self):
        super().__init__(state=HOME / "state", configuration="release")
        self.home = HOME
        self.log = HOME / "scoria.log"
        self.port = chosen_port()


def chosen_port():
    """8776, where clients look, or the next one that is free."""
    wanted = int(os.environ.get("DEMO_PORT") or 8776)
    for port in range(wanted, wanted + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                if os.environ.get("DEMO_PORT"):
                    raise SystemExit(f"port {port} is taken; name another one with DEMO_PORT") from None
    raise SystemExit("no free port near 8776; name one with DEMO_PORT")


def build():
    """The release build, with its progress on one line; nothing when SCORIA_BINARY names one."""
    if os.environ.get("SCORIA_BINARY"):
        return
    command = ["swift", "build", "-c", "release", "--static-swift-stdlib", "--product", "scoria"]
    say(f"{BOLD}Building{PLAIN} ({' '.join(command)}; the first time takes some minutes)")
    began, lines = time.monotonic(), []
    process = subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in process.stdout:
        lines.append(line)
        if sys.stdout.isatty() and line.startswith("["):
            sys.stdout.write(f"\r\033[K{DIM}{line.strip()[:100]}{PLAIN}")
            sys.stdout.flush()
    if sys.stdout.isatty():
        sys.stdout.write("\r\033[K")
    if process.wait() != 0:
        say("".join(lines[-60:]))
        raise SystemExit("The build failed; its last lines are above.")
    say(f"built in {time.monotonic() - began:.0f} s")


def make_pool(service):
    """An XFS file system with reflink for the pool, where that is possible."""
    reason = can_mount()
    if reason:
        say(f"The pool is a plain directory: {reason}. Snapshots and clones copy.")
        return None
    pool = LoopPool(HOME / "pool.xfs", service.pool, POOL_SIZE)
    try:
        pool.mount()
    except AssertionError as failure:
        say(f"The pool is a plain directory: {failure}. Snapshots and clones copy.")
        return None
    say(f"The pool is an XFS file system with reflink in {pool.image}: snapshots and clones are instant.")
    return pool


def show(service, pool):
    """The steps of the main job, one after another, with what each one found."""
    job = MainJob(service, lambda line: say(f"      {DIM}{line}{PLAIN}"))
    steps = job.steps
    say(f"{BOLD}The main job{PLAIN}, each step checked by reading bytes back through an iSCSI initiator (qemu-io, CHAP on)")
    try:
        for number, (name, title) in enumerate(steps, 1):
            say(f"{number:3}/{len(steps)} {title}")
            began = time.monotonic()
            try:
                getattr(job, name)()
            except Exception as failure:
                say(f"      {RED}failed: {failure}{PLAIN}")
                return False
            say(f"      {GREEN}done{PLAIN} in {time.monotonic() - began:.1f} s")
            if name == "crash":
                remember(service)
    finally:
        job.close()
    say(f"all {len(steps)} steps done; the service was killed {service.kills} time{'s' if service.kills != 1 else ''} on the way")
    say()
    return True


def remember(service):
    PID.write_text(f"{service.process.pid}\n")
    PORT.write_text(f"{service.port}\n")
    endpoint = f"http://127.0.0.1:{service.port}/v3/{PROJECT}"
    (HOME / "clouds.yaml").write_text(f"""\
clouds:
  scoria:
    auth_type: admin_token
    auth:
      endpoint: {endpoint}
      token: admin:{PROJECT}
    block_storage_default_microversion: '3.71'
""")
    (HOME / "openstack.env").write_text(f"""\
export OS_CLIENT_CONFIG_FILE={HOME}/clouds.yaml
export OS_CLOUD=scoria
""")
    (HOME / "cinder.env").write_text(f"""\
export OS_AUTH_TYPE=noauth
export CINDER_ENDPOINT={endpoint}
export OS_PROJECT_ID={PROJECT}
export OS_USER_ID=admin
export OS_VOLUME_API_VERSION=3.71
""")


def usage():
    endpoint = f"http://127.0.0.1:{PORT.read_text().strip()}/v3/{PROJECT}"
    say(f"""
  {BOLD}curl{PLAIN}
    curl -s -H 'X-Auth-Token: admin:{PROJECT}' -H 'Content-Type: application/json' \\
         -d '{{"volume": {{"size": 1, "name": "mine"}}}}' {endpoint}/volumes
    curl -s -H 'X-Auth-Token: admin:{PROJECT}' {endpoint}/volumes/detail

  {BOLD}openstack{PLAIN} (python-openstackclient) and programs on openstacksdk, in a shell of their own:
    . {HOME}/openstack.env
    openstack volume create --size 1 mine
    openstack volume list

  {BOLD}cinder{PLAIN} (python-cinderclient), in a shell of its own:
    . {HOME}/cinder.env
    cinder create 1 --name mine
    cinder list

  No clients here? $(scripts/python-environment)/bin has both, from PyPI.

  The service's log: {HOME}/scoria.log      Its state and its pool: {HOME}/state
  {BOLD}Stop it and remove everything:{PLAIN} make stop-demo
""")


def alive(process):
    try:
        os.kill(process, 0)
        return b"scoria" in pathlib.Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def stop(quiet=False):
    """Ends the service, its target server and its file system, and removes what the demo has made."""
    if not MARK.exists():
        if not quiet:
            say(f"No demo in {HOME}.")
        return 0
    if PID.exists():
        process = int(PID.read_text())
        if alive(process):
            os.kill(process, signal.SIGTERM)
            deadline = time.monotonic() + 20
            while alive(process) and time.monotonic() < deadline:
                time.sleep(0.05)
            if alive(process):
                os.kill(process, signal.SIGKILL)
    targets.end(HOME / "state")
    LoopPool(HOME / "pool.xfs", HOME / "state" / "pools" / "default", POOL_SIZE).unmount()
    shutil.rmtree(HOME)
    if not quiet:
        say("The demo's service has ended and its state is gone.")
    return 0


def status():
    if PID.exists() and alive(int(PID.read_text())):
        usage()
        return 0
    say("No demo is running. `make demo` starts one.")
    return 1


if __name__ == "__main__":
    commands = {"start": start, "stop": stop, "status": status}
    name = sys.argv[1] if len(sys.argv) > 1 else "start"
    if name not in commands:
        sys.exit(f"{__doc__}")
    sys.exit(commands[name]())
