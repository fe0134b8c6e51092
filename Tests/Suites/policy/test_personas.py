"""The personas against the real binary: the table of the walk, and a stranger who tries to touch everything.

Once with passwords of `http_basic`, and once with tokens of a real Keystone, which has scopes beyond a project as well.
"""
import base64
import csv
import json
import pathlib
import re
import subprocess

import pytest

from harness.places import binary
from harness.service import Scoria
from harness.waiting import until

PERSONAS = {
    "stranger": ("beta", "member,reader"), "reader": ("alpha", "reader"), "member": ("alpha", "member,reader"), "admin": ("alpha", "admin,member,reader"),
    "service": ("alpha", "service"), "no_role": ("alpha", "passer-by"),
}
# Who else has a token of Keystone: the user, the scope, and whose column of the table says how they are answered. Those without a project
# may be told that they need one (400).
SCOPES = {
    "stranger_admin": ("stranger-admin", {"project": "beta"}, "admin"),
    "system_admin": ("system-admin", {"system": True}, "admin"),
    "system_reader": ("system-reader", {"system": True}, "nobody's reader"),
    "domain_admin": ("domain-admin", {"domain": True}, "admin"),
    "unscoped": ("member", {"unscoped": True}, "nobody"),
}
NOTHING = "00000000-0000-4000-8000-000000000000"
WALK = pathlib.Path(__file__).parent / "walk.tsv"
OURS = ("volumes", "snapshots", "attachments", "volume_transfers", "messages", "flows", "flow_steps", "exports", "volume_type_projects",
        "volume_types", "quotas", "quota_limits", "default_types", "qos_specs", "encryptions")


class Caller:
    """One persona, speaking to the service."""

    def __init__(self, service, credentials, root="/v3"):
        self.api, self.root = service.api(None), root
        self.headers = {"Accept": "application/json", "OpenStack-API-Version": "volume 3.71"} | credentials

    def __call__(self, method, path, body=None):
        headers = dict(self.headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
            body = json.dumps(body).encode()
        return self.api.raw(method, self.root + path, body, headers)


class Passwords:
    """The personas as lines of a password file; their URLs name no project."""

    ids = {"alpha": "a1fa", "beta": "beda0001"}

    def __init__(self, folder, request):
        users = folder / "htpasswd"
        users.touch(mode=0o600)
        lines = []
        for name, (project, roles) in PERSONAS.items():
            done = subprocess.run([binary(), "user", "hash", name, "--project", self.ids[project], "--roles", roles, "--cost", "4"],
                                  input=f"{name}-password\n", capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            lines.append(done.stdout)
        users.write_text("".join(lines))
        self.arguments = {"settings": f"[DEFAULT]\nauth_strategy = http_basic\nhttp_basic_auth_user_file = {users}\n"}

    def callers(self, service):
        def password(name):
            return {"Authorization": "Basic " + base64.b64encode(f"{name}:{name}-password".encode()).decode()}
        return {name: Caller(service, password(name)) for name in PERSONAS} | {"no_token": Caller(service, {})}

    def close(self):
        pass


class Tokens:
    """The personas as users of a real Keystone; their URLs name the project of the token."""

    users = {"stranger": "stranger", "reader": "reader", "member": "member", "admin": "admin", "service": "nova", "no_role": "roleless"}

    def __init__(self, folder, request):
        self.keystone = request.getfixturevalue("keystone")
        self.ids = {name: self.keystone.project(name) for name in ("alpha", "beta")}
        self.arguments = {"identity": self.keystone, "options": {"timeout": 60}}
        # The table's service works in the project itself.
        self.keystone.grant("service", "nova", "alpha")

    def callers(self, service):
        def caller(user, **scope):
            token = self.keystone.token(user, **scope)
            return Caller(service, {"X-Auth-Token": token.id}, f"/v3/{token.project}" if token.project else "/v3")
        found = {name: caller(self.users[name], project=project) for name, (project, _) in PERSONAS.items()}
        found |= {name: caller(user, **scope) for name, (user, scope, _) in SCOPES.items()}
        return found | {"no_token": Caller(service, {})}

    def close(self):
        self.keystone.withdraw("service", "nova", "alpha")
        self.keystone.tokens.clear()


@pytest.fixture(scope="module", params=[Passwords, Tokens], ids=["passwords", "keystone"])
def door(request, tmp_path_factory):
    made = request.param(tmp_path_factory.mktemp("personas"), request)
    yield made
    made.close()


@pytest.fixture(scope="module")
def service(request, door):
    with Scoria(name="personas", waits=False, **door.arguments) as running:
        request.node.scoria = running
        admin = door.callers(running)["admin"]
        until(lambda: (admin("GET", "/scheduler-stats/get_pools").json or {}).get("pools"), "a pool", 30)
        yield running


@pytest.fixture(scope="module")
def callers(service, door):
    return door.callers(service)


@pytest.fixture(scope="module")
def objects(callers, door):
    """What project A has: one of everything, by the first part of its path."""
    member, admin = callers["member"], callers["admin"]

    def make(path, body, key, who=member):
        answer = who("POST", path, body)
        assert answer.status in (200, 202), answer.text
        return answer.json[key]["id"]

    def available(path, key):
        until(lambda: member("GET", path).json[key]["status"] == "available", f"{path} to be available", 30)

    made = {"volumes": make("/volumes", {"volume": {"size": 1, "name": "alpha's", "metadata": {"k": "v"}}}, "volume")}
    available(f"/volumes/{made['volumes']}", "volume")
    made["snapshots"] = make("/snapshots", {"snapshot": {"volume_id": made["volumes"], "metadata": {"k": "v"}}}, "snapshot")
    available(f"/snapshots/{made['snapshots']}", "snapshot")
    offered = make("/volumes", {"volume": {"size": 1}}, "volume")
    available(f"/volumes/{offered}", "volume")
    made["volume-transfers"] = made["os-volume-transfer"] = make("/volume-transfers", {"transfer": {"volume_id": offered}}, "transfer")
    held = make("/volumes", {"volume": {"size": 1}}, "volume")
    available(f"/volumes/{held}", "volume")
    made["attachments"] = make("/attachments", {"attachment": {"volume_uuid": held}}, "attachment")
    made["operations"] = member("GET", "/operations").json["operations"][0]["id"]
    # A volume for which there is no room leaves a message.
    full = make("/volumes", {"volume": {"size": 900}}, "volume")
    until(lambda: member("GET", f"/volumes/{full}").json["volume"]["status"] in ("error", "available"), "the large volume to end", 60)
    messages = member("GET", "/messages").json["messages"]
    if messages:
        made["messages"] = messages[0]["id"]
    private = admin("POST", "/types", {"volume_type": {"name": "alpha-only", "os-volume-type-access:is_public": False}}).json["volume_type"]["id"]
    assert admin("POST", f"/types/{private}/action", {"addProjectAccess": {"project": door.ids["alpha"]}}).status == 202
    made["private type"] = private
    made["types"] = admin("GET", "/types/default").json["volume_type"]["id"]
    return made


def contents(service):
    """Every row of every table that belongs to resources."""
    tables = [row["name"] for row in service.query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
    skipped = ("idempot", "pool", "service", "metrics", "migration", "heartbeat", "worker", "audit", "event", "outbox", "deliver")
    return {table: sorted((json.dumps(row, default=str, sort_keys=True) for row in service.query(f'SELECT * FROM "{table}"')))
            for table in tables if not any(word in table for word in skipped)}


def expectation(row, persona):
    """The answers that are right for a persona: a cell of the table, or the statuses that it may be."""
    if persona in row:
        return {"ok": None, "own": None}.get(row[persona], {row[persona]})
    column = SCOPES[persona][2]
    if column == "admin":
        return None
    if column == "nobody":
        # Without a role and without a project: what a reader of no project is refused, and more.
        return None if row["no_role"] in ("ok", "own") else {"403", "404"}
    if row["reader"] == "403":
        return {"403", "404"} if row["stranger"] == "404" else {"403"}
    return {"404"} if row["stranger"] == "404" else None if row["stranger"] in ("ok", "own") else {row["stranger"]}


def test_walk(service, callers, door, objects, conclude):
    """Each route, each persona, the class of answer that the table says; whoever is refused changes nothing.

    Those who are let in ask to change what does not exist.
    """
    before, steps, wrong = contents(service), 0, []
    with WALK.open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    # Routes of later families answer as unknown ones do, with a page of HTML.
    for row in rows:
        if not row["path"].startswith("/v3/{project_id}"):
            continue
        path = row["path"].removeprefix("/v3/{project_id}")
        first = path.strip("/").split("/")[0]
        for persona, caller in callers.items():
            refusals = expectation(row, persona)
            # An event stream has no end.
            if not refusals and first == "events":
                continue
            identifier = objects.get(first, door.ids["alpha"] if first in ("os-quota-sets", "default-types") else NOTHING)
            if not refusals and row["method"] != "GET":
                identifier = NOTHING
            asked = re.sub(r"\{[^}]*\}", "k", re.sub(r"\{[^}]*\}", identifier, path, count=1))
            body = ({row["action"]: {}} if row["action"] else {}) if row["method"] in ("POST", "PUT") else None
            answer = caller(row["method"], asked, body)
            if answer.status == 404 and ("text/html" in answer.headers.get("Content-Type", "") or "The resource could not be found." in answer.text):
                break
            if answer.status == 400 and "no such action" in answer.text:
                break
            # The body of those who may do such things is looked at before the object is; a well-formed one is sent below.
            if refusals == {"404"} and answer.status == 400 and persona in ("stranger", "system_reader"):
                continue
            good = str(answer.status) in refusals if refusals else answer.status not in (401, 403) and answer.status < 500
            if row.get(persona) == "own" or persona in SCOPES and SCOPES[persona][2] != "admin":
                good = good and not any(value in answer.text for key, value in objects.items() if key != "types" and value not in asked)
            if not good:
                wrong.append(f"{persona}: {row['method']} {asked} {row['action']}: {answer.status}, not {refusals or 'let in'}: {answer.text[:160]}")
            steps += 1
    assert not wrong, "\n".join(wrong)
    assert steps > 900
    assert contents(service) == before
    conclude(f"policy: {steps} steps of the walk of {len(callers)} personas with {type(door).__name__.lower()}, nothing changed")


def test_a_stranger_touches_nothing(service, callers, door, objects, conclude):
    """Well-formed requests of project B to everything that project A has: never seen, never changed."""
    stranger, before = callers["stranger"], contents(service)
    alpha, beta = door.ids["alpha"], door.ids["beta"]
    volume, snapshot, attachment = objects["volumes"], objects["snapshots"], objects["attachments"]
    transfer, operation, message = objects["volume-transfers"], objects["operations"], objects.get("messages", NOTHING)
    connector = {"initiator": "iqn.2010-10.org.openstack:b", "host": "b", "ip": "127.0.0.1"}
    actions = [
        {"os-attach": {"instance_uuid": NOTHING, "mountpoint": "/dev/vdb"}}, {"os-detach": {}}, {"os-reserve": None}, {"os-unreserve": None},
        {"os-begin_detaching": None}, {"os-roll_detaching": None}, {"os-extend": {"new_size": 2}},
        {"os-initialize_connection": {"connector": connector}}, {"os-terminate_connection": {"connector": connector}},
        {"os-set_bootable": {"bootable": True}}, {"os-update_readonly_flag": {"readonly": True}},
        {"os-set_image_metadata": {"metadata": {"a": "b"}}}, {"os-unset_image_metadata": {"key": "a"}}, {"os-show_image_metadata": None},
        {"revert": {"snapshot_id": snapshot}},
    ]
    administrators = [
        {"os-force_delete": {}}, {"os-reset_status": {"status": "error"}}, {"os-force_detach": {}}, {"os-extend_volume_completion": {"error": False}},
        {"os-unmanage": {}},
    ]
    requests = [("POST", f"/volumes/{volume}/action", action, 404) for action in actions]
    requests += [("POST", f"/volumes/{volume}/action", action, 403) for action in administrators]
    requests += [
        ("GET", f"/volumes/{volume}", None, 404), ("DELETE", f"/volumes/{volume}", None, 404), ("DELETE", f"/volumes/{volume}?cascade=true", None, 404),
        ("DELETE", f"/volumes/{volume}?force=true", None, 403), ("PUT", f"/volumes/{volume}", {"volume": {"name": "mine"}}, 404),
        ("GET", f"/volumes/{volume}/metadata", None, 404), ("POST", f"/volumes/{volume}/metadata", {"metadata": {"a": "b"}}, 404),
        ("PUT", f"/volumes/{volume}/metadata", {"metadata": {"a": "b"}}, 404), ("PUT", f"/volumes/{volume}/metadata/k", {"meta": {"k": "b"}}, 404),
        ("GET", f"/volumes/{volume}/metadata/k", None, 404), ("DELETE", f"/volumes/{volume}/metadata/k", None, 404),
        ("GET", f"/volumes/{volume}/encryption", None, 404),
        ("GET", f"/snapshots/{snapshot}", None, 404), ("DELETE", f"/snapshots/{snapshot}", None, 404),
        ("PUT", f"/snapshots/{snapshot}", {"snapshot": {"name": "mine"}}, 404), ("GET", f"/snapshots/{snapshot}/metadata", None, 404),
        ("POST", f"/snapshots/{snapshot}/metadata", {"metadata": {"a": "b"}}, 404), ("PUT", f"/snapshots/{snapshot}/metadata", {"metadata": {}}, 404),
        ("DELETE", f"/snapshots/{snapshot}/metadata/k", None, 404),
        ("POST", f"/snapshots/{snapshot}/action", {"os-update_snapshot_status": {"status": "available"}}, 404),
        ("POST", f"/snapshots/{snapshot}/action", {"os-reset_status": {"status": "error"}}, 403),
        ("POST", f"/snapshots/{snapshot}/action", {"os-force_delete": {}}, 403),
        ("POST", "/snapshots", {"snapshot": {"volume_id": volume}}, 404), ("POST", "/volumes", {"volume": {"size": 1, "source_volid": volume}}, 404),
        ("POST", "/volumes", {"volume": {"size": 1, "snapshot_id": snapshot}}, 404),
        ("POST", "/volumes", {"volume": {"size": 1, "volume_type": objects["private type"]}}, 404),
        ("GET", f"/attachments/{attachment}", None, 404), ("PUT", f"/attachments/{attachment}", {"attachment": {"connector": connector}}, 404),
        ("DELETE", f"/attachments/{attachment}", None, 404), ("POST", f"/attachments/{attachment}/action", {"os-complete": None}, 404),
        ("POST", "/attachments", {"attachment": {"volume_uuid": volume, "instance_uuid": NOTHING}}, 404),
        ("GET", f"/volume-transfers/{transfer}", None, 404), ("DELETE", f"/volume-transfers/{transfer}", None, 404),
        ("GET", f"/os-volume-transfer/{transfer}", None, 404), ("DELETE", f"/os-volume-transfer/{transfer}", None, 404),
        ("POST", f"/volume-transfers/{transfer}/accept", {"accept": {"auth_key": "0000000000000000"}}, 400),
        ("POST", "/volume-transfers", {"transfer": {"volume_id": volume}}, 404),
        ("GET", f"/messages/{message}", None, 404), ("DELETE", f"/messages/{message}", None, 404),
        ("GET", f"/operations/{operation}", None, 404), ("POST", f"/operations/{operation}/action", {"cancel": None}, 404),
        ("GET", f"/types/{objects['private type']}", None, 404), ("GET", f"/types/{objects['private type']}/extra_specs", None, 404),
        ("GET", f"/types/{objects['private type']}/os-volume-type-access", None, 403),
        ("POST", f"/types/{objects['private type']}/action", {"addProjectAccess": {"project": beta}}, 403),
        ("GET", f"/os-quota-sets/{alpha}", None, 403), ("PUT", f"/os-quota-sets/{alpha}", {"quota_set": {"volumes": 0}}, 403),
        ("GET", f"/os-quota-sets/{alpha}?usage=true", None, 403),
    ]
    wrong = []
    for method, path, body, expected in requests:
        answer = stranger(method, path, body)
        if answer.status != expected or any(name in answer.text for name in ("alpha's", alpha) if name not in path):
            wrong.append(f"{method} {path} {body}: {answer.status}, not {expected}: {answer.text[:200]}")
    secrets = [value for key, value in objects.items() if key != "types"]
    for listing in ("/volumes", "/volumes/detail", "/volumes/summary", "/snapshots", "/snapshots/detail", "/attachments", "/attachments/detail",
                    "/volume-transfers", "/volume-transfers/detail", "/os-volume-transfer", "/os-volume-transfer/detail", "/messages", "/operations",
                    "/types", "/limits"):
        for query in ("", "?all_tenants=1", f"?project_id={alpha}", f"?all_tenants=1&project_id={alpha}", "?is_public=None", f"?marker={volume}"):
            answer = stranger("GET", listing + query)
            if answer.status >= 500 or any(secret in answer.text for secret in secrets if secret not in query) or "alpha" in answer.text.replace(alpha, ""):
                wrong.append(f"GET {listing}{query}: {answer.status}: {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)
    assert contents(service) == before
    conclude(f"policy: a stranger made {len(requests)} requests to everything of another project: nothing seen, nothing changed")
