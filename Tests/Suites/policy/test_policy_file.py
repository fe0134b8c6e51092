"""The policy file: what is wrong with it is told with its place, stops the start, and never takes a good policy away."""
import os
import pathlib
import signal
import subprocess

import pytest

from harness.places import binary
from harness.service import PROJECT, Died, Scoria
from harness.waiting import until

WRONG = {
    "loop": ('"a": "rule:b"\n"b": "not rule:a"\n"volume:get": "rule:a"\n', ":2:", "a → b → a"),
    "own loop": ('"volume:get": "rule:volume:get"\n', ":1:", "circle"),
    "wrong YAML": ('"volume:get": "role:a\n', ":", "YAML"),
    "tabs": ('\t"volume:get": "role:a"\n', ":1:", "YAML"),
    "parentheses": ('"volume:get": "' + "(" * 10_000 + "role:a" + ")" * 10_000 + '"\n', ":1:", "too long"),
    "deep parentheses": ('"volume:get": "' + "(" * 1000 + "role:a" + ")" * 1000 + '"\n', ":1:", "nested deeper"),
    "open parentheses": ('"volume:get": "' + "(" * 10_000 + '"\n', ":1:", "too long"),
    "number": ('"volume:get": 5\n', ":1:", "text in quotation marks"),
    "truth": ('"volume:get": yes\n', ":1:", "text in quotation marks"),
    "nothing": ('"volume:get":\n', ":1:", "text in quotation marks"),
    "bare exclamation mark": ('"volume:get": !\n', ":1:", "text in quotation marks"),
    "mapping": ('"volume:get": {"role": "a"}\n', ":1:", "text in quotation marks"),
    "duplicated": ('"volume:get": "@"\n"volume:create": "@"\n"volume:get": "!"\n', ":3:", "several times"),
    "list": ("- a\n- b\n", ":1:", "rule names"),
    "text": ("hello\n", ":1:", "rule names"),
    "two documents": ('"volume:get": "@"\n---\n"volume:get": "!"\n', ":", "YAML"),
    "unknown rule": ('"volume:get": "rule:admin_apu"\n', ":1:", "'admin_api' meant"),
    "misplaced word": ('\n\n"volume:get": "role:a role:b"\n', ":3:23:", '"and" or "or" is missing'),
    "deep list": ('"volume:get": ' + "[" * 50_000 + "\n", ":1:", "nested too deep"),
    "deep block": ('"volume:get":\n' + "- " * 50_000 + "a\n", ":2:", "nested too deep"),
    "doubling": ("".join(f'"r{n}": "rule:r{n + 1} and rule:r{n + 1}"\n' for n in range(99)) + '"r99": "@"\n', ":", "too large"),
    "control characters": ('"volume:get": "role:\\u001b[31m \\n x"\n', ":1:", "is no check"),
    "aliases": ('"a": &a ["role:x", "role:y"]\n"b": &b [*a, *a]\n"c": [*b, *b]\n', ":", "text in quotation marks"),
}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "policy.yaml"


def check(file, *arguments, timeout=120):
    command = [binary("debug"), "policy", "check", "--file", file, "--state-path", file.parent / "state", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=timeout)


@pytest.mark.parametrize("name", WRONG)
def test_wrong(file, name):
    text, place, reason = WRONG[name]
    file.write_text(text)
    result = check(file)
    assert result.returncode == 78, result
    line = result.stderr.splitlines()[0]
    assert line.startswith(f"{file}{place}") and reason in result.stderr, result.stderr[:2000]
    assert "\x1b" not in result.stderr and len(result.stderr) < 20_000


def test_bytes(file):
    file.write_bytes(b'"volume:get": "\xff\xfe"\n')
    assert "UTF-8" in check(file).stderr
    file.write_bytes(b'"volume:get": "' + b"x" * 10_000_000 + b'"\n')
    assert "bytes" in check(file).stderr
    file.unlink()
    assert "no such file" in check(file).stderr
    file.mkdir()
    assert "no regular file" in check(file).stderr
    file.rmdir()
    os.mkfifo(file)
    assert "no regular file" in check(file).stderr


def test_unreadable(file):
    file.write_text("")
    file.chmod(0)
    if os.access(file, os.R_OK):
        # Root reads everything but a loop of links.
        file.unlink()
        file.symlink_to(file)
    assert "cannot be read" in check(file).stderr


def test_many_errors_are_quick(file):
    file.write_text("".join(f'"volume:x{n}": "rule:nowhere{n} and (role:a"\n' for n in range(15_000)))
    result = check(file)
    assert result.returncode == 78 and len(result.stderr) < 10_000_000


def test_questions(file):
    file.write_text('"volume:delete": "rule:owner or role:admin"\n"owner": "role:member and user_id:%(user_id)s"\n')
    yes = check(file, "--rule", "volume:delete", "--roles", "member", "--user", "u1", "--target", "user_id=u1", "project_id=p")
    assert (yes.returncode, yes.stdout.splitlines()[0]) == (0, "yes")
    no = check(file, "--rule", "volume:delete", "--roles", "member,reader", "--user", "u2", "--target", "user_id=u1")
    assert (no.returncode, no.stdout.splitlines()[0]) == (1, "no")
    assert "user_id:%(user_id)s: no" in no.stdout
    assert check(file, "--rule", "volume:delte").returncode == 64
    listed = subprocess.run(
        [binary("debug"), "policy", "list", "--file", file, "--changed", "--state-path", file.parent / "state"], capture_output=True, text=True)
    assert listed.stdout.splitlines() == [
        f'"volume:delete": "rule:owner or role:admin"  # {file}:1',
        '    # default: "rule:xena_system_admin_or_project_member"',
        f'"owner": "role:member and user_id:%(user_id)s"  # {file}:2',
    ]
    everything = subprocess.run(
        [binary("debug"), "policy", "list", "--state-path", file.parent / "state"], capture_output=True, text=True).stdout.splitlines()
    assert len(everything) >= 167 and all("  # default" in line for line in everything)


def test_a_wrong_file_stops_the_start(tmp_path):
    wrong = tmp_path / "mine.yaml"
    wrong.write_text('"volume:get": "role:a and"\n')
    service = Scoria(arguments=["--set", f"oslo_policy.policy_file={wrong}"])
    try:
        with pytest.raises(Died):
            service.start(pools=False)
        assert service.process.returncode == 78
        assert f"{wrong}:1:26: error: volume:get: The rule ends where a check is expected." in service.tail()
    finally:
        service.remove()
    missing = Scoria(arguments=["--set", f"oslo_policy.policy_file={tmp_path}/nowhere.yaml"])
    try:
        with pytest.raises(Died):
            missing.start(pools=False)
        assert "nowhere.yaml" in missing.tail()
    finally:
        missing.remove()


def test_hangup(tmp_path):
    """SIGHUP takes a valid file over and leaves the old policy when it is not; requests never fail meanwhile."""
    file = tmp_path / "policy.yaml"
    file.write_text("")
    with Scoria(arguments=["--set", f"oslo_policy.policy_file={file}"]) as service:
        api = service.api(PROJECT)

        def answers(status):
            return lambda: api.raw("GET", f"/v3/{PROJECT}/volumes", headers=api.headers()).status == status

        def hang_up(text):
            file.write_text(text)
            service.process.send_signal(signal.SIGHUP)

        assert answers(200)()
        hang_up('"volume:get_all": "!"\n')
        until(answers(403), "the new policy to hold", 10)
        hang_up('"volume:get_all": "@ and ("\n')
        until(lambda: "not read again" in service.tail(), "the log to say why", 10)
        assert f"{file}:1:" in service.tail()
        assert answers(403)()
        hang_up("")
        until(answers(200), "the defaults to hold again", 10)
        assert service.running
