"""Tokens of a real Keystone: who gets in, who does not, and for how long."""
import concurrent.futures
import uuid

import pytest

from harness.keystone import PASSWORD, Keystone
from harness.service import Scoria
from harness.waiting import until


def status(service, token=None, path=None, project=None, **headers):
    """The status of a list of volumes as whoever holds the token, and the answer."""
    sent = ({"X-Auth-Token": token} if token is not None else {}) | headers
    return service.api().raw("GET", path or (f"/v3/{project}/volumes" if project else "/v3/volumes"), None, sent)


class TestValid:
    def test_roles_decide(self, guarded, keystone):
        """Keystone puts implied roles into the token: an admin is a member is a reader."""
        for person in ("admin", "member", "reader"):
            assert keystone.api(guarded, person).call("GET", "/volumes").status == 200, person
        volume = keystone.api(guarded, "member").new_volume()
        assert keystone.api(guarded, "reader").volume(volume)["id"] == volume

    def test_administrator_shows_everything(self, guarded, keystone):
        volume = keystone.api(guarded, "member").new_volume()
        seen = keystone.api(guarded, "stranger-admin").volume(volume)
        assert seen["os-vol-tenant-attr:tenant_id"] == keystone.project("alpha")
        assert "os-vol-host-attr:host" in seen

    def test_stranger_sees_nothing(self, guarded, keystone):
        volume = keystone.api(guarded, "member").new_volume()
        stranger = keystone.api(guarded, "stranger")
        assert stranger.call("GET", f"/volumes/{volume}").status == 404
        assert volume not in [row["id"] for row in stranger.get("/volumes")["volumes"]]

    def test_one_user_in_two_projects(self, guarded, keystone):
        alpha, beta = (keystone.api(guarded, "both", project=name) for name in ("alpha", "beta"))
        volume = beta.new_volume()
        assert beta.volume(volume)["os-vol-tenant-attr:tenant_id"] == keystone.project("beta")
        assert alpha.call("GET", f"/volumes/{volume}").status == 404

    def test_volume_belongs_to_user_and_project(self, guarded, keystone):
        member = keystone.api(guarded, "member")
        volume = member.volume(member.new_volume())
        assert volume["user_id"] == keystone.user("member")
        assert volume["os-vol-tenant-attr:tenant_id"] == keystone.project("alpha")


class TestScope:
    def test_path_with_and_without_project(self, guarded, keystone):
        token = keystone.token("member")
        assert status(guarded, token.id).status == 200
        assert status(guarded, token.id, project=token.project).status == 200

    @pytest.mark.parametrize("person", ["member", "admin"])
    def test_project_of_another_token(self, guarded, keystone, person):
        token = keystone.token(person)
        answer = status(guarded, token.id, project=keystone.project("beta"))
        assert answer.status == 400
        assert answer.fault[0] == "badRequest" and "Malformed request url" in answer.fault[1]

    def test_system_administrator(self, guarded, keystone):
        """A token of the system has no project: it lists with all_tenants, and a path must not name one."""
        volume = keystone.api(guarded, "member").new_volume()
        system = keystone.api(guarded, "system-admin")
        assert system.project == ""
        listed = system.get("/volumes?all_tenants=1")["volumes"]
        assert volume in [row["id"] for row in listed]
        assert system.volume(volume)["id"] == volume
        assert status(guarded, system.token, project=keystone.project("alpha")).status == 400

    def test_nothing_is_created_without_a_project(self, guarded, keystone):
        answer = keystone.api(guarded, "system-admin").call("POST", "/volumes", {"volume": {"size": 1}})
        assert answer.status == 400, answer.text
        assert "project" in answer.fault[1]

    def test_domain_administrator(self, guarded, keystone):
        domain = keystone.api(guarded, "domain-admin")
        assert domain.project == "" and domain.call("GET", "/volumes").status == 200

    def test_unscoped_token_has_no_roles(self, guarded, keystone):
        token = keystone.token("member", unscoped=True)
        assert token.roles == []
        assert status(guarded, token.id).status in (200, 403)
        assert status(guarded, token.id, project=keystone.project("alpha")).status == 400


class TestRefused:
    def refusal(self, answer, keystone):
        assert answer.status == 401, answer.text
        assert answer.headers["WWW-Authenticate"] == f'Keystone uri="{keystone.url}"'
        assert answer.json["error"]["code"] == 401
        assert answer.headers["x-openstack-request-id"].startswith("req-")

    def test_no_token(self, guarded, keystone):
        self.refusal(status(guarded), keystone)
        self.refusal(guarded.api().raw("POST", "/v3/volumes", b'{"volume": {"size": 1}}', {"Content-Type": "application/json"}), keystone)

    def test_unknown_path_without_a_token(self, guarded, keystone):
        self.refusal(status(guarded, path="/v3/there-is-no-such-thing"), keystone)

    def test_open_to_everybody(self, guarded):
        """Version documents and the health check need no token."""
        for path, expected in (("/", 300), ("/v3/", 200), ("/healthcheck", 200)):
            assert status(guarded, path=path).status == expected, path

    @pytest.mark.parametrize("token", [
        "x", "admin:admin", "gAAAAABn" + "A" * 175, str(uuid.uuid4()), "0" * 32, "null", "undefined", "' OR 1=1 --", "a b", "tök€n",
        "../../v3/users", "%0d%0aX-Subject-Token:%20x", "A" * 8000,
    ])
    def test_garbage(self, guarded, keystone, token):
        self.refusal(status(guarded, token.encode("utf-8").decode("latin-1")), keystone)

    def test_forged(self, guarded, keystone):
        """One bit of a good token's signature."""
        token = keystone.token("admin").id
        forged = token[:100] + ("A" if token[100] != "A" else "B") + token[101:]
        self.refusal(status(guarded, forged), keystone)
        self.refusal(status(guarded, token[:-1]), keystone)
        assert status(guarded, token).status == 200

    def test_foreign(self, guarded, keystone):
        """A good token of another cloud, which signs with other keys."""
        with Keystone() as other:
            other.renew_keys()
            self.refusal(status(guarded, other.token("admin", fresh=True).id), keystone)

    def test_oversized(self, guarded, keystone):
        """64 KiB are refused before anybody is asked."""
        before = keystone.validations()
        answer = status(guarded, "g" * 65536)
        assert answer.status in (400, 401, 431), answer.text
        self.refusal(status(guarded, "g" * 10000), keystone)
        assert keystone.validations() == before

    def test_header_injection(self, guarded, keystone):
        """A token cannot smuggle a header into the question to Keystone."""
        import socket
        with socket.create_connection(("127.0.0.1", guarded.port)) as connection:
            connection.sendall(b"GET /v3/volumes HTTP/1.1\r\nHost: x\r\nX-Auth-Token: a\nX-Subject-Token: b\r\nConnection: close\r\n\r\n")
            answer = connection.makefile("rb").read()
        assert answer.split(b" ", 2)[1] in (b"400", b"401")

    def test_two_tokens(self, guarded, keystone):
        """Whoever sends two tokens is not the one whose token is good."""
        import http.client
        connection = http.client.HTTPConnection("127.0.0.1", guarded.port)
        connection.putrequest("GET", "/v3/volumes")
        connection.putheader("X-Auth-Token", "bad")
        connection.putheader("X-Auth-Token", keystone.token("admin").id)
        connection.endheaders()
        assert connection.getresponse().status in (400, 401)
        connection.close()


class TestTime:
    def test_expired(self, guarded, keystone):
        """A token that is kept as valid is refused from the second on in which it ends."""
        with keystone.sibling(expiration=10) as short:
            token = short.token("member", fresh=True)
            answer = status(guarded, token.id)
            assert answer.status == 200, answer.text
            until(lambda: status(guarded, token.id).status == 401, "the token to be refused")

    def test_revoked(self, keystone):
        """Held for as long as the cache says, and not longer."""
        with Scoria(name="revoked", identity=keystone, options={"token_cache_time": 2}) as service:
            token = keystone.token("member", fresh=True)
            assert status(service, token.id).status == 200
            keystone.revoke(token)
            until(lambda: status(service, token.id).status == 401, "the token to be refused", 20)

    def test_without_a_cache(self, keystone):
        with Scoria(name="uncached", identity=keystone, options={"token_cache_time": 0}) as service:
            token = keystone.token("member", fresh=True)
            assert status(service, token.id).status == 200
            keystone.revoke(token)
            assert status(service, token.id).status == 401

    def test_change_of_roles(self, keystone):
        """A token from before a role was taken away is revoked by Keystone; a new one has what is left."""
        with Scoria(name="roles", identity=keystone, options={"token_cache_time": 1}) as service:
            keystone.grant("admin", "both", "beta")
            try:
                admin = keystone.api(service, "both", project="beta", token=keystone.token("both", project="beta", fresh=True))
                assert admin.call("GET", "/os-services").status == 200
            finally:
                keystone.withdraw("admin", "both", "beta")
            until(lambda: admin.call("GET", "/os-services").status in (401, 403), "the role to be gone")
            later = keystone.api(service, "both", project="beta", token=keystone.token("both", project="beta", fresh=True))
            assert later.call("GET", "/os-services").status == 403
            assert later.call("GET", "/volumes").status == 200
        keystone.tokens.clear()

    @pytest.mark.parametrize("kind", ["user", "project"])
    def test_disabled(self, keystone, kind):
        """Who is disabled, or whose project is, is out as soon as the answer about the token no longer holds."""
        identifier = {"user": keystone.user("both"), "project": keystone.project("beta")}[kind]
        with Scoria(name="disabled", identity=keystone, options={"token_cache_time": 1, "timeout": 60}) as service:
            token = keystone.token("both", project="beta", fresh=True)
            assert status(service, token.id).status == 200
            keystone.administer("PATCH", f"/{kind}s/{identifier}", {kind: {"enabled": False}})
            try:
                until(lambda: status(service, token.id).status == 401, "the token to be refused", 20)
            finally:
                keystone.administer("PATCH", f"/{kind}s/{identifier}", {kind: {"enabled": True}})
        keystone.tokens.clear()


class TestManyAtOnce:
    def test_one_question_for_one_token(self, guarded, keystone):
        """200 requests with the same unknown token ask Keystone once."""
        token = keystone.token("member", fresh=True)
        before = keystone.validations()
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            found = list(pool.map(lambda _: status(guarded, token.id).status, range(200)))
        assert found == [200] * 200
        assert keystone.validations() - before == 1

    def test_kept_token_asks_nobody(self, guarded, keystone):
        token = keystone.token("reader", fresh=True)
        status(guarded, token.id)
        before = keystone.validations()
        for _ in range(50):
            assert status(guarded, token.id).status == 200
        assert keystone.validations() == before

    def test_refused_token_asks_seldom(self, guarded, keystone):
        before = keystone.validations()
        guess = f"gAAAAAB{uuid.uuid4().hex * 4}"
        for _ in range(20):
            assert status(guarded, guess).status == 401
        assert keystone.validations() - before == 1


def test_bad_service_password(keystone):
    """A service that may not ask lets nobody in, says why in its log, and does not hammer Keystone with the wrong password."""
    with Scoria(name="locked-out", identity=keystone, options={"password": "not-the-" + PASSWORD}) as service:
        answers = [status(service, keystone.token("admin").id) for _ in range(10)]
        assert {answer.status for answer in answers} == {503}
        assert "Retry-After" in answers[0].headers and "identity service" in answers[0].fault[1]
        log = service.log.read_text()
        assert "refuses this service's user and password" in log
        assert PASSWORD not in log
