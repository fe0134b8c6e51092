"""The errors of the field's table that depend on who asks, each by the name of its row: people with passwords, and tokens of an identity service."""
import base64
import json
import subprocess

import pytest

from harness.field import codes, judge, met
from harness.places import binary
from harness.service import Scoria
from harness.stub_keystone import PROJECT, StubKeystone
from harness.waiting import until

SERVER = "5e1f0c00-0000-4000-8000-000000000001"
CONNECTOR = {"initiator": "iqn.1993-08.org.debian:01:people", "host": "people"}
BACKEND = "enabled_backends = f\n[f]\nvolume_driver = scoria.fake\n"


class Person:
    """Somebody with a password and the role of the same name."""

    def __init__(self, service, role):
        self.api = service.api(PROJECT)
        self.password = "Basic " + base64.b64encode(f"{role}:{role}-password".encode()).decode()

    def __call__(self, method, path, body=None):
        headers = {"Accept": "application/json", "OpenStack-API-Version": "volume 3.71", "Authorization": self.password,
                   "Content-Type": "application/json"}
        return self.api.raw(method, f"/v3{path}", None if body is None else json.dumps(body).encode(), headers)

    def made(self, path, body, key):
        answer = self("POST", path, body)
        assert answer.status < 300, answer.text
        return answer.json[key]["id"]

    def volume(self, **fields):
        volume = self.made("/volumes", {"volume": {"size": 1, **fields}}, "volume")
        until(lambda: self("GET", f"/volumes/{volume}").json["volume"]["status"] == "available", "the volume to be available")
        return volume


@pytest.fixture(scope="module")
def people(request, tmp_path_factory):
    directory = tmp_path_factory.mktemp("people")
    users, rules = directory / "htpasswd", directory / "policy.yaml"
    users.touch(mode=0o600)
    users.write_text("".join(subprocess.run(
        [binary(), "user", "hash", name, "--project", PROJECT, "--roles", roles, "--cost", "4"], input=f"{name}-password\n",
        capture_output=True, text=True, check=True).stdout for name, roles in (("member", "member,reader"), ("admin", "admin,member,reader"))))
    rules.write_text('"volume:multiattach_bootable_volume": "role:admin"\n')
    settings = f"[oslo_policy]\npolicy_file = {rules}\n[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {users}\n{BACKEND}"
    with Scoria(name="people", waits=False, settings=settings) as service:
        request.node.scoria = service
        member, admin = Person(service, "member"), Person(service, "admin")
        until(lambda: admin("GET", "/scheduler-stats/get_pools").json.get("pools"), "a pool")
        yield member, admin


def test_members(people):
    member, _ = people
    answer = member("GET", "/os-services")
    judge(answer, "*: policy refuses", "^Policy does not allow volume_extension:services:index to be performed")
    assert answer.fault[0] == "forbidden"
    for change in (None, {"quota_class_set": {"volumes": 1}}):
        judge(member("PUT" if change else "GET", "/os-quota-class-sets/default", change), "quota class: not admin", "quota_class")
    judge(member("DELETE", f"/volumes/{member.volume()}?force=true"), "volume delete: not allowed by policy", "force_delete")
    judge(member("GET", "/volumes?banana=1"), "list: non-admin uses a filter", "banana")


def test_a_bootable_volume_of_many_servers(people):
    member, admin = people
    kind = admin.made("/types", {"volume_type": {"name": "many", "extra_specs": {"multiattach": "<is> True"}}}, "volume_type")
    volume = member.volume(volume_type=kind)
    assert member("POST", f"/volumes/{volume}/action", {"os-set_bootable": {"bootable": True}}).status == 200
    first = member.made("/attachments", {"attachment": {"volume_uuid": volume, "connector": CONNECTOR}}, "attachment")
    assert member("POST", f"/attachments/{first}/action", {"os-complete": {}}).status == 204
    second = {"attachment": {"volume_uuid": volume, "instance_uuid": SERVER}}
    judge(member("POST", "/attachments", second), "attachment create: bootable multiattach", "multiattach_bootable_volume")
    assert admin("POST", "/attachments", second).status == 200


@pytest.fixture(scope="module")
def guarded(request):
    """A service and its identity service, which says of a project what the test wants."""
    with StubKeystone() as stub, Scoria(name="guarded-errors", settings=stub.options() + f"[DEFAULT]\n{BACKEND}") as service:
        request.node.scoria = service
        yield stub, service.api(PROJECT, token="good-admin")


def test_nobody(guarded):
    _, api = guarded
    for headers in ({}, {"X-Auth-Token": "expired"}, {"X-User-Id": "admin", "X-Roles": "admin", "X-Project-Id": PROJECT}):
        answer = api.raw("GET", f"/v3/{PROJECT}/volumes", None, headers)
        assert answer.status in codes("*: no user in token") and answer.headers["WWW-Authenticate"].startswith("Keystone uri="), answer.text
    met("*: no user in token")


def test_what_a_server_uses_is_not_detached_behind_its_back(guarded):
    """CVE-2023-2088: whoever shows no token of a service is sent to the compute service."""
    _, api = guarded
    volume = api.new_volume()
    attachment = api.post("/attachments", {"attachment": {"volume_uuid": volume, "instance_uuid": SERVER, "connector": CONNECTOR}}, 200)[
        "attachment"]["id"]
    api.post(f"/attachments/{attachment}/action", {"os-complete": {}}, 204)
    judge(api.call("DELETE", f"/attachments/{attachment}"), "attachment delete: Nova uses it", SERVER)
    for action, arguments in (("os-detach", {}), ("os-force_detach", {"attachment_id": attachment}), ("os-terminate_connection", {"connector": CONNECTOR})):
        judge(api.call("POST", f"/volumes/{volume}/action", {action: arguments}), "detach: Nova uses it", SERVER)
    assert api.attachment(attachment)["status"] == "attached"


@pytest.mark.parametrize("status, code", [(404, 404), (403, 403)])
def test_default_types_of_projects(guarded, status, code):
    stub, api = guarded

    def answer(handler):
        if "/projects/" not in handler.path:
            return False
        handler.reply(status, {"error": {"code": status, "message": "no"}})
        return True

    stub.answer = answer
    try:
        for method, body in (("GET", None), ("PUT", {"default_type": {"volume_type": "__DEFAULT__"}})):
            found = api.call(method, "/default-types/0ddba11c0ffee0ddba11c0ffee000003", body)
            assert found.status == code, found.text
            judge(found, "default type: project unknown")
    finally:
        stub.answer = None
