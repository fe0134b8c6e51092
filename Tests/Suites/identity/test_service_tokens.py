"""Service tokens: what another service may do for a user, and what a user may not do without one (CVE-2023-2088)."""
import uuid

import pytest

from harness.initiator import Initiator
from harness.service import Scoria
from harness.waiting import until


@pytest.fixture(scope="module")
def short(keystone):
    """A second Keystone process on the same data, whose tokens end soon."""
    with keystone.sibling(expiration=4) as running:
        yield running


def connected(api, instance=None):
    """A volume with an attachment that is connected, as Nova leaves it: (volume, attachment)."""
    volume = api.new_volume()
    with Initiator("compute") as host:
        body = {"volume_uuid": volume, "connector": host.connector}
        if instance:
            body["instance_uuid"] = instance
        attachment = api.post("/attachments", {"attachment": body}, 200)["attachment"]["id"]
        api.call("POST", f"/attachments/{attachment}/action", {"os-complete": None}, expect=204)
    return volume, attachment


def with_service(keystone, user="nova"):
    return {"X-Service-Token": keystone.token(user).id}


class TestDetach:
    @pytest.fixture(params=["member", "admin"])
    def person(self, request, guarded, keystone):
        """Administrators are no exception."""
        return keystone.api(guarded, request.param)

    def refused(self, answer, instance):
        assert answer.status == 409, answer.text
        assert answer.fault[0] == "conflictingRequest" and instance in answer.fault[1]

    def test_delete_attachment(self, person, keystone):
        instance = str(uuid.uuid4())
        volume, attachment = connected(person, instance)
        self.refused(person.call("DELETE", f"/attachments/{attachment}"), instance)
        assert person.attachment(attachment)["status"] == "attached"
        answer = person.call("DELETE", f"/attachments/{attachment}", headers=with_service(keystone))
        assert answer.status == 200, answer.text
        person.settle("volume", volume, "available")

    @pytest.mark.parametrize("action", ["os-detach", "os-force_detach", "os-terminate_connection"])
    def test_actions(self, guarded, keystone, action):
        admin = keystone.api(guarded, "admin")
        instance = str(uuid.uuid4())
        volume, attachment = connected(admin, instance)
        arguments = {"connector": {"initiator": "iqn.1994-05.org.scoria:compute", "host": "compute"}} if "terminate" in action else {}
        self.refused(admin.call("POST", f"/volumes/{volume}/action", {action: arguments}), instance)
        if "terminate" not in action:
            named = {"attachment_id": attachment}
            self.refused(admin.call("POST", f"/volumes/{volume}/action", {action: named}), instance)
        assert admin.attachment(attachment)["status"] == "attached"
        answer = admin.call("POST", f"/volumes/{volume}/action", {action: arguments}, headers=with_service(keystone))
        assert answer.status == 202, answer.text

    def test_wrong_attachment(self, guarded, keystone):
        admin = keystone.api(guarded, "admin")
        volume, _ = connected(admin, str(uuid.uuid4()))
        _, other = connected(admin, str(uuid.uuid4()))
        assert admin.call("POST", f"/volumes/{volume}/action", {"os-detach": {"attachment_id": other}}).status == 400
        unknown = str(uuid.uuid4())
        assert admin.call("POST", f"/volumes/{volume}/action", {"os-detach": {"attachment_id": unknown}}).status == 409

    def test_several_and_none_named(self, guarded, keystone):
        admin = keystone.api(guarded, "admin")
        kind = admin.post("/types", {"volume_type": {"name": f"multi-{uuid.uuid4().hex[:6]}", "extra_specs": {"multiattach": "<is> True"}}}, 200)
        volume = admin.new_volume(volume_type=kind["volume_type"]["id"])
        for number in range(2):
            with Initiator(f"compute{number}") as host:
                made = admin.post("/attachments", {"attachment": {
                    "volume_uuid": volume, "instance_uuid": str(uuid.uuid4()), "connector": host.connector}}, 200)
                admin.call("POST", f"/attachments/{made['attachment']['id']}/action", {"os-complete": None}, expect=204)
        answer = admin.call("POST", f"/volumes/{volume}/action", {"os-detach": {}})
        assert answer.status == 409, answer.text

    def test_without_a_server(self, person):
        """An attachment to a bare host is its user's own affair."""
        volume, attachment = connected(person)
        assert person.call("DELETE", f"/attachments/{attachment}").status == 200
        person.settle("volume", volume, "available")

    def test_without_a_connection(self, person):
        volume = person.new_volume()
        attachment = person.post("/attachments", {"attachment": {"volume_uuid": volume, "instance_uuid": str(uuid.uuid4())}}, 200)
        assert person.call("DELETE", f"/attachments/{attachment['attachment']['id']}").status == 200
        person.settle("volume", volume, "available")

    def test_token_without_the_role(self, person, keystone):
        """A valid token of somebody who is no service vouches for nothing."""
        instance = str(uuid.uuid4())
        _, attachment = connected(person, instance)
        for who in ("member", "admin", "stranger-admin"):
            self.refused(person.call("DELETE", f"/attachments/{attachment}", headers=with_service(keystone, who)), instance)

    def test_invalid_service_token(self, person):
        _, attachment = connected(person, str(uuid.uuid4()))
        answer = person.call("DELETE", f"/attachments/{attachment}", headers={"X-Service-Token": "gAAAAAinvented"})
        assert answer.status == 401, answer.text
        assert person.attachment(attachment)["status"] == "attached"

    def test_stranger_with_a_service_token(self, guarded, keystone):
        """A service token does not make somebody else's attachment one's own."""
        _, attachment = connected(keystone.api(guarded, "member"), str(uuid.uuid4()))
        stranger = keystone.api(guarded, "stranger")
        assert stranger.call("DELETE", f"/attachments/{attachment}", headers=with_service(keystone)).status == 404


def test_service_token_alone(guarded, keystone):
    """It says who vouches, not who asks."""
    assert guarded.api().raw("GET", "/v3/volumes", None, with_service(keystone)).status == 401


def test_expired_user_token(guarded, keystone, short):
    """What a trusted service finishes for a user may take longer than the user's token lives; nobody else may use it."""
    token = short.token("member", fresh=True)
    guarded.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": token.id})
    until(lambda: guarded.api().raw("GET", "/v3/volumes", None, {"X-Auth-Token": token.id}).status == 401, "the token to end")
    vouched = {"X-Auth-Token": token.id} | with_service(keystone)
    assert guarded.api().raw("GET", "/v3/volumes", None, vouched).status == 200
    not_vouched = {"X-Auth-Token": token.id} | with_service(keystone, "admin")
    assert guarded.api().raw("GET", "/v3/volumes", None, not_vouched).status == 401


def test_roles_required(keystone):
    options = {"service_token_roles": "compute,service", "service_token_roles_required": "true"}
    with Scoria(name="strict", identity=keystone, options=options) as service:
        member = keystone.api(service, "member")
        assert member.call("GET", "/volumes", headers=with_service(keystone)).status == 200
        assert member.call("GET", "/volumes", headers=with_service(keystone, "admin")).status == 401


def test_everybody_may_detach_where_nobody_is_a_service(scoria):
    """Without an identity service there is no compute service beside this one."""
    api = scoria.api()
    volume, attachment = connected(api, str(uuid.uuid4()))
    assert api.call("DELETE", f"/attachments/{attachment}").status == 200
    api.settle("volume", volume, "available")
