"""noauth is for loopback: whoever reaches the port is administrator."""
import subprocess

import pytest

from harness.places import binary
from harness.service import Scoria


def run(*arguments):
    return subprocess.run([binary(), *arguments], capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("strategy", ["noauth", "noauth_include_project_id"])
@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.1", "storage.example.org"])
def test_refused_elsewhere(tmp_path, strategy, address):
    flags = ["--state-path", str(tmp_path), "--set", f"auth_strategy={strategy}", "--set", f"osapi_volume_listen={address}"]
    check = run("config", "check", *flags)
    assert check.returncode == 78
    assert "administrator" in check.stdout and "allow_noauth_on_any_address" in check.stdout
    start = run("serve", *flags)
    assert start.returncode == 78 and "administrator" in start.stderr
    assert list(tmp_path.iterdir()) == [], "nothing was begun"


@pytest.mark.parametrize("address", ["127.0.0.1", "127.1.2.3", "::1", "localhost"])
def test_allowed_on_loopback(address):
    assert run("config", "check", "--set", f"osapi_volume_listen={address}").returncode == 0


def test_allowed_when_told():
    assert run("config", "check", "--set", "osapi_volume_listen=0.0.0.0", "--set", "allow_noauth_on_any_address=true").returncode == 0


def test_other_strategies_listen_anywhere():
    """Nothing keeps Keystone's users from the network; what Keystone needs is asked for."""
    missing = run("config", "check", "--set", "auth_strategy=keystone", "--set", "osapi_volume_listen=0.0.0.0")
    assert missing.returncode == 78
    for option in ("auth_url", "username", "password", "project_name"):
        assert f"[keystone_authtoken] {option}" in missing.stdout, option
    assert "administrator" not in missing.stdout


def test_project_in_the_management_url():
    """The field's noauth_include_project_id differs in this alone."""
    for strategy, end in (("noauth", "/v3/a1fa/"), ("noauth_include_project_id", "/a1fa")):
        with Scoria(name="handing-out", settings=f"[DEFAULT]\nauth_strategy = {strategy}\n") as service:
            answer = service.api().raw("GET", "/v3/a1fa/", None, {"X-Auth-User": "u", "X-Auth-Project-Id": "a1fa"})
            assert answer.status == 204, answer.text
            assert answer.headers["X-Auth-Token"] == "u:a1fa"
            assert answer.headers["X-Server-Management-Url"].endswith(end), answer.headers["X-Server-Management-Url"]
