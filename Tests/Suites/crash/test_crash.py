"""kill -9 at random moments and at each named point of each kind of operation, eight calls at once, again and again.

SCORIA_CRASH_SEED repeats a run's choices, SCORIA_CRASH_ROUNDS sets the random rounds of each kind, SCORIA_CRASH_LANES the services that
are tormented at the same time.
"""
import collections
import concurrent.futures
import os
import random
import time

import pytest

from crash.lane import Lane
from crash.operations import OPERATIONS

SEED = int(os.environ.get("SCORIA_CRASH_SEED") or random.SystemRandom().randrange(1 << 32))
ROUNDS = int(os.environ.get("SCORIA_CRASH_ROUNDS") or 4)
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
def test_operation(lanes, kind, tmp_path):
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
    print(f"{kind.__name__}: {len(passed)} points, {kills} kills, {time.monotonic() - began:.1f} s")
    assert kills > 0


def test_enough_kills(lanes):
    """The number that the run stands for, and the seed that repeats it."""
    kills = sum(lane.kills for lane in lanes)
    unreached = sorted(set().union(*(lane.unreached for lane in lanes)))
    print(f"crash suite: {kills} kills with -9, seed {SEED}, {len(unreached)} points were not reached a second time: {unreached}")
    assert kills >= WANTED, f"only {kills} kills"
