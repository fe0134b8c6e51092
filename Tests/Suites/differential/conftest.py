"""The ancestor and ours, side by side for the whole suite."""
import datetime
import hashlib
import json
import sqlite3

import pytest

from differential.comparison import Pair
from differential.differences import DIFFERENCES
from harness.ancestor import Ancestor
from harness.service import Scoria

NODE = "peer"


class World:
    """Both services, and what a scenario needs to bring them into the same state."""

    def __init__(self, ancestor, scoria):
        self.ancestor, self.scoria = ancestor, scoria
        self.used, self.count, self.failed = set(), 0, False

    def pair(self, project):
        return Steps(self, project)


class Steps(Pair):
    """A pair of services with the ways to a state that the ancestor's absent services would reach."""

    def __init__(self, world, project):
        super().__init__(world.ancestor.api(project), world.scoria.api(project), world.used)
        self.world = world

    @property
    def database(self):
        return self.world.ancestor.execute

    def ours_database(self, statement, *values):
        """Changes our database, for a state that no call leads to."""
        database = sqlite3.connect(self.world.scoria.state / "scoria.sqlite", timeout=10)
        try:
            with database:
                database.execute(statement, values)
        finally:
            database.close()

    def volume(self, name="volume", status="available", **fields):
        """A volume of this name on both sides, available and on the backend."""
        self("POST", "/volumes", {"volume": {"size": 1, "name": name} | fields}, save={name: "volume.id"})
        self.settle_volume(name, status)

    def settle_volume(self, name="volume", status="available"):
        self.sides[1].settle("volume", self.names[1][name], "available")
        self.database("UPDATE volumes SET status = 'available', host = ?, launched_at = ?, updated_at = ?, shared_targets = 0,"
                      " service_uuid = (SELECT uuid FROM services WHERE binary = 'cinder-volume') WHERE id = ?",
                      f"{NODE}@default#default", moment(), moment(), self.names[0][name])
        if status != "available":
            for side in (0, 1):
                self.only(side, "POST", f"/volumes/{{{name}}}/action", {"os-reset_status": {"status": status}}, (202,))

    def snapshot(self, name="snapshot", volume="volume", status="available", **fields):
        self("POST", "/snapshots", {"snapshot": {"volume_id": f"{{{volume}}}", "name": name} | fields}, save={name: "snapshot.id"})
        self.settle_snapshot(name, status)

    def settle_snapshot(self, name="snapshot", status="available"):
        self.sides[1].settle("snapshot", self.names[1][name], "available")
        self.database("UPDATE snapshots SET status = 'available', progress = '100%', updated_at = ? WHERE id = ?", moment(), self.names[0][name])
        if status != "available":
            for side in (0, 1):
                self.only(side, "POST", f"/snapshots/{{{name}}}/action", {"os-reset_status": {"status": status}}, (202,))

    def attach(self, name="attachment", volume="volume"):
        """An attachment that is complete on both sides."""
        self("POST", "/attachments", {"attachment": {"volume_uuid": f"{{{volume}}}", "instance_uuid": INSTANCE}},
             save={name: "attachment.id"})
        answer = self.only(1, "PUT", f"/attachments/{{{name}}}", {"attachment": {"connector": CONNECTOR}}, (200,))
        # What the ancestor's volume service would have stored, with our connection in it.
        self.database("UPDATE volume_attachment SET attach_status = 'attaching', attached_host = 'client', mountpoint = '/dev/vdb',"
                      " attach_mode = 'rw', attach_time = ?, connection_info = ? WHERE id = ?",
                      moment(), json.dumps(answer.json["attachment"]["connection_info"]), self.names[0][name])
        self.database("INSERT INTO volume_admin_metadata (created_at, deleted, volume_id, key, value) VALUES (?, 0, ?, 'attached_mode', 'rw')",
                      moment(), self.names[0][volume])
        self("POST", f"/attachments/{{{name}}}/action", {"os-complete": {}})

    def gone(self, kind, name):
        """What the ancestor's volume service would do at the end of a deletion."""
        table = {"volume": "volumes", "snapshot": "snapshots"}[kind]
        self.database(f"UPDATE {table} SET deleted = 1, status = 'deleted' WHERE id = ?", self.names[0][name])
        self.sides[1].gone(kind, self.names[1][name])


def moment(seconds=0):
    """A time as the ancestor's database writes it, so many seconds from now."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S.%f")


INSTANCE = "11111111-2222-4333-8444-555555555555"
CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:differential", "host": "client", "ip": "127.0.0.1", "platform": "x86_64",
             "os_type": "linux", "multipath": False, "mountpoint": "/dev/vdb", "mode": "rw"}


@pytest.fixture(scope="session")
def world(tmp_path_factory):
    path = tmp_path_factory.mktemp("differential") / "scoria.conf"
    # Ours answers before it has looked at a request's project of the path only in the same way when names and zones are the same.
    path.write_text(f"[DEFAULT]\nhost = {NODE}\nenabled_backends = default\n[default]\nvolume_backend_name = default\n")
    with Ancestor(NODE) as ancestor, Scoria(config=path, name="differential") as scoria:
        yield World(ancestor, scoria)


@pytest.fixture
def pair(world, request):
    """One scenario's requests: at the end nothing may differ but what the list of differences explains."""
    steps = world.pair(hashlib.md5(request.node.nodeid.encode()).hexdigest())
    yield steps
    world.count += steps.count
    unexplained = steps.unexplained()
    world.failed = world.failed or bool(unexplained)
    assert not unexplained, f"{len(unexplained)} differences:\n" + "\n".join(unexplained)
