"""The audit trail, the event stream, and what is in none of them: secrets."""
import json
import sqlite3
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from harness.api import API
from harness.service import PROJECT, Scoria
from harness.waiting import until
from harness.webhook import Webhook

OTHER = "ee" * 16


class Stream(threading.Thread):
    """Reads a stream of server-sent events."""

    def __init__(self, scoria, project=PROJECT, query="", headers=()):
        super().__init__(daemon=True)
        url = f"http://127.0.0.1:{scoria.port}/v3/{project}/events{query}"
        request = urllib.request.Request(url, headers={"X-Auth-Token": f"admin:{project}", **dict(headers)})
        self.answer = urllib.request.urlopen(request, timeout=60)
        self.events, self.comments, self.ended = [], 0, None
        self.start()

    def run(self):
        event = {}
        try:
            for line in self.answer:
                line = line.decode().rstrip("\n")
                if line.startswith(":"):
                    self.comments += 1
                elif not line:
                    if "data" in event:
                        self.events.append(event)
                    event = {}
                else:
                    name, value = line.split(": ", 1)
                    event[name] = json.loads(value) if name == "data" else value
        except OSError:
            pass
        self.ended = time.monotonic()

    def types(self):
        return [event["event"] for event in self.events]


def audit(scoria, *arguments):
    done = subprocess.run(scoria.command("audit", "--state-path", scoria.state, "--json", *arguments), text=True, capture_output=True)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def scoria(request):
    with Scoria(name="events", settings="[event_stream]\nheartbeat = 1\nmax_streams_per_project = 3\n") as service:
        request.node.scoria = service
        yield service


def test_stream_with_replay(scoria):
    client, other = API(scoria.port, PROJECT), API(scoria.port, OTHER)
    stream = Stream(scoria)
    volume = client.new_volume(size=1)
    other.new_volume(size=1)
    until(lambda: len(stream.events) >= 2, lambda: f"two events: {stream.events}")
    assert stream.types() == ["volume.create.start", "volume.create.end"]
    data = stream.events[1]["data"]
    assert data["resource_id"] == volume and data["status"] == "available" and data["project_id"] == PROJECT
    assert client.get(f"/operations/{data['operation_id']}")["operation"]["resource_id"] == volume
    until(lambda: stream.comments, "a sign of life")
    # Coming back with the cursor of the first event.
    again = Stream(scoria, headers=[("Last-Event-ID", stream.events[0]["id"])])
    until(lambda: again.events, "a replay")
    assert again.types() == ["volume.create.end"]
    third = Stream(scoria, query="?since=0")
    until(lambda: len(third.events) >= 2, "a replay from the beginning")
    assert {event["data"]["project_id"] for event in third.events} == {PROJECT}
    refused = client.call("GET", "/events")
    assert refused.status == 503 and refused.headers["Retry-After"]
    # Browsers take no other type for a stream.
    assert stream.answer.headers["Content-Type"] == "text/event-stream"
    for each in (stream, again, third):
        each.answer.fp.raw._sock.shutdown(2)


def test_listeners_that_go_leave_their_places():
    """At once, not at the next sign of life: whoever comes back often would find all places taken, by itself."""
    settings = "[event_stream]\nheartbeat = 600\nmax_streams_per_project = 2\n"
    with Scoria(name="leaving", settings=settings) as scoria:
        def listen():
            try:
                return Stream(scoria)
            except urllib.error.HTTPError as refusal:
                assert refusal.code == 503 and refusal.headers["Retry-After"]

        for _ in range(10):
            stream = until(listen, "a place for one more stream", seconds=20)
            stream.answer.fp.raw._sock.shutdown(2)
        both = [until(listen, "a place", seconds=20) for _ in range(2)]
        assert listen() is None
        for each in both:
            each.answer.fp.raw._sock.shutdown(2)


def test_stream_of_all_projects_is_for_administrators(scoria):
    stream = Stream(scoria, project=OTHER, query="?since=0&all_tenants=1")
    until(lambda: {event["data"]["project_id"] for event in stream.events} >= {PROJECT, OTHER}, "events of both projects")
    stream.answer.fp.raw._sock.shutdown(2)


@pytest.mark.parametrize("cursor", ["-1", "x", "1e3", "99999999999999999999"])
def test_wrong_cursors(scoria, cursor):
    assert API(scoria.port, PROJECT).call("GET", f"/events?since={cursor}").status == 400


@pytest.mark.parametrize("cursor", [999999999, 2**63 - 1])
def test_a_cursor_of_another_database_is_told(scoria, cursor):
    stream = Stream(scoria, project="dd" * 16, query=f"?since={cursor}")
    until(lambda: stream.events, "a word about the gap")
    assert stream.types() == ["gap"]
    stream.answer.fp.raw._sock.shutdown(2)


def test_a_stop_ends_streams_at_once():
    """It does not wait for their clients, as it would for requests under way."""
    with Scoria(name="stopping") as scoria:
        streams = [Stream(scoria) for _ in range(5)]
        began = time.monotonic()
        assert scoria.stop() == 0
        for stream in streams:
            stream.join(30)
            assert stream.ended - began < 10


def test_audit(scoria):
    client = API(scoria.port, PROJECT, user="auditor")
    volume = client.new_volume(size=1)
    client.put(f"/volumes/{volume}", {"volume": {"name": "n"}})
    client.call("POST", f"/volumes/{volume}/action", {"os-extend": {"new_size": 1}})
    client.call("POST", "/volumes", {"volume": {"size": "many"}})
    client.get(f"/volumes/{volume}")
    client.delete(f"/volumes/{volume}")
    client.gone("volume", volume)
    rows = until(lambda: (found := audit(scoria, "--user", "auditor")) and len(found) >= 7 and found, "seven lines")
    made = [(row["action"], row["outcome"], row["status"]) for row in rows if row["status"] is None]
    assert made == [("createVolume", "accepted", None), ("volume.create", "succeeded", None), ("updateVolume", "accepted", None),
                    ("deleteVolume", "accepted", None), ("volume.delete", "succeeded", None)]
    refused = {(row["action"], row["outcome"], row["status"], row["reason"]) for row in rows if row["status"]}
    assert refused == {("extendVolume", "refused", 400, "badRequest"), ("createVolume", "refused", 400, "badRequest")}
    assert len({row["request_id"] for row in rows}) == 5
    assert [row["action"] for row in audit(scoria, "--request", rows[0]["request_id"])] == ["createVolume", "volume.create"]
    assert len(audit(scoria, "--resource", volume)) == 6
    assert audit(scoria, "--user", "auditor", "--until", "2020-01-01") == []
    table = subprocess.run(scoria.command("audit", "--state-path", scoria.state), text=True, capture_output=True).stdout
    assert table.splitlines()[0].split() == ["TIME", "PROJECT", "USER", "ACTION", "RESOURCE", "OUTCOME", "REQUEST"]


def test_audit_of_what_is_not_understood(scoria):
    """A change that is refused before it is looked at is in the trail as well: most of all one in the path of another project."""
    client = API(scoria.port, PROJECT, user="groper")
    volume = f"/v3/{OTHER}/volumes/11111111-1111-1111-1111-111111111111"
    sent = client.headers() | {"Content-Type": "application/json"}
    assert client.raw("DELETE", volume, None, sent).status == 400
    assert client.raw("POST", f"{volume}/action", b'{"os-extend": {"new_size": 2}}', sent).status == 400
    assert client.call("POST", "/volumes", b"{no json").status == 400
    assert client.call("POST", "/volumes", b"{}", headers={"Content-Type": "text/plain"}).status == 415
    assert client.call("POST", "/volumes", b" " * 200_000).status == 413
    assert client.as_caller(version="3.99").call("DELETE", "/volumes/1").status == 406
    # These name no change: reading, and an action that nobody knows.
    assert client.raw("GET", volume, None, sent).status == 400
    assert client.call("POST", "/volumes/1/action", {"os-nothing": {}}).status == 400
    rows = until(lambda: (found := audit(scoria, "--user", "groper")) and len(found) >= 6 and found, "six lines")
    assert [(row["action"], row["outcome"], row["status"]) for row in rows] == [
        ("deleteVolume", "refused", 400), ("extendVolume", "refused", 400), ("createVolume", "refused", 400),
        ("createVolume", "refused", 415), ("createVolume", "refused", 413), ("deleteVolume", "refused", 406)]
    assert {row["project_id"] for row in rows} == {PROJECT}
    assert rows[0]["resource_id"] == rows[1]["resource_id"] == "11111111-1111-1111-1111-111111111111"


def test_newlines_do_not_make_lines(scoria):
    client = API(scoria.port, PROJECT, user="mallory")
    client.call("DELETE", "/volumes/x%0a2026-11-21T00:00:00Z%20info%20forged%0d%0aid:%201")
    client.new_volume(size=1, name="a\r\n\r\nevent: forged\ndata: {}")
    until(lambda: len(audit(scoria, "--user", "mallory")) >= 3, "the lines")
    table = subprocess.run(scoria.command("audit", "--state-path", scoria.state, "--user", "mallory"), text=True, capture_output=True).stdout
    assert len(table.splitlines()) == 4
    assert not any(line.startswith("2026-11-21T00:00:00Z info forged") for line in scoria.log.read_text().splitlines())


def test_secrets_are_nowhere(tmp_path):
    """Plants secrets wherever a caller or operator has one, does everything, and looks into everything that is written."""
    planted = {"token": "planted-token-5c1a", "password": "planted-broker-77f2", "url": "planted-webhook-query-19"}
    with Webhook() as hook:
        settings = f"""
[DEFAULT]
transport_url = rabbit://someone:{planted['password']}@127.0.0.1:1/
log_level = debug
[oslo_messaging_notifications]
driver = messagingv2
[notifications]
file_path = {tmp_path}/notes.jsonl
webhook_url = {hook.url}?key={planted['url']}
webhook_secret = {hook.secret}
"""
        with Scoria(name="secrets", settings=settings) as scoria:
            hook.behave = "fail"
            client = API(scoria.port, PROJECT)
            volume = client.new_volume(size=1)
            client.call("GET", "/volumes", headers={"X-Service-Token": planted["token"]})
            attachment = client.post("/attachments", {"attachment": {
                "volume_uuid": volume, "instance_uuid": "5c0a1a00-f00d-4bad-8bad-f00ddeadbeef", "connector": {"initiator": "iqn.1993-08.org.debian:01:abc", "host": "h"}}},
                expect=(200, 202))["attachment"]
            info = attachment["connection_info"]
            chap = info.get("auth_password") or info["data"]["auth_password"]
            client.action(volume, "os-initialize_connection", {"connector": {"initiator": "iqn.1993-08.org.debian:01:abc", "host": "h"}})
            client.delete(f"/attachments/{attachment['id']}")
            client.action(volume, "os-terminate_connection", {"connector": {"initiator": "iqn.1993-08.org.debian:01:abc", "host": "h"}})
            client.settle("volume", volume, "available")
            transfer = client.post("/volume-transfers", {"transfer": {"volume_id": volume}})["transfer"]
            API(scoria.port, OTHER).post(f"/volume-transfers/{transfer['id']}/accept", {"accept": {"auth_key": transfer["auth_key"]}})
            until(lambda: "notifications were not delivered" in scoria.log.read_text(), "failures to be logged")
            with urllib.request.urlopen(f"http://127.0.0.1:{scoria.port}/metrics") as answer:
                metrics = answer.read().decode()
            until(lambda: any("transfer.accept.end" in line for line in (tmp_path / "notes.jsonl").read_text().splitlines()), "the file")
            with sqlite3.connect(f"file:{scoria.state}/scoria.sqlite?mode=ro", uri=True) as database:
                told = "\n".join(str(row) for table in ("events", "audit", "deliveries", "messages", "flow_steps")
                                 for row in database.execute(f"SELECT * FROM {table}"))
            assert "deleteAttachment" in told and "volume.transfer.accept.end" in told
            places = {"log": scoria.log.read_text(), "metrics": metrics, "file": (tmp_path / "notes.jsonl").read_text(), "tables": told}
            secrets = {**planted, "webhook secret": hook.secret, "chap": chap, "auth key": transfer["auth_key"]}
            for what, secret in secrets.items():
                for place, text in places.items():
                    assert secret not in text, f"the {what} is in the {place}"
