"""kill -9 at random moments and at each named point of each kind of operation, eight calls at once, again and again.

SCORIA_CRASH_SEED repeats a run's choices, SCORIA_CRASH_ROUNDS sets the random rounds of each kind, SCORIA_CRASH_LANES the services that
are tormented at the same time.
"""
import collections
import concurrent.futures
import contextlib
import os
import random
import sqlite3
import time

import pytest

from crash.lane import Lane
from crash.operations import OPERATIONS

SEED = int(os.environ.get("SCORIA_CRASH_SEED") or random.SystemRandom().randrange(1 << 32))
ROUNDS = int(os.environ.get("SCORIA_CRASH_ROUNDS") or 6)
LANES = int(os.environ.get("SCORIA_CRASH_LANES") or 2)
WANTED = int(os.environ.get("SCORIA_CRASH_KILLS") or 200)


@pytest.fixture(scope="module")
def lanes(request):
    opened = [Lane(number, SEED + number) for number in range(LANES)]
    try:
        for lane in opened:
            lane.open()
        request.node.scoria = opened[0].scoria
        yield opened
    finally:
        for lane in opened:
            lane.close()


def spread(lanes, rounds):
    """Does rounds on all lanes at once; the first failure ends them and is raised, on a lane that has begun anew."""
    queue = collections.deque(rounds)
    failed = []

    def work(lane):
        while queue and not failed:
            try:
                number, do = queue.popleft()
            except IndexError:
                return
            try:
                do(lane)
            except BaseException as failure:
                failed.append(failure)
                failure.add_note(f"round {number} on {lane.scoria.home.name}, seed {SEED}\n{lane.scoria.tail(40)}")
                lane.reopen()
                raise

    with concurrent.futures.ThreadPoolExecutor(len(lanes)) as pool:
        for future in [pool.submit(work, lane) for lane in lanes]:
            future.result()


@pytest.mark.parametrize("kind", OPERATIONS, ids=lambda kind: kind.__name__)
def test_operation(lanes, kind, tmp_path, conclude):
    """Undisturbed once, then killed at each point that it came by, then at random moments."""
    operation, began, measured = kind(), time.monotonic(), []
    before = sum(lane.kills for lane in lanes)
    trace = tmp_path / "points"
    trace.touch()
    spread(lanes[:1], [("without a kill", lambda lane: measured.append(lane.round(operation, trace=trace)))])
    took, passed = measured[0]
    chance = random.Random(SEED)
    rounds = []
    for name, (earlier, during) in sorted(passed.items()):
        # The database's points come by for every transaction: two of them stand for all.
        counts = {1, chance.randint(1, during)} if name.startswith("store.") else {chance.randint(1, min(during, operation.width))}
        for count in counts:
            fault, again = f"{name}:{earlier + count}", chance.random() < 0.5
            rounds.append((fault, lambda lane, fault=fault, again=again: lane.round(operation, fault=fault, again=again)))
    for number in range(ROUNDS):
        delay = chance.uniform(0, took)
        rounds.append((f"random {number} after {delay * 1000:.0f} ms", lambda lane, delay=delay: lane.round(
            operation, delay=delay, again=True)))
    spread(lanes, rounds)
    kills = sum(lane.kills for lane in lanes) - before
    conclude(f"{kind.__name__}: {len(passed)} points, {kills} kills, {time.monotonic() - began:.1f} s")
    assert kills > 0


def test_the_checks_see(lanes, tmp_path, monkeypatch):
    """The suite's own eyes: each kind of trace that a crash could leave is put there by hand, and must be found."""
    lane = lanes[0]
    lane.settle()
    lane.check_clean_slate()
    stray = lane.scoria.pool / "volume-00000000-0000-4000-8000-000000000000"
    stray.touch()
    with pytest.raises(AssertionError, match="stray files"):
        lane.check_clean_slate()
    stray.unlink()
    newest = "WHERE sequence = (SELECT max(sequence) FROM flows)"
    faults = [
        ("UPDATE volumes SET status = 'extending'", "is extending"),
        ("UPDATE snapshots SET status = 'creating'", "is creating"),
        ("UPDATE volumes SET status = 'error'", "ended in error"),
        (f"UPDATE flows SET state = 'reverting' {newest}", "is reverting"),
        (f"UPDATE flows SET state = 'needs_attention' {newest}", "needs attention"),
        ("INSERT INTO flow_locks SELECT 'volume/x', max(sequence), 1 FROM flows", "1 rows in flow_locks"),
        ("DELETE FROM snapshots", "0 rows in snapshots"),
    ]
    original = lane.scoria.database
    for number, (statement, seen) in enumerate(faults):
        copy = tmp_path / f"{number}.sqlite"
        with contextlib.closing(sqlite3.connect(copy)) as database, contextlib.closing(original()) as source:
            source.backup(database)
            database.execute(statement)
            database.commit()

        def changed(copy=copy):
            connection = sqlite3.connect(copy)
            connection.row_factory = sqlite3.Row
            return connection

        with monkeypatch.context() as patch, pytest.raises(AssertionError, match=seen):
            patch.setattr(lane.scoria, "database", changed)
            lane.settle(seconds=0.1)
            lane.check_clean_slate()
    lane.settle()
    lane.check_clean_slate()


def test_enough_kills(lanes, conclude):
    """The number that the run stands for, and the seed that repeats it."""
    kills = sum(lane.kills for lane in lanes)
    unreached = sorted(set().union(*(lane.unreached for lane in lanes)))
    points = len(set().union(*(lane.reached for lane in lanes)))
    conclude(f"crash suite: {kills} kills with -9, {points} named points among them, seed {SEED}")
    conclude(f"crash suite: {len(unreached)} points were not reached a second time: {', '.join(unreached) or 'none'}")
    assert kills >= WANTED, f"only {kills} kills"
