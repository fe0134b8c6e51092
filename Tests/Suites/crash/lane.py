"""One service that is killed again and again, and everything that must be true of it afterwards."""
import collections
import concurrent.futures
import http.client
import os
import random
import signal
import sqlite3
import subprocess
import time

from crash.operations import NEW, OLD
from harness.api import PASSING
from harness.service import Died, Scoria
from harness.waiting import Late, until

FINAL = ("succeeded", "failed", "cancelled", "abandoned")
PIECES, STRIDE = 256, 1 << 20


def points(trace):
    """How often each fault point has been reached, by a trace file."""
    return collections.Counter(trace.read_text().split() if trace else ())


class Lane:
    """A service with a source volume and a snapshot of it that every round leaves as they are."""

    def __init__(self, number, seed):
        self.random = random.Random(seed)
        self.number = number
        self.kills = 0
        self.unreached = set()
        self.reached = collections.Counter()
        self.connector = {
            "initiator": f"iqn.1994-05.org.scoria:crash-{number}", "ip": "127.0.0.1", "host": "crash", "platform": "x86_64",
            "os_type": "linux", "multipath": False,
        }
        self.workers = concurrent.futures.ThreadPoolExecutor(8)

    def open(self):
        """A fresh service with its source and snapshot."""
        self.scoria = Scoria(name=f"crash-{self.number}")
        self.scoria.start()
        self.api = self.scoria.api()
        self.api.raise_quota()
        self.source = self.api.new_volume(name="source")
        self.overwrite(self.source, OLD)
        self.scatter(self.source)
        self.snapshot = self.api.new_snapshot(self.source, name="of source")
        self.overwrite(self.source, NEW)
        self.settle()
        self.base = set(self.scoria.files())
        return self

    def reopen(self):
        """Begins anew after a round that failed, so that one fault does not hide the others."""
        self.scoria.remove()
        self.open()

    def close(self):
        self.workers.shutdown()
        self.scoria.remove()

    # The storage, from the side

    def file(self, volume):
        return self.scoria.pool / f"volume-{volume}"

    def overwrite(self, volume, text):
        descriptor = os.open(self.file(volume), os.O_WRONLY)
        try:
            os.pwrite(descriptor, text, 0)
        finally:
            os.close(descriptor)

    def scatter(self, volume):
        """Gives a volume many extents, so that a copy of it takes long enough to be interrupted."""
        descriptor = os.open(self.file(volume), os.O_WRONLY)
        try:
            for piece in range(1, PIECES):
                os.pwrite(descriptor, b"x" * 65536, piece * STRIDE)
        finally:
            os.close(descriptor)

    # A round

    def round(self, operation, delay=None, fault=None, trace=None, again=False):
        """Prepares, acts and kills, restarts, waits, judges, cleans up.

        With `trace` nothing is killed: returns the time that the work took and, for each point that it came by, how often the start of
        the process had come by it before and how often the work did.
        """
        items = list(self.workers.map(lambda _: operation.prepare(self), range(operation.width)))
        if fault or trace:
            self.scoria.kill()
            try:
                self.scoria.start(fault=fault, trace=trace)
            except Died:
                if not fault or self.scoria.process.wait() != -signal.SIGKILL:
                    raise
                # The start itself came by the point more often than last time. That is a kill too; the work then goes undisturbed.
                self.kills += 1
                fault = None
                self.scoria.start()
        before = points(trace)
        began = time.monotonic()
        calls = [self.workers.submit(self.call, operation, item) for item in items]
        if delay is not None:
            time.sleep(delay)
            self.kill()
        elif fault:
            self.await_fault(fault, calls)
        concurrent.futures.wait(calls)
        for call in calls:
            call.result()
        if trace:
            self.settle(operation.resting)
            took = time.monotonic() - began
            passed = {name: (before[name], count - before[name]) for name, count in points(trace).items() if count > before[name]}
        if not self.scoria.running:
            if again:
                self.recover_badly(fault)
            self.scoria.start()
        self.settle(operation.resting)
        for item in items:
            try:
                operation.verify(self, item)
            except AssertionError as failure:
                raise AssertionError(f"{operation.name}: {failure}\nitem: {item}") from failure
        self.sweep()
        self.check_clean_slate()
        return (took, passed) if trace else None

    def call(self, operation, item):
        try:
            operation.act(self, item)
        except (OSError, http.client.HTTPException):
            # Without an answer because the process is dying at this very moment: right. From one that lives: not.
            try:
                self.scoria.process.wait(20)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"{operation.name}: no answer from a service that runs") from None

    def kill(self):
        if self.scoria.running:
            self.scoria.kill()
            self.kills += 1

    def await_fault(self, fault, calls):
        """Waits for the process to kill itself; when everything is done and it has not, the point was not on the way."""
        def over():
            if not self.scoria.running:
                return True
            return all(call.done() for call in calls) and not self.unfinished() and "quiet"

        if until(over, f"the fault point {fault} or the end of the work", 60, 0.005) == "quiet" and self.scoria.running:
            self.unreached.add(fault)
            self.scoria.kill()
            return
        self.kills += 1
        self.reached[fault.split(":")[0]] += 1

    def recover_badly(self, fault):
        """Kills the service once more while it recovers: at the same point if it comes by it, else at a random moment."""
        self.scoria.launch(fault=fault)
        end = time.monotonic() + self.random.uniform(0.03, 0.5)
        while time.monotonic() < end and self.scoria.running:
            time.sleep(0.005)
        if self.scoria.running:
            self.scoria.kill()
        self.kills += 1

    # Judgement

    def unfinished(self):
        """Flows that are not at their end, as text; empty when there is none."""
        marks = ",".join("?" * len(FINAL))
        rows = self.scoria.query(f"SELECT kind, state, station, resource_id, error FROM flows WHERE state NOT IN ({marks})", *FINAL)
        return [f"{row['kind']} of {row['resource_id']} is {row['state']} at {row['station']}: {row['error']}" for row in rows]

    def passing(self, resting):
        """Objects in a status that must not last."""
        found = []
        for table in ("volumes", "snapshots", "attachments"):
            for row in self.scoria.query(f"SELECT id, status FROM {table}"):
                if row["status"] in PASSING - resting:
                    found.append(f"{table[:-1]} {row['id']} is {row['status']}")
                if row["status"].startswith("error"):
                    raise AssertionError(f"{table[:-1]} {row['id']} ended in {row['status']}: {self.api.reasons(row['id'])}\n{self.why(row['id'])}")
        return found

    def why(self, identifier):
        rows = self.scoria.query("SELECT kind, state, error FROM flows WHERE resource_id = ? ORDER BY sequence", identifier)
        return "\n".join(f"flow {row['kind']}: {row['state']} {row['error'] or ''}" for row in rows)

    def settle(self, resting=frozenset(), seconds=60):
        """Waits until no flow is under way and nothing is in a passing status."""
        seen = []

        def quiet():
            if not self.scoria.running:
                raise AssertionError(f"the service ended by itself:\n{self.scoria.tail()}")
            try:
                seen[:] = self.unfinished() + self.passing(resting)
            except sqlite3.OperationalError as error:
                seen[:] = [str(error)]
            attention = [line for line in seen if "needs_attention" in line]
            if attention:
                raise AssertionError(f"a flow needs attention: {attention}")
            return not seen

        try:
            until(quiet, lambda: f"everything to settle; left: {seen}", seconds, 0.01)
        except Late as late:
            raise AssertionError(f"{late}\n{self.scoria.tail(30)}") from None

    def sweep(self):
        """Deletes everything but the source and its snapshot, through the API and at once."""
        attachments = self.api.every("/attachments", "attachments")
        list(self.workers.map(lambda row: self.api.call("DELETE", f"/attachments/{row['id']}", expect=200), attachments))
        volumes = [row["id"] for row in self.api.every("/volumes", "volumes") if row["id"] != self.source]
        list(self.workers.map(lambda row: self.api.delete(f"/volumes/{row}?cascade=true", 202), volumes))
        stray = [row["id"] for row in self.api.every("/snapshots", "snapshots") if row["volume_id"] == self.source and row["id"] != self.snapshot]
        list(self.workers.map(lambda row: self.api.delete(f"/snapshots/{row}", 202), stray))
        self.settle()

    def check_clean_slate(self):
        """Nothing but the source and its snapshot is left: in rows, files, targets, exports, locks and quota."""
        files = set(self.scoria.files())
        assert files == self.base, f"stray files {sorted(files - self.base)}, missing files {sorted(self.base - files)}"
        assert self.scoria.targets() == [], f"stray targets {self.scoria.targets()}"
        for table, expected in (("volumes", 1), ("snapshots", 1), ("attachments", 0), ("exports", 0), ("flow_locks", 0)):
            count = self.scoria.query(f"SELECT count(*) AS n FROM {table}")[0]["n"]
            assert count == expected, f"{count} rows in {table}, expected {expected}"
        usage = self.api.get(f"/os-quota-sets/{self.api.project}?usage=True")["quota_set"]
        counted = {name: (usage[name]["in_use"], usage[name].get("reserved", 0)) for name in ("volumes", "snapshots", "gigabytes")}
        assert counted == {"volumes": (1, 0), "snapshots": (1, 0), "gigabytes": (2, 0)}, f"the quota does not equal the rows: {counted}"
        assert self.api.volume(self.source)["status"] == "available" and self.api.snapshot(self.snapshot)["status"] == "available"
