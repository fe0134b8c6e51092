"""http_basic: users with passwords on a machine without Keystone."""
import base64
import os
import signal
import subprocess
import time

import pytest

from harness.service import Died, Scoria
from harness.waiting import until

ALPHA, BETA = "a1fa", "beda-0001"
USERS = {
    "anna": ("correct horse battery staple", ALPHA, "admin"),
    "mia": ("ünïcödé: with a colon", ALPHA, "member"),
    "rita": ("reader-password", ALPHA, "reader"),
    "otto": ("stranger-password", BETA, "member"),
}


def hashed(name, password, project, roles, cost=5):
    """The line of a user, as `scoria user hash` makes it: the password goes through standard input."""
    from harness.places import binary
    done = subprocess.run(
        [binary(), "user", "hash", name, "--project", project, "--roles", roles, "--cost", str(cost)],
        input=password + "\n", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert password not in done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("basic") / "htpasswd"
    path.touch(mode=0o600)
    path.write_text("# users\n" + "".join(hashed(name, *rest) for name, rest in USERS.items()))
    return path


@pytest.fixture(scope="module")
def service(request, file):
    settings = f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {file}\n"
    with Scoria(name="basic", settings=settings, waits=False) as running:
        request.node.scoria = running
        yield running


def header(name, password, scheme="Basic"):
    return {"Authorization": f"{scheme} " + base64.b64encode(f"{name}:{password}".encode()).decode()}


def ask(service, name=None, password=None, path="/v3/volumes", method="GET", body=None, **headers):
    sent = (header(name, password) if name is not None else {}) | headers
    if body:
        sent["Content-Type"] = "application/json"
    return service.api().raw(method, path, body, sent)


def user(service, name, *rest, **more):
    return ask(service, name, USERS[name][0], *rest, **more)


def test_users_have_projects_and_roles(service):
    body = b'{"volume": {"size": 1, "name": "basic"}}'
    made = user(service, "mia", "/v3/volumes", "POST", body)
    assert made.status == 202, made.text
    volume = made.json["volume"]["id"]
    for name, expected in (("mia", 200), ("rita", 200), ("anna", 200), ("otto", 404)):
        assert user(service, name, f"/v3/volumes/{volume}").status == expected, name
    assert user(service, "mia", f"/v3/{ALPHA}/volumes").status == 200
    assert user(service, "mia", f"/v3/{BETA}/volumes").status == 400
    shown = user(service, "anna", f"/v3/volumes/{volume}").json["volume"]
    assert shown["user_id"] == "mia" and shown["os-vol-tenant-attr:tenant_id"] == ALPHA


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": ""}, {"Authorization": "Basic"}, {"Authorization": "Basic "}, {"Authorization": "Basic !!!"},
    {"Authorization": "Basic YW5uYQ=="}, {"Authorization": "Bearer abc"}, header("anna", "wrong"), header("nobody", "x"), header("", ""),
    header("anna", ""), header("anna", "x" * 5000), header("anna", USERS["anna"][0] + "\0"), header("ANNA", USERS["anna"][0]),
    header("anna", USERS["anna"][0], "Digest"), {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe:\xff").decode()},
    {"X-Auth-Token": "anna:admin"},
])
def test_refused(service, headers):
    answer = ask(service, **headers)
    assert answer.status == 401, answer.text
    assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_scheme_in_any_case(service):
    sent = header("anna", USERS["anna"][0])["Authorization"]
    for scheme in ("basic", "BASIC"):
        assert ask(service, Authorization=sent.replace("Basic", scheme)).status == 200


def test_unknown_users_take_as_long(file):
    """How long a refusal takes must not tell whether the user exists."""
    def seconds(service, name, number):
        began = time.monotonic()
        assert ask(service, name, f"wrong-{number}").status == 401
        return time.monotonic() - began

    slow = file.parent / "slow"
    slow.write_text(hashed("anna", "!right!", ALPHA, "member", cost=11))
    settings = f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {slow}\n"
    with Scoria(name="timing", settings=settings, waits=False) as service:
        # In turns, and the quickest of each: what else the machine does makes none of them quicker.
        times = [(seconds(service, "anna", number), seconds(service, "nobody", number)) for number in range(9)]
        known, unknown = map(min, zip(*times))
    # A hash of cost 11 takes tens of milliseconds; a short cut would take none.
    assert known > 0.02 and unknown > known / 3, (known, unknown)


def test_paid_once(file):
    """The second request of a user does not hash the password again."""
    slow = file.parent / "paid"
    slow.write_text(hashed("anna", "!right!", ALPHA, "member", cost=12))
    settings = f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {slow}\n"
    with Scoria(name="paid", settings=settings, waits=False) as service:
        assert ask(service, "anna", "!right!").status == 200
        for _ in range(20):
            assert ask(service, "anna", "!right!").status == 200
        text = service.api().raw("GET", "/metrics").text
        assert 'scoria_password_checks_total{outcome="known"} 20' in text


def test_file_changes(service, file):
    """A user who is removed is out, one who is added is in, a broken file changes nothing but the log."""
    before = file.read_text()
    assert user(service, "otto").status == 200
    file.write_text("".join(line for line in before.splitlines(True) if not line.startswith("otto:")) + hashed("new", "!new!", ALPHA, "member"))
    until(lambda: ask(service, "new", "!new!").status == 200, "the new user to be known", 10)
    assert user(service, "otto").status == 401

    file.write_text("this is no user\n")
    until(lambda: "not read again" in service.log.read_text(), "the broken file to be noticed", 10)
    assert f"{file}:1:" in service.log.read_text()
    assert ask(service, "new", "!new!").status == 200

    file.write_text(before)
    os.kill(service.process.pid, signal.SIGHUP)
    until(lambda: user(service, "otto").status == 200, "the old file to be in force again", 10)


@pytest.mark.parametrize("text, words", [
    ("anna", "4"), ("anna:plain:a1fa:member\n", "bcrypt"), ("anna:{SHA}abc:a1fa:member\n", "bcrypt"), ("\n\nanna:x\n", ":3:"),
])
def test_broken_file_stops_the_start(tmp_path, text, words):
    path = tmp_path / "htpasswd"
    path.write_text(text)
    with pytest.raises(Died) as died:
        with Scoria(name="broken", settings=f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {path}\n", waits=False):
            pass
    assert str(path) in str(died.value) and words in str(died.value)


def test_missing_file_stops_the_start(tmp_path):
    with pytest.raises(Died, match="cannot be read"):
        with Scoria(name="missing", settings=f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {tmp_path}/none\n", waits=False):
            pass


def test_apache_lines(tmp_path):
    """Hashes of htpasswd itself ($2y$) are understood."""
    # printf 'secret' | htpasswd -niB -C 4 u
    line = "u:" + hashed("u", "secret", ALPHA, "member", cost=4).split(":")[1].replace("$2b$", "$2y$") + f":{ALPHA}:member\n"
    path = tmp_path / "htpasswd"
    path.write_text(line)
    with Scoria(name="apache", settings=f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {path}\n", waits=False) as service:
        assert ask(service, "u", "secret").status == 200


def test_hash_command_refuses():
    from harness.places import binary
    for arguments, text in (
        (["x", "--project", "a1"], ""), (["x", "--project", "a1"], "y" * 73), (["x", "--project", "Project!"], "y"),
        (["a:b", "--project", "a1"], "y"), (["x", "--project", "a1", "--cost", "31"], "y"), (["x", "--project", "a1", "--roles", ""], "y"),
    ):
        done = subprocess.run([binary(), "user", "hash", *arguments], input=text + "\n", capture_output=True, text=True)
        assert done.returncode != 0 and done.stderr and not done.stdout, arguments
