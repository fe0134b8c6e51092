"""The ancestor itself, OpenStack Cinder: its API alone, with a database, without authentication, a broker and services."""
import os
import pathlib
import shutil
import sqlite3
import subprocess
import tempfile

from harness.api import API
from harness.places import REPOSITORY, free_port
from harness.waiting import until

CONFIGURATION = """\
[DEFAULT]
auth_strategy = noauth
host = {node}
enabled_backends = default
osapi_volume_listen = 127.0.0.1
api_paste_config = {environment}/etc/cinder/api-paste.ini
resource_query_filters_file = {environment}/etc/cinder/resource_filters.json
state_path = {home}
transport_url = fake:///
rpc_response_timeout = 1
service_down_time = 100000000
default_volume_type = __DEFAULT__
log_file = {home}/cinder.log
[database]
connection = sqlite:///{home}/cinder.sqlite
[oslo_concurrency]
lock_path = {home}/locks
[coordination]
backend_url = file://{home}/locks
[default]
volume_backend_name = default
"""


def environment():
    """The directory of the ancestor's Python environment; it is made at the first use."""
    command = [REPOSITORY / "scripts" / "python-environment", "ancestor"]
    return pathlib.Path(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip())


class Ancestor:
    """One API process of the ancestor with a database of its own; the empty database is made once and kept in the environment.

    `node` is the host of the service rows that make its API believe in a scheduler and a backend.
    """

    def __init__(self, node):
        self.node, self.port = node, free_port()
        self.environment = environment()
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="ancestor-"))
        self.configuration = self.home / "cinder.conf"
        self.process = None

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *failure):
        self.remove()

    def start(self):
        (self.home / "locks").mkdir()
        self.configuration.write_text(
            CONFIGURATION.format(node=self.node, home=self.home, environment=self.environment))
        self.make_database()
        with open(self.home / "out", "wb") as out:
            self.process = subprocess.Popen(
                [self.environment / "bin/python", pathlib.Path(__file__).with_name("ancestor_server.py"), str(self.port),
                 str(self.configuration)], stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True)

        def answers():
            assert self.process.poll() is None, f"the ancestor ended at its start:\n{self.tail()}"
            return b"serving" in (self.home / "out").read_bytes()

        until(answers, lambda: f"the ancestor to serve:\n{self.tail()}", 90, 0.05)

    def make_database(self):
        """The schema takes many seconds to make, so that an empty database stays with the environment."""
        empty = self.environment / "empty.sqlite"
        made = self.home / "cinder.sqlite"
        if not empty.exists():
            subprocess.run([self.environment / "bin/cinder-manage", "--config-file", self.configuration, "db", "sync"],
                           check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            shutil.copy(made, empty.with_suffix(f".{os.getpid()}"))
            os.replace(empty.with_suffix(f".{os.getpid()}"), empty)
        shutil.copy(empty, made)
        with sqlite3.connect(made) as database:
            for binary, host in (("cinder-scheduler", self.node), ("cinder-volume", f"{self.node}@default")):
                database.execute(
                    "INSERT INTO services (created_at, updated_at, deleted, host, binary, topic, report_count, disabled,"
                    " availability_zone, rpc_current_version, object_current_version, frozen, replication_status, uuid)"
                    " VALUES (datetime('now'), datetime('now'), 0, ?, ?, ?, 1, 0, 'nova', '3.17', '1.39', 0, 'disabled', ?)",
                    (host, binary, binary, f"00000000-0000-4000-8000-{abs(hash(binary)) % 10**12:012}"))
        database.close()

    def execute(self, statement, *values):
        """Changes the ancestor's database, as the services that are not there would."""
        database = sqlite3.connect(self.home / "cinder.sqlite", timeout=10)
        try:
            with database:
                return database.execute(statement, values).fetchall()
        finally:
            database.close()

    def api(self, project, **more):
        return API(self.port, project, **more)

    def remove(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        if not os.environ.get("SCORIA_KEEP"):
            shutil.rmtree(self.home, ignore_errors=True)

    def tail(self):
        return "\n".join(path.read_text("utf-8", "replace")[-3000:] for path in (self.home / "out", self.home / "cinder.log") if path.exists())
