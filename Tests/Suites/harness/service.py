"""The binary under test: started, killed, restarted, and looked into from outside."""
import contextlib
import http.client
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile

from harness import targets
from harness.api import API
from harness.places import binary, free_port
from harness.waiting import until

PROJECT = "5c0a1a00f00d4bad8badf00ddeadbeef"


class Died(AssertionError):
    """The service ended although nobody asked it to."""


class Scoria:
    """One `scoria serve` with a state directory of its own.

    Use it as a context manager: at the end the service, its target server and its directory are gone, whatever happened.
    """

    def __init__(self, state=None, configuration="debug", config=None, environment=None, arguments=(), flags=True, name="scoria",
                 identity=None, settings="", options=None, waits=True, tls=None, client=None):
        self.home = pathlib.Path(state) if state else pathlib.Path(tempfile.mkdtemp(prefix=f"{name}-"))
        self.owns_home = state is None
        self.state = self.home / "state" if self.owns_home else self.home
        self.state.mkdir(parents=True, exist_ok=True)
        self.configuration, self.config = configuration, config
        self.environment = environment or {}
        # A Keystone that the service asks; without one it believes everybody. `options` go into its section
        # of the configuration, `settings` are further lines.
        self.identity, self.settings, self.options = identity, settings, options or {}
        # Whether a start waits for pools; asking for them needs credentials, which must not be known before a test begins.
        self.waits = waits and identity is None and "auth_strategy = keystone" not in settings
        # The certificate to trust when the service speaks TLS, and (certificate, key) of the client when it must have one.
        self.tls, self.client = tls, client
        self.arguments, self.flags = list(arguments), flags
        self.port = free_port()
        self.log = self.home / "scoria.log"
        self.process = None
        self.kills = 0

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *failure):
        self.remove()

    # Life

    def command(self, *arguments):
        """The command line of a subcommand of the same binary."""
        return [str(binary(self.configuration)), *map(str, arguments)]

    def launch(self, fault=None, trace=None):
        """Starts the process and returns at once."""
        environment = {key: value for key, value in os.environ.items() if not key.startswith("SCORIA_")} | self.environment
        if fault:
            environment["SCORIA_FAULT"] = fault
        if trace:
            environment["SCORIA_FAULT_TRACE"] = str(trace)
        if self.identity or self.settings:
            self.config = self.home / "scoria.conf"
            self.config.touch(mode=0o600)
            self.config.write_text((self.identity.options(**self.options) if self.identity else "") + self.settings)
        command = self.command("serve", "--state-path", self.state)
        if self.flags:
            command += ["--listen", "127.0.0.1", "--port", str(self.port)]
        if self.config:
            command += ["--config", str(self.config)]
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                command + self.arguments, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment, start_new_session=True)
        return self.process

    def start(self, fault=None, trace=None, seconds=90, pools=True):
        """Starts the process and returns when it answers and knows a pool; raises Died when it ends instead."""
        self.launch(fault, trace)
        probe = self.api(timeout=5)

        def answers():
            if self.process.poll() is not None:
                raise Died(f"scoria serve ended with {self.process.returncode} at its start:\n{self.tail()}")
            try:
                return probe.raw("GET", "/healthcheck").status == 200
            except OSError:
                return False

        until(answers, lambda: f"scoria serve to answer on port {self.port}:\n{self.tail()}", seconds, 0.005)

        def knows_pools():
            try:
                return probe.get("/scheduler-stats/get_pools")["pools"]
            except (OSError, http.client.HTTPException):
                return answers() and False

        if pools and self.waits:
            until(knows_pools, lambda: f"a pool to be reported:\n{self.tail()}", seconds)
        return self

    def kill(self):
        """kill -9, and the end of the process."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
            self.kills += 1

    def stop(self, seconds=60):
        """SIGTERM, and the exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise Died(f"SIGTERM did not end scoria serve within {seconds} s:\n{self.tail()}") from None

    def remove_processes(self):
        """Ends the service and its target server."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        targets.end(self.state)

    def remove(self):
        """Takes the service, its target server and, when it is ours, its directory away."""
        self.remove_processes()
        if self.owns_home and not os.environ.get("SCORIA_KEEP"):
            shutil.rmtree(self.home, ignore_errors=True)

    @property
    def running(self):
        return self.process is not None and self.process.poll() is None

    def tail(self, lines=40):
        """The end of the service's log."""
        if not self.log.exists():
            return "(no log)"
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-lines:])

    # Views from outside

    def api(self, project=PROJECT, **more):
        return API(self.port, project, tls=self.tls, client=self.client, **more)

    @property
    def pool(self):
        """The pool directory of the embedded default backend."""
        return self.state / "pools" / "default"

    def files(self):
        """What lies in the pool: names of volumes and snapshots, and anything that should not be there; not its mark."""
        return sorted(entry.name for entry in self.pool.iterdir() if entry.name not in (".scoria-pool", "lost+found"))

    def database(self):
        """A read-only connection to the database file."""
        found = sorted(self.state.glob("*.sqlite*")) + sorted(self.state.glob("*.db"))
        found = [path for path in found if not path.name.endswith(("-wal", "-shm"))]
        if not found:
            raise FileNotFoundError(f"no database file in {self.state}: {[entry.name for entry in self.state.iterdir()]}")
        connection = sqlite3.connect(f"file:{found[0]}?mode=ro", uri=True, timeout=10)
        connection.row_factory = sqlite3.Row
        return connection

    def query(self, sql, *parameters):
        connection = self.database()
        try:
            return [dict(row) for row in connection.execute(sql, parameters)]
        finally:
            connection.close()

    @contextlib.contextmanager
    def altered(self):
        """The database, to be changed under the service: for states that no call leads to."""
        connection = sqlite3.connect(self.state / "scoria.sqlite", timeout=30)
        try:
            with connection:
                yield connection
        finally:
            connection.close()

    def targets(self):
        """The iSCSI targets that the service's target server holds at this moment."""
        return targets.held(self.state)
