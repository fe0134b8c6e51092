"""The scheduler against the ancestor's own: thousands of random cases, equal but for differences that have a name and a reason.

    SCORIA_SCHEDULER_SEED=7 SCORIA_SCHEDULER_CASES=20000 $python -m pytest scheduler -s
"""
import collections
import json
import math
import os
import pathlib
import random
import subprocess

import pytest

from scheduler.cases import Cases
from scheduler.differences import DIFFERENCES

ROOT = pathlib.Path(__file__).resolve().parents[3]
CRASH = "the ancestor's request fails as a whole"
# Only the evaluation shows how long a text gets, so this difference is told by our own reason.
LONG_TEXT, LONG_TEXT_REASON = "texts that are too long", "the result is too long a text"


def ours(cases, results):
    subprocess.run([ROOT / ".build/debug/SchedulerCases", cases, results], check=True, timeout=600)


def theirs(cases, results):
    environment = subprocess.run([ROOT / "scripts/python-environment", "ancestor"], capture_output=True, text=True, check=True)
    python = pathlib.Path(environment.stdout.strip(), "bin/python")
    subprocess.run([python, pathlib.Path(__file__).with_name("ancestor.py"), cases, results], check=True, timeout=1800,
                   stderr=subprocess.DEVNULL)


def problem(case, ancestor, result):
    """What differs; None when nothing does."""
    request = case["request"]
    passed, weights = ancestor["passed"], ancestor["weights"]
    if request.get("pinned"):
        def matches(pool):
            return pool == request["pinned"] if "#" in request["pinned"] else pool.split("#")[0] == request["pinned"]
        kept = [pair for pair in zip(passed, weights) if matches(pair[0])]
        passed, weights = [pool for pool, _ in kept], [weight for _, weight in kept]
    if request["operation"] == "retype_volume" and request["migration_policy"] == "never":
        # Ours keeps only where the volume is, so there is nothing to compare but the choice.
        return None if ancestor["chosen"] == result["chosen"] else "choice"
    if sorted(passed) != sorted(result["passed"]):
        return "passing set"
    if not request.get("pinned"):
        of_ours = dict(zip(result["passed"], result["weights"]))
        if not all(math.isclose(weight, of_ours[pool], rel_tol=1e-9, abs_tol=1e-9) for pool, weight in zip(passed, weights)):
            return "weights"
    # A lot among pools of other places cannot be drawn here.
    if request.get("pinned") and ("Stochastic" in case["handler"] or "ChanceWeigher" in case["weighers"]):
        return None
    if request["operation"] != "retype_volume" and passed != result["passed"]:
        return "order"
    return None if ancestor["chosen"] == result["chosen"] else "choice"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    seed = int(os.environ.get("SCORIA_SCHEDULER_SEED") or random.SystemRandom().randrange(2 ** 32))
    count = int(os.environ.get("SCORIA_SCHEDULER_CASES", "6000"))
    maker = Cases(seed)
    cases = [maker.case() for _ in range(count)]
    folder = tmp_path_factory.mktemp("scheduler")
    source = folder / "cases.json"
    source.write_text(json.dumps(cases))
    ours(source, folder / "ours.json")
    theirs(source, folder / "theirs.json")
    return seed, cases, json.loads((folder / "theirs.json").read_text()), json.loads((folder / "ours.json").read_text())


def test_as_the_ancestor_but_for_named_differences(outcome, conclude):
    seed, cases, ancestors, results = outcome
    assert len(ancestors) == len(results) == len(cases)
    seen, unexpected, equal = collections.Counter(), [], 0
    for number, (case, ancestor, result) in enumerate(zip(cases, ancestors, results)):
        if "error" in ancestor:
            seen[CRASH] += 1
            continue
        wrong = problem(case, ancestor, result)
        if wrong is None:
            equal += 1
        elif case["differences"]:
            seen.update(case["differences"])
        elif any(LONG_TEXT_REASON in reason for reason in result["reasons"]):
            seen[LONG_TEXT] += 1
        else:
            unexpected.append((number, wrong))
    conclude(f"scheduler: {len(cases)} cases, seed {seed}: {equal} equal, "
             + ", ".join(f"{count} × {name}" for name, count in seen.most_common()))
    number, wrong = unexpected[0] if unexpected else (None, None)
    assert not unexpected, (
        f"seed {seed}: {len(unexpected)} cases differ without a reason; the first, case {number}, in its {wrong}:\n"
        f"case {json.dumps(cases[number])}\nancestor {ancestors[number]}\nours {results[number]}")


def test_the_comparison_is_not_empty(outcome):
    """Most cases must be comparable, and pass some pools and drop others, or nothing would have been compared."""
    _, cases, ancestors, _ = outcome
    answered = [one for one in ancestors if "error" not in one]
    assert len(answered) > 0.8 * len(cases)
    assert sum(1 for one in answered if one["passed"]) > 0.3 * len(cases)
    assert sum(1 for one in answered if len(one["passed"]) > 1) > 0.1 * len(cases)
    assert sum(1 for case in cases if not case["differences"]) > 0.6 * len(cases)


def test_every_difference_has_a_reason(outcome):
    _, cases, *_ = outcome
    assert {name for case in cases for name in case["differences"]} | {LONG_TEXT} <= set(DIFFERENCES)
