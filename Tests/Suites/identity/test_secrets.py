"""Planted secrets appear nowhere: not in the log at its most talkative, not in answers, metrics, the database or the state directory."""
import base64
import os
import pathlib
import signal

from harness.keystone import PASSWORD
from harness.service import Scoria
from harness.stub_keystone import StubKeystone


def everything(service):
    """Each file of the service's home with its bytes, its log and metrics included; not the configuration, where passwords stand."""
    for path in sorted(service.home.rglob("*")):
        if path.is_file() and path != service.config and path.stat().st_size < 64 << 20:
            yield str(path), path.read_bytes()
    yield "/metrics", service.api().raw("GET", "/metrics").body
    yield "command line", pathlib.Path(f"/proc/{service.process.pid}/cmdline").read_bytes()


def absent(service, *secrets):
    for where, content in everything(service):
        for secret in secrets:
            assert secret.encode() not in content, f"{secret[:12]}... is in {where}"


TALKATIVE = "log_level = trace\n"


def test_tokens_and_service_password(keystone):
    with Scoria(name="secrets", identity=keystone, settings=f"[DEFAULT]\n{TALKATIVE}") as service:
        good, service_token = keystone.token("member", fresh=True).id, keystone.token("nova", fresh=True).id
        forged = good[:60] + "FORGED" + good[66:]
        answers = []
        for token in (good, forged, "planted-garbage-token", "planted-" + "x" * 9000, "planted\x01control"):
            for extra in ({}, {"X-Service-Token": service_token}, {"X-Service-Token": "planted-bad-service-token"}):
                answers.append(service.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": token} | extra))
        keystone.pause()
        try:
            answers.append(service.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": keystone_unknown(good)}))
        finally:
            keystone.resume()
        os.kill(service.process.pid, signal.SIGHUP)
        secrets = [good[:60], service_token[:60], "planted-garbage-token", "planted-xxxx", "planted-bad-service", PASSWORD]
        for answer in answers:
            for secret in secrets:
                assert secret not in answer.text and secret not in str(answer.headers)
        absent(service, *secrets)


def keystone_unknown(token):
    return token[:-8] + "unknown0"


def test_wrong_service_password(keystone):
    planted = "planted-service-password-7f3a"
    with Scoria(name="secrets", identity=keystone, options={"password": planted}, settings=f"[DEFAULT]\n{TALKATIVE}") as service:
        assert service.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": "t"}).status == 503
        absent(service, planted)


def test_echo():
    """An identity service that answers with what it was sent: none of it gets further."""
    def echo(handler):
        sent = f"{handler.headers['X-Subject-Token']} {handler.headers['X-Auth-Token']}"
        handler.reply(500, sent.encode(), [("X-Echo", sent)])
        return True

    with StubKeystone() as stub:
        stub.answer = echo
        with Scoria(name="echo", settings=stub.options() + f"[DEFAULT]\n{TALKATIVE}") as service:
            answer = service.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": "planted-user-token"})
            assert answer.status == 503 and "planted" not in answer.text
            absent(service, "planted-user-token", "service-token-1")


def test_passwords(tmp_path):
    from identity.test_basic import ALPHA, ask, hashed
    path = tmp_path / "htpasswd"
    path.write_text(hashed("anna", "planted-right-password", ALPHA, "member"))
    hash_ = path.read_text().split(":")[1]
    settings = f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {path}\n{TALKATIVE}"
    with Scoria(name="secrets", settings=settings, waits=False) as service:
        assert ask(service, "anna", "planted-right-password").status == 200
        assert ask(service, "anna", "planted-wrong-password").status == 401
        path.write_text(f"anna:planted-in-a-broken-line:{ALPHA}\n")
        os.kill(service.process.pid, signal.SIGHUP)
        secrets = ["planted-right-password", "planted-wrong-password", "planted-in-a-broken-line", hash_]
        secrets += [base64.b64encode(f"anna:{secret}".encode()).decode()[8:32] for secret in secrets[:2]]
        absent(service, *secrets)


def test_configuration_problems(tmp_path):
    """`config check` tells what is wrong with a secret option without its value."""
    import subprocess
    from harness.places import binary
    path = tmp_path / "scoria.conf"
    path.write_text("[DEFAULT]\nauth_strategy = keystone\n[keystone_authtoken]\nauth_url = nonsense\npassword = planted$word\npasword = planted-typo\n")
    done = subprocess.run([binary(), "config", "check", "--config", path], capture_output=True, text=True)
    assert done.returncode == 78
    assert "planted" not in done.stdout + done.stderr and "word" not in done.stdout.replace("password", "").replace("pasword", "")
