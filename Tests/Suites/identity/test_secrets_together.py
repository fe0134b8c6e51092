"""Every kind of secret at once, planted or drawn: whatever is done, none of them is in anything that is written, told or answered."""
import base64
import json
import os
import signal
import sqlite3
import subprocess
from urllib.parse import quote

import pytest

from harness.rabbitmq import Listener, RabbitMQ
from harness.service import Scoria
from harness.waiting import until
from harness.webhook import Webhook
from identity.test_basic import ALPHA, BETA, hashed

PASSWORDS = {"anna": "planted-password-of-anna-31", "otto": "planted-password-of-otto-47"}
CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:secrets", "host": "h"}


class Caller:
    """A user with a password; remembers every answer, but for those that have to show a secret."""

    def __init__(self, service, name, project, answers):
        self.api, self.project, self.answers = service.api(project), project, answers
        self.authorization = "Basic " + base64.b64encode(f"{name}:{PASSWORDS[name]}".encode()).decode()

    def __call__(self, method, path, body=None, shows_secret=False, **headers):
        sent = {"Authorization": self.authorization, "OpenStack-API-Version": "volume 3.71", "Accept": "application/json"} | headers
        if body is not None:
            sent["Content-Type"] = "application/json"
        answer = self.api.raw(method, f"/v3{path}", None if body is None else json.dumps(body).encode(), sent)
        if not shows_secret:
            self.answers.append(f"{answer.text} {answer.headers}")
        return answer

    def volume(self, **fields):
        volume = self("POST", "/volumes", {"volume": {"size": 1, **fields}}).json["volume"]["id"]
        until(lambda: self("GET", f"/volumes/{volume}").json["volume"]["status"] == "available", "the volume")
        return volume

    def chap(self, volume):
        """Connects in both ways and ends both; the passwords that were handed out."""
        made = self("POST", "/attachments", {"attachment": {"volume_uuid": volume, "connector": CONNECTOR}}, shows_secret=True)
        assert made.status == 200, made.text
        attachment = made.json["attachment"]
        again = self("POST", f"/volumes/{volume}/action", {"os-initialize_connection": {"connector": CONNECTOR}}, shows_secret=True)
        found = [attachment["connection_info"], again.json["connection_info"]["data"]]
        self("POST", f"/attachments/{attachment['id']}/action", {"os-complete": {}})
        # Lists and lifecycle answers must do without them.
        self("GET", "/attachments/detail", **{"OpenStack-API-Version": "volume 3.26"})
        self("GET", f"/volumes/{volume}")
        self("POST", f"/volumes/{volume}/action", {"os-terminate_connection": {"connector": CONNECTOR}})
        self("DELETE", f"/attachments/{attachment['id']}")
        until(lambda: self("GET", f"/volumes/{volume}").json["volume"]["status"] == "available", "the detachment")
        return {info["auth_password"] for info in found}


@pytest.fixture(scope="module")
def broker():
    with RabbitMQ() as running:
        yield running


def test_all_of_them(broker, tmp_path):
    users = tmp_path / "htpasswd"
    users.touch(mode=0o600)
    users.write_text(hashed("anna", PASSWORDS["anna"], ALPHA, "admin,member,reader") + hashed("otto", PASSWORDS["otto"], BETA, "member,reader"))
    hashes = [line.split(":")[1] for line in users.read_text().splitlines()]
    answers = []
    with Webhook() as hook, Listener(broker) as listener:
        settings = f"""
[DEFAULT]
auth_strategy = http_basic
http_basic_auth_user_file = {users}
enabled_backends = files,pretence,nothing
log_level = trace
transport_url = rabbit://{broker.user}:{quote(broker.password, safe='')}@127.0.0.1:{broker.port}/{broker.vhost}
[oslo_messaging_notifications]
driver = messagingv2
[notifications]
file_path = {tmp_path}/notes.jsonl
webhook_url = {hook.url}?key=planted-webhook-query-88
webhook_secret = {hook.secret}
[files]
volume_driver = scoria.file
volume_backend_name = files
[pretence]
volume_driver = scoria.fake
volume_backend_name = pretence
[nothing]
volume_driver = scoria.file
volume_backend_name = nothing
target_helper = fake
"""
        with Scoria(name="together", settings=settings, waits=False) as service:
            anna, otto = Caller(service, "anna", ALPHA, answers), Caller(service, "otto", BETA, answers)
            until(lambda: len((anna("GET", "/scheduler-stats/get_pools").json or {}).get("pools", [])) >= 3, "the pools")
            chap = set()
            for backend in ("files", "pretence", "nothing"):
                kind = anna("POST", "/types", {"volume_type": {"name": backend, "extra_specs": {"volume_backend_name": backend}}})
                chap |= anna.chap(anna.volume(volume_type=kind.json["volume_type"]["id"]))
            assert len(chap) >= 3
            volume = anna.volume()
            transfer = anna("POST", "/volume-transfers", {"transfer": {"volume_id": volume}}, shows_secret=True).json["transfer"]
            wrong = otto("POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": "planted-wrong-auth-key-5"}})
            assert wrong.status == 400
            otto("POST", f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": transfer["auth_key"]}})
            anna("GET", "/volumes", Authorization="Basic " + base64.b64encode(b"anna:planted-wrong-password-6").decode())
            anna("GET", "/volumes", **{"X-Auth-Token": "planted-token-7", "X-Service-Token": "planted-service-token-8"})
            anna("POST", "/volumes", {"volume": {"size": -1}}, **{"Idempotency-Key": "k"})
            os.kill(service.process.pid, signal.SIGHUP)

            def heard(events):
                return any(event["event_type"] == "volume.transfer.accept.end" for event in events)

            until(lambda: heard(hook.events) and heard(listener.notifications()), lambda: f"all receivers: {service.tail()}")
            # A broker that refuses the password, and one that is gone.
            broker.stop()
            try:
                anna.volume()
                until(lambda: "notifications were not delivered" in service.log.read_text(), "the failure")
            finally:
                broker.start()
            planted = {
                *PASSWORDS.values(), *hashes, broker.password, "planted-webhook-query-88", hook.secret, transfer["auth_key"],
                "planted-wrong-auth-key-5", "planted-wrong-password-6", "planted-token-7", "planted-service-token-8",
                anna.authorization.split()[1], otto.authorization.split()[1],
            }
            places = {
                "answers": "\n".join(answers), "metrics": service.api(None).raw("GET", "/metrics", headers={"Authorization": anna.authorization}).text,
                "log": service.log.read_text("utf-8", "replace"), "notification file": (tmp_path / "notes.jsonl").read_text(),
                "webhook": json.dumps(hook.events), "listener": json.dumps(listener.notifications()),
                "command line": open(f"/proc/{service.process.pid}/cmdline").read(),
            }
            flags = ("--config", service.config)
            for command in (("audit", "--json"), ("flow", "list"), ("config", "check"), ("policy", "list")):
                done = subprocess.run(service.command(*command, *flags, "--state-path", service.state), capture_output=True, text=True)
                assert done.returncode == 0, done.stderr
                places[f"scoria {' '.join(command)}"] = done.stdout + done.stderr
            assert "deleteAttachment" in places["scoria audit --json"]
            for row in service.query("SELECT id FROM flows"):
                done = subprocess.run(service.command("flow", "show", row["id"], *flags, "--state-path", service.state), capture_output=True, text=True)
                places[f"scoria flow show {row['id']}"] = done.stdout + done.stderr
            for place, text in places.items():
                assert text, f"{place} is empty"
                for secret in planted | chap:
                    assert secret not in text, f"{secret[:16]}… is in the {place}"
            # What was handed out is in no row once its connection is gone, that of the flow which made it included.
            with sqlite3.connect(f"file:{service.state}/scoria.sqlite?mode=ro", uri=True) as database:
                tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                assert {"flows", "flow_steps", "events", "audit", "attachments", "exports", "idempotency_keys"} <= set(tables)
                for table in tables:
                    rows = "\n".join(str(row) for row in database.execute(f'SELECT * FROM "{table}"'))
                    for secret in planted | chap:
                        assert secret not in rows, f"{secret[:16]}… is in the table {table}"
            database.close()
            for path in service.state.rglob("*"):
                if path.is_file() and path.stat().st_size < 64 << 20:
                    content = path.read_bytes()
                    for secret in planted:
                        assert secret.encode() not in content, f"{secret[:16]}… is in {path}"
