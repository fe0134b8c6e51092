"""Rules that are asked beside a route's own, each judged by what it lets people do."""
import base64
import json
import subprocess

import pytest

from harness.places import binary
from harness.service import Scoria
from harness.stub_keystone import StubKeystone, document
from harness.waiting import until

PROJECT = "a1fa"
CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:policy", "host": "policy"}
OVERRIDES = '"volume:extend_attached_volume": "role:admin"\n"volume:multiattach_bootable_volume": "role:admin"\n'


class Caller:
    """Somebody with a role in the one project."""

    def __init__(self, service, role):
        self.api, self.role = service.api(PROJECT), role

    def __call__(self, method, path, body=None, version="3.71"):
        headers = {"Accept": "application/json", "OpenStack-API-Version": f"volume {version}",
                   "Authorization": "Basic " + base64.b64encode(f"{self.role}:{self.role}-password".encode()).decode()}
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        return self.api.raw(method, f"/v3{path}", body, headers)

    def ok(self, method, path, body=None):
        answer = self(method, path, body)
        assert answer.status < 300, answer.text
        return answer.json

    def volume(self, **fields):
        volume = self.ok("POST", "/volumes", {"volume": {"size": 1, **fields}})["volume"]["id"]
        self.settled(volume, "available")
        return volume

    def settled(self, volume, status):
        until(lambda: self.ok("GET", f"/volumes/{volume}")["volume"]["status"] == status, f"the volume to be {status}")

    def attach(self, volume):
        return self("POST", "/attachments", {"attachment": {"volume_uuid": volume, "connector": CONNECTOR}})

    def used(self, **fields):
        volume = self.volume(**fields)
        attachment = self.attach(volume).json["attachment"]["id"]
        assert self("POST", f"/attachments/{attachment}/action", {"os-complete": {}}).status == 204
        self.settled(volume, "in-use")
        return volume

    def extend(self, volume, size=2, version="3.71"):
        return self("POST", f"/volumes/{volume}/action", {"os-extend": {"new_size": size}}, version)


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """Starts a service with a policy file and answers with its callers by role."""
    running = []

    def start(policy):
        directory = tmp_path_factory.mktemp("permissions")
        users, rules = directory / "htpasswd", directory / "policy.yaml"
        users.touch(mode=0o600)
        roles = {"reader": "reader", "member": "member,reader", "admin": "admin,member,reader"}
        users.write_text("".join(subprocess.run(
            [binary(), "user", "hash", name, "--project", PROJECT, "--roles", held, "--cost", "4"], input=f"{name}-password\n",
            capture_output=True, text=True, check=True).stdout for name, held in roles.items()))
        rules.write_text(policy)
        service = Scoria(name="permissions", waits=False, settings=(
            f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {users}\nenabled_backends = f\n"
            f"[oslo_policy]\npolicy_file = {rules}\n[f]\nvolume_driver = scoria.fake\n"))
        running.append(service)
        service.start()
        callers = {name: Caller(service, name) for name in roles}
        until(lambda: callers["admin"]("GET", "/scheduler-stats/get_pools").json.get("pools"), "a pool")
        kind = callers["admin"].ok("POST", "/types", {"volume_type": {"name": "many", "extra_specs": {"multiattach": "<is> True"}}})
        return callers, kind["volume_type"]["id"]

    yield start
    for service in running:
        service.remove()


@pytest.fixture(scope="module")
def strict(start):
    return start(OVERRIDES)


@pytest.fixture(scope="module")
def usual(start):
    return start("{}\n")


def refusal(answer, rule):
    assert answer.status == 403 and answer.json["forbidden"]["message"] == f"Policy does not allow {rule} to be performed.", answer.text


def test_extending_what_is_attached(strict):
    callers, _ = strict
    member, admin = callers["member"], callers["admin"]
    volume = member.used()
    refusal(member.extend(volume), "volume:extend_attached_volume")
    # Before 3.42 nobody could, so nobody is asked.
    assert member.extend(volume, version="3.41").status == 400
    shown = member.ok("GET", f"/volumes/{volume}")["volume"]
    assert (shown["status"], shown["size"]) == ("in-use", 1)
    assert admin.extend(volume).status == 202
    until(lambda: member.ok("GET", f"/volumes/{volume}")["volume"]["size"] == 2, "the extension")
    free = member.volume()
    assert member.extend(free).status == 202


def test_another_server_that_boots_from_the_same_volume(strict):
    callers, kind = strict
    member, admin = callers["member"], callers["admin"]
    volume = member.volume(volume_type=kind)
    member.ok("POST", f"/volumes/{volume}/action", {"os-set_bootable": {"bootable": True}})
    first = member.attach(volume)
    assert first.status == 200, first.text
    assert member("POST", f"/attachments/{first.json['attachment']['id']}/action", {"os-complete": {}}).status == 204
    member.settled(volume, "in-use")
    refusal(member.attach(volume), "volume:multiattach_bootable_volume")
    refusal(member("POST", "/attachments", {"attachment": {"volume_uuid": volume}}), "volume:multiattach_bootable_volume")
    assert len(member.ok("GET", f"/volumes/{volume}")["volume"]["attachments"]) == 1
    assert admin("POST", "/attachments", {"attachment": {"volume_uuid": volume}}).status == 200
    # What holds no system may be shared.
    data = member.used(volume_type=kind)
    assert member("POST", "/attachments", {"attachment": {"volume_uuid": data}}).status == 200


def test_by_default_members_may_and_readers_may_not(usual):
    callers, kind = usual
    member, reader = callers["member"], callers["reader"]
    volume = member.volume(volume_type=kind)
    member.ok("POST", f"/volumes/{volume}/action", {"os-set_bootable": {"bootable": True}})
    attachment = member.attach(volume).json["attachment"]["id"]
    assert member("POST", f"/attachments/{attachment}/action", {"os-complete": {}}).status == 204
    assert member("POST", "/attachments", {"attachment": {"volume_uuid": volume}}).status == 200
    used = member.used()
    assert reader.extend(used).status == 403 and reader.attach(volume).status == 403
    assert member.extend(used).status == 202


def test_what_only_administrators_may_filter_by_and_force(usual):
    """Rows of the field's table of errors that need somebody who is no administrator."""
    member = usual[0]["member"]
    answer = member("GET", "/volumes?banana=1")
    assert answer.status == 400 and "banana" in answer.text
    assert member("DELETE", f"/volumes/{member.volume()}?force=true").status == 403
    assert member("GET", "/os-quota-class-sets/default").status == 403


def test_the_policy_decides_who_administers(tmp_path):
    """A role that is named admin gives nothing where `context_is_admin` names another one."""
    users, rules = tmp_path / "htpasswd", tmp_path / "policy.yaml"
    users.touch(mode=0o600)
    held = {"chief": "cloud_admin,admin", "admin": "admin,member,reader"}
    users.write_text("".join(subprocess.run(
        [binary(), "user", "hash", name, "--project", PROJECT, "--roles", roles, "--cost", "4"], input=f"{name}-password\n",
        capture_output=True, text=True, check=True).stdout for name, roles in held.items()))
    rules.write_text('"context_is_admin": "role:cloud_admin"\n')
    common = f"[oslo_policy]\npolicy_file = {rules}\n[f]\nvolume_driver = scoria.fake\n"

    def judge(chief, admin):
        made = chief.raw("POST", "/v3/types", b'{"volume_type": {"name": "hidden", "os-volume-type-access:is_public": false}}', chief.sent)
        assert made.status == 200, made.text
        kind = made.json["volume_type"]["id"]
        assert chief.raw("GET", f"/v3/types/{kind}", headers=chief.sent).status == 200
        assert admin.raw("GET", f"/v3/types/{kind}", headers=admin.sent).status == 404

    def caller(service, sent):
        api = service.api()
        api.sent = {"Content-Type": "application/json"} | sent
        return api

    basic = f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {users}\nenabled_backends = f\n"
    with Scoria(name="chief-basic", waits=False, settings=basic + common) as service:
        words = {name: base64.b64encode(f"{name}:{name}-password".encode()).decode() for name in held}
        judge(*(caller(service, {"Authorization": f"Basic {words[name]}"}) for name in ("chief", "admin")))

    with StubKeystone() as stub:
        tokens = stub.options().replace("[DEFAULT]\n", "[DEFAULT]\nenabled_backends = f\n")
        stub.answer = lambda handler: handler.reply(200, document("u", held[handler.headers["X-Subject-Token"]].split(","))) or True
        with Scoria(name="chief-token", waits=False, settings=tokens + common) as service:
            judge(*(caller(service, {"X-Auth-Token": name}) for name in ("chief", "admin")))
