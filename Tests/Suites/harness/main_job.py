"""The main job of a block storage service, step by step, each step checked by reading bytes back through a real initiator.

The demo shows it and the test suite proves it: both run these steps.
"""
import time

from harness.initiator import GIBI, MEBI, Initiator
from harness.waiting import until

OLD, NEW, SCATTERED, FOREIGN, DOWN = 0xA1, 0xB2, 0xC3, 0xD4, 0xE5
PIECES, STRIDE = 4000, 256 << 10


def attach(api, volume, initiator):
    """Reserves, connects and completes an attachment: (attachment id, connection info)."""
    attachment = api.post("/attachments", {"attachment": {"volume_uuid": volume}}, 200)["attachment"]["id"]
    connection = connect(api, attachment, initiator)
    api.call("POST", f"/attachments/{attachment}/action", {"os-complete": {}}, expect=204)
    return attachment, connection


def connect(api, attachment, initiator):
    """Tells the service who connects; the connection info."""
    updated = api.put(f"/attachments/{attachment}", {"attachment": {"connector": initiator.connector}})
    return updated["attachment"]["connection_info"]


def detach(api, attachment):
    api.call("DELETE", f"/attachments/{attachment}", expect=200)


class MainJob:
    """The job's state between its steps. `tell` is called with one line of progress for people."""

    def __init__(self, scoria, tell=lambda line: None):
        self.scoria, self.tell = scoria, tell
        self.api = scoria.api()
        self.host = Initiator("compute-1")
        self.stranger = Initiator("stranger")

    def close(self):
        self.host.__exit__()
        self.stranger.__exit__()

    @property
    def steps(self):
        return [(name, getattr(self, name).__doc__.strip()) for name in STEPS]

    def create(self):
        """Create a 1 GiB volume"""
        self.volume = self.api.new_volume(name="main job", size=1)
        shown = self.api.volume(self.volume)
        assert shown["size"] == 1 and shown["attachments"] == [], shown
        self.tell(f"volume {self.volume} is available")

    def attach(self):
        """Attach it: reserve, connector, complete; CHAP on, and only this initiator gets in"""
        attachment = self.api.post("/attachments", {"attachment": {"volume_uuid": self.volume}}, 200)["attachment"]
        assert attachment["status"] == "reserved", attachment
        assert self.api.volume(self.volume)["status"] == "reserved"
        self.attachment = attachment["id"]
        self.connection = connect(self.api, self.attachment, self.host)
        assert self.api.volume(self.volume)["status"] == "attaching"
        self.api.call("POST", f"/attachments/{self.attachment}/action", {"os-complete": {}}, expect=204)
        shown = self.api.volume(self.volume)
        assert shown["status"] == "in-use", shown
        assert [entry["attachment_id"] for entry in shown["attachments"]] == [self.attachment], shown["attachments"]
        assert self.connection["auth_method"] == "CHAP", "CHAP must be on"
        self.tell(f"in-use as {self.connection['target_iqn']} at {self.connection['target_portal']}")
        refusal = self.stranger.refused(self.connection)
        self.tell(f"a stranger with the right password is refused: {refusal.splitlines()[-1][:110]}")
        refusal = self.host.refused(dict(self.connection, auth_password="x" * 16))
        self.tell(f"the right initiator with a wrong password is refused: {refusal.splitlines()[-1][:110]}")

    def write(self):
        """Write a pattern through an iSCSI session that stays open, and read it back"""
        self.session = self.host.open(self.connection)
        self.session.expect(0, 0, 4 * MEBI)
        self.session.write(OLD)
        self.session.expect(OLD)
        self.session.expect(0, MEBI, MEBI)
        self.tell(f"1 MiB of {OLD:#x} written and read back; the rest reads as zeros")

    def snapshot(self):
        """Snapshot it while attached, then overwrite"""
        self.snapshot_of_old = self.api.new_snapshot(self.volume, name="old pattern")
        self.session.write(NEW)
        self.session.expect(NEW)
        assert self.api.volume(self.volume)["status"] == "in-use"
        self.tell(f"snapshot {self.snapshot_of_old} taken, volume overwritten with {NEW:#x}")

    def copies(self):
        """A volume from the snapshot holds the old pattern, a clone the new one; no write shows in another"""
        self.restored = self.api.new_volume(name="from snapshot", snapshot_id=self.snapshot_of_old)
        self.clone = self.api.new_volume(name="clone", source_volid=self.volume)
        self.opened = {}
        for volume, pattern in ((self.restored, OLD), (self.clone, NEW)):
            attachment, connection = attach(self.api, volume, self.host)
            self.opened[volume] = attachment, connection
            self.host.expect(connection, pattern)
            self.host.expect(connection, 0, MEBI, MEBI)
        self.host.write(self.opened[self.restored][1], FOREIGN)
        self.host.expect(self.opened[self.clone][1], NEW)
        self.session.expect(NEW)
        self.host.write(self.opened[self.clone][1], FOREIGN + 1)
        self.session.expect(NEW)
        self.host.expect(self.opened[self.restored][1], FOREIGN)
        again = self.api.new_volume(name="from snapshot again", snapshot_id=self.snapshot_of_old)
        attachment, connection = attach(self.api, again, self.host)
        self.host.expect(connection, OLD)
        detach(self.api, attachment)
        self.delete(again)
        self.tell("each copy holds what it should, writes stay where they were made, the snapshot did not move")

    def crash(self):
        """kill -9 the service in the middle of a clone and start it again; the iSCSI session must not notice"""
        self.session.scatter(SCATTERED, 4 * MEBI, PIECES, STRIDE)
        self.tell(f"{PIECES} scattered pieces written, so that the clone takes its time")
        for attempt in range(30):
            clone = self.api.create_volume(name="clone across a crash", source_volid=self.volume)
            time.sleep(max(0.0, 0.03 - 0.003 * attempt))
            self.scoria.kill()
            # Nothing serves now, so the file tells what the service had got to.
            status = self.scoria.query("SELECT status FROM volumes WHERE id = ?", clone)[0]["status"]
            self.session.write(DOWN, 2 * MEBI)
            self.session.expect(NEW)
            self.scoria.start()
            self.session.expect(DOWN, 2 * MEBI)
            self.api.settle("volume", clone, "available", 120)
            if status == "creating":
                break
            self.delete(clone)
        else:
            raise AssertionError("every clone was complete before the kill: none was interrupted in 30 tries")
        self.tell(f"killed with the clone in `{status}` (try {attempt + 1}); it completed by itself after the restart")
        attachment, connection = attach(self.api, clone, self.host)
        self.host.expect(connection, NEW)
        for piece in (0, 1, PIECES // 2, PIECES - 1):
            self.host.expect(connection, SCATTERED, 4 * MEBI + piece * STRIDE, 4096)
            self.host.expect(connection, 0, 4 * MEBI + piece * STRIDE + 4096, 4096)
        detach(self.api, attachment)
        self.delete(clone)
        self.session.write(NEW + 1, 3 * MEBI)
        self.session.expect(NEW)
        self.tell("its bytes are right, and the open session read and wrote before, during and after")

    def extend(self):
        """Extend it online; the open session sees the new size when it asks again"""
        self.api.action(self.volume, "os-extend", {"new_size": 2}, 202)
        self.api.settle("volume", self.volume, "in-use")
        assert self.api.volume(self.volume)["size"] == 2
        until(lambda: self.session.grown(2 * GIBI), "the open session to see 2 GiB", 10)
        self.session.write(NEW, 2 * GIBI - MEBI)
        self.session.expect(NEW, 2 * GIBI - MEBI)
        self.session.expect(NEW)
        assert self.host.size(self.connection) == 2 * GIBI
        self.tell("2 GiB, the last MiB written and read in the session that was open all the time")

    def detach(self):
        """Detach everything; the initiator is refused afterwards"""
        self.session.close()
        for attachment, connection in [(self.attachment, self.connection), *self.opened.values()]:
            detach(self.api, attachment)
            self.host.refused(connection)
        for volume in (self.volume, *self.opened):
            shown = self.api.volume(volume)
            assert shown["status"] == "available" and shown["attachments"] == [], shown
        assert self.scoria.targets() == [] or all(not target["sessions"] for target in self.scoria.targets())
        self.tell("three volumes available again, the old connections are refused")

    def revert(self):
        """A second volume: snapshot, overwrite, revert to the snapshot: the old pattern is back"""
        self.second = self.api.new_volume(name="second", size=1)
        attachment, connection = attach(self.api, self.second, self.host)
        self.host.write(connection, OLD)
        detach(self.api, attachment)
        self.snapshot_of_second = self.api.new_snapshot(self.second)
        attachment, connection = attach(self.api, self.second, self.host)
        self.host.write(connection, NEW)
        self.host.write(connection, NEW, 8 * MEBI)
        detach(self.api, attachment)
        self.api.action(self.second, "revert", {"snapshot_id": self.snapshot_of_second}, 202)
        self.api.settle("volume", self.second, "available")
        self.api.settle("snapshot", self.snapshot_of_second, "available")
        attachment, connection = attach(self.api, self.second, self.host)
        self.host.expect(connection, OLD)
        self.host.expect(connection, 0, 8 * MEBI)
        detach(self.api, attachment)
        self.tell("the old pattern is back, and what was written elsewhere is gone")

    def clean(self):
        """Delete everything: the pool is empty, no target is left, the quota is at zero"""
        for snapshot in (self.snapshot_of_old, self.snapshot_of_second):
            self.api.delete(f"/snapshots/{snapshot}", 202)
        for snapshot in (self.snapshot_of_old, self.snapshot_of_second):
            self.api.gone("snapshot", snapshot)
        for volume in (self.volume, self.restored, self.clone, self.second):
            self.delete(volume)
        assert self.scoria.files() == [], self.scoria.files()
        assert self.scoria.targets() == [], self.scoria.targets()
        usage = self.api.get(f"/os-quota-sets/{self.api.project}?usage=True")["quota_set"]
        for resource in ("volumes", "snapshots", "gigabytes"):
            assert usage[resource]["in_use"] == 0 and usage[resource].get("reserved", 0) == 0, (resource, usage[resource])
        self.tell("pool empty, no target, quota zero")

    def delete(self, volume):
        self.api.delete(f"/volumes/{volume}", 202)
        self.api.gone("volume", volume)


STEPS = ["create", "attach", "write", "snapshot", "copies", "crash", "extend", "detach", "revert", "clean"]
