"""Random rules and callers, asked of Scoria and of the real oslo.policy: the same answers."""
import json
import os
import random
import re
import string
import subprocess

import pytest
from oslo_config import cfg
from oslo_policy import policy as oslo

from harness.places import binary

CASES = 2500
SPOILT = 600
ROLES = ["member", "reader", "admin", "Member", "storage-admin", "observer", "KeyStone:Ops"]
PROJECTS = ["a0", "b0", "None"]
USERS = ["u1", "u2"]


@pytest.fixture(scope="module")
def seed(request):
    chosen = int(os.environ.get("SCORIA_POLICY_SEED", random.SystemRandom().randrange(2**32)))
    print(f"SCORIA_POLICY_SEED={chosen}")
    return chosen


def atom(dice, helpers):
    return dice.choice([
        lambda: f"role:{dice.choice(ROLES)}",
        lambda: f"role:{dice.choice(ROLES).upper()}",
        lambda: "role:%(role)s",
        lambda: f"rule:{dice.choice(helpers)}" if helpers else "@",
        lambda: f"is_admin:{dice.choice(['True', 'False', '1'])}",
        lambda: f"is_admin_project:{dice.choice(['True', 'False'])}",
        lambda: "project_id:%(project_id)s",
        lambda: "user_id:%(user_id)s",
        lambda: "user_id:%(target.volume.owner)s",
        lambda: f"user_id:{dice.choice(USERS)}",
        lambda: f"project_id:{dice.choice(PROJECTS)}",
        lambda: "domain_id:%(domain_id)s",
        lambda: f"domain_id:{dice.choice(['default', 'None'])}",
        lambda: f"system_scope:{dice.choice(['all', 'None'])}",
        lambda: f"user_domain_id:{dice.choice(['default', 'None'])}",
        lambda: "project_domain_id:%(project_domain_id)s",
        lambda: f"service_roles:{dice.choice(['service', 'admin'])}",
        lambda: f"service_user_id:{dice.choice(['nova', 'None'])}",
        lambda: f"roles:{dice.choice(ROLES)}",
        lambda: f"'{dice.choice(['member', 'in-use'])}':%({dice.choice(['role', 'status'])})s",
        lambda: f'"{dice.choice(["member", "x"])}":%(role)s',
        lambda: "True:%(bootable)s",
        lambda: "None:%(nothing)s",
        lambda: "5:%(size)s",
        lambda: "unknown_thing:x",
        lambda: "unknown.thing:x",
        lambda: "user_id:u%%1",
        lambda: "user_id:%(prefix)s1",
        lambda: "@",
        lambda: "!",
    ])()


def text(dice, helpers, depth=0):
    kind = dice.random()
    if depth > 4 or kind < 0.35:
        return atom(dice, helpers)
    if kind < 0.5:
        return f"{dice.choice(['not', 'NOT'])} {text(dice, helpers, depth + 1) if dice.random() < 0.3 else atom(dice, helpers)}" \
            if dice.random() < 0.5 else f"not ({text(dice, helpers, depth + 1)})"
    word = dice.choice([" and ", " or ", " AND ", "  or\t"])
    parts = [text(dice, helpers, depth + 1) for _ in range(dice.randint(2, 4))]
    mixed = parts[0]
    for part in parts[1:]:
        mixed += (word if dice.random() < 0.7 else dice.choice([" and ", " or "])) + part
    return f"({mixed})" if dice.random() < 0.4 else mixed


def rule(dice, helpers):
    kind = dice.random()
    if kind < 0.02:
        return ""
    if kind < 0.12:
        return [atom(dice, helpers) if dice.random() < 0.5 else [atom(dice, helpers) for _ in range(dice.randint(0, 3))]
                for _ in range(dice.randint(0, 3))]
    written = text(dice, helpers)
    # One file holds all of them, and files have a bound.
    while len(written) > 1000:
        written = text(dice, helpers)
    return written


def caller(dice):
    optional = lambda *values: dice.choice([None, *values])
    return {
        "user_id": dice.choice(USERS), "project_id": dice.choice(PROJECTS[:2]), "roles": sorted(dice.sample(ROLES, dice.randint(0, 3))),
        "is_admin": dice.random() < 0.3, "is_admin_project": dice.random() < 0.7, "service_roles": dice.choice([[], ["service"], ["admin"]]),
        "system_scope": optional("all"), "domain_id": optional("default"), "user_domain_id": optional("default"),
        "project_domain_id": optional("default"), "service_user_id": optional("nova"),
    }


def target(dice, who):
    everything = {
        "project_id": dice.choice(PROJECTS[:2]), "user_id": dice.choice(USERS), "role": dice.choice(["member", "reader", "x"]),
        "status": dice.choice(["in-use", "available"]), "domain_id": "default", "project_domain_id": dice.choice(["default", "other"]),
        "bootable": dice.random() < 0.5, "nothing": None, "size": dice.choice([5, 6]), "prefix": "u",
        "target.volume.owner": dice.choice(USERS),
    }
    if dice.random() < 0.2:
        # Without an object the caller's own project and user stand for it.
        return None, {"project_id": who["project_id"], "user_id": who["user_id"]}
    chosen = {key: value for key, value in everything.items() if dice.random() < 0.8}
    return chosen, chosen


def field(rules):
    """The real library with these rules."""
    conf = cfg.ConfigOpts()
    conf([], default_config_files=[], default_config_dirs=[])
    enforcer = oslo.Enforcer(conf, use_conf=False, default_rule="no such rule")
    enforcer.set_rules(oslo.Rules.from_dict(rules))
    return enforcer


def ask(tmp_path, rules, questions):
    """What Scoria answers; the file is JSON, which is YAML too."""
    policy, asked = tmp_path / "policy.yaml", tmp_path / "questions"
    policy.write_text(json.dumps(rules, indent=0))
    asked.write_text("".join(json.dumps(question) + "\n" for question in questions))
    command = [binary("debug"), "policy", "check", "--file", policy, "--questions", asked, "--state-path", tmp_path / "state"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 0, result.stderr[-3000:]
    return [line == "true" for line in result.stdout.split()]


def test_random_rules(tmp_path, seed, conclude):
    dice = random.Random(seed)
    rules, questions, objects = {}, [], []
    for number in range(CASES):
        rules[f"case:{number}"] = rule(dice, list(rules)[-40:])
        who = caller(dice)
        asked, seen = target(dice, who)
        questions.append({"rule": f"case:{number}", **who} | ({"target": asked} if asked is not None else {}))
        objects.append((who, seen))
    enforcer = field(rules)
    expected = [bool(enforcer.enforce(question["rule"], dict(seen), dict(who))) for question, (who, seen) in zip(questions, objects)]
    answers = ask(tmp_path, rules, questions)
    assert len(answers) == CASES
    wrong = [f"{rules[question['rule']]!r} {question}: {answer}, not {wanted}"
             for question, answer, wanted in zip(questions, answers, expected) if answer != wanted]
    assert not wrong, f"seed {seed}: {len(wrong)} differ\n" + "\n".join(wrong[:10])
    assert CASES * 0.2 < sum(expected) < CASES * 0.8, "the cases say too little"
    conclude(f"policy: {CASES} random rules judged as oslo.policy does, {sum(expected)} of them yes, seed {seed}")


def test_spoilt_rules(tmp_path, seed, conclude):
    """What the field takes for nonsense, and so for nobody, is refused with its place; what is left means the same."""
    dice = random.Random(seed + 1)
    rules = {}
    for number in range(SPOILT):
        written = text(dice, [])
        for _ in range(dice.randint(1, 3)):
            place = dice.randrange(len(written) + 1)
            written = dice.choice([
                written[:place] + written[place + 1:], written[:place] + dice.choice("() :%'\"" + string.ascii_letters) + written[place:],
                written[:place] + " " + dice.choice(["and", "or", "not", "(", ")"]) + " " + written[place:],
            ])
        rules[f"case:{number}"] = written
    policy = tmp_path / "spoilt.yaml"
    policy.write_text(json.dumps(rules, indent=0))
    command = [binary("debug"), "policy", "check", "--file", policy, "--state-path", tmp_path / "state"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert result.returncode == 78
    refused = set(re.findall(r"error: (case:\d+): ", result.stderr))
    assert len(refused) > SPOILT / 4
    enforcer = field(rules)
    kept = {name: written for name, written in rules.items() if name not in refused}
    questions, expected = [], []
    for name, written in rules.items():
        who = caller(dice)
        asked, seen = target(dice, who)
        try:
            verdict = bool(enforcer.enforce(name, dict(seen), dict(who)))
        except Exception:  # The field fails with a traceback on some; for us that must be a refusal.
            assert name in refused, f"{written!r} makes oslo.policy fail, but is accepted"
            continue
        if name in refused:
            continue
        questions.append({"rule": name, **who} | ({"target": asked} if asked is not None else {}))
        expected.append(verdict)
    answers = ask(tmp_path, kept, questions)
    wrong = [f"{kept[question['rule']]!r} {question}: {answer}, not {wanted}"
             for question, answer, wanted in zip(questions, answers, expected) if answer != wanted]
    assert not wrong, f"seed {seed}: {len(wrong)} differ\n" + "\n".join(wrong[:10])
    conclude(f"policy: of {SPOILT} spoilt rules {len(refused)} refused with their place, {len(kept)} judged as oslo.policy does")
