"""The logins of `scoria attach`: as each kind of user to each kind of service, as far as the API goes on a machine without an initiator."""
import socket
import ssl
import threading
import uuid

import pytest

from harness import attaching
from harness.keystone import PASSWORD
from harness.service import PROJECT, Scoria
from identity.test_basic import ALPHA, hashed
from identity.test_tls import certificate
from identity.test_tls import settings as tls_settings

# Every secret that a test plants has this in it.
MARK = "planted"
WRONG = f"{MARK}-wrong-password"


@pytest.fixture(scope="module")
def host():
    if why := attaching.hindrance():
        pytest.skip(why)
    with attaching.AttachingHost() as running:
        yield running


def attempt(host, environment, *arguments, volume=None, verb="attach"):
    """What the command says of a volume that is not there: everything before that question has worked."""
    volume = volume or str(uuid.uuid4())
    status, out, said = host.run(verb, volume, environment, *arguments)
    assert status == 1 and not out, (status, out, said)
    assert said.startswith("scoria: ") and said.count("\n") == 1, said
    for secret in (PASSWORD, MARK, *(environment.get(name, "") for name in ("OS_TOKEN", "OS_APPLICATION_CREDENTIAL_SECRET"))):
        assert not secret or secret not in said, said
    assert not host.records
    return said.removeprefix("scoria: ").strip().replace(volume, "VOLUME")


MISSING = "There is no volume VOLUME in this project."


def client(keystone, user, *left_out, **more):
    found = keystone.client_environment(user) | more
    return {name: value for name, value in found.items() if name not in left_out}


@pytest.fixture(scope="module")
def credential(keystone):
    """An application credential of a member, with a secret that is planted."""
    user, token = keystone.user("member"), keystone.token("member")
    body = {"application_credential": {"name": "attach", "secret": f"{MARK}-application-secret"}}
    status, _, answer = keystone.call("POST", f"/v3/users/{user}/application_credentials", body, token=token.id)
    assert status == 201, answer
    made = answer["application_credential"]
    yield made
    keystone.call("DELETE", f"/v3/users/{user}/application_credentials/{made['id']}", token=token.id)


class TestKeystone:
    def test_password(self, host, guarded, keystone):
        assert attempt(host, client(keystone, "member")) == MISSING
        by_ids = client(
            keystone, "member", "OS_USERNAME", "OS_USER_DOMAIN_NAME", "OS_PROJECT_NAME", "OS_PROJECT_DOMAIN_NAME",
            OS_USER_ID=keystone.user("member"), OS_PROJECT_ID=keystone.project("alpha"), OS_AUTH_TYPE="v3password")
        assert attempt(host, by_ids) == MISSING
        # Domains that nobody names are the first one, and an address without its version gets it.
        short = client(keystone, "member", "OS_USER_DOMAIN_NAME", "OS_PROJECT_DOMAIN_NAME", OS_AUTH_URL=keystone.root)
        assert attempt(host, short) == MISSING

    def test_the_volume_of_the_project_is_found(self, host, guarded, keystone):
        """By its name, with the project's rights, and not from another project."""
        api = keystone.api(guarded, "member")
        volume = api.new_volume(name="found-by-attach")
        environment = client(keystone, "member")
        said = attempt(host, environment, volume="found-by-attach")
        assert "Logging in at 127.0.0.1:" in said and "Could not login" in said, said
        assert attempt(host, client(keystone, "stranger"), volume=volume) == MISSING
        said = attempt(host, client(keystone, "reader"), volume=volume)
        assert "status 403" in said, said
        assert api.volume(volume)["status"] == "available"
        assert not api.get("/attachments")["attachments"]
        api.delete(f"/volumes/{volume}")
        api.gone("volume", volume)

    def test_the_account_of_the_target_is_in_no_command_line(self, host, guarded, keystone):
        api = keystone.api(guarded, "member")
        volume = api.new_volume()
        attempt(host, client(keystone, "member"), volume=volume)
        fields = dict(line.split(" = ") for line in host.text("record").splitlines() if " = " in line)
        password = fields["node.session.auth.password"]
        assert len(password) >= 12 and host.text("mode").strip() == "600"
        called = host.text("calls") + host.text("callers")
        assert "--login" in called and f"volume-{volume}" in called and "scoria" in called
        for secret in (password, fields["node.session.auth.username"], PASSWORD):
            assert secret not in called
        api.delete(f"/volumes/{volume}")
        api.gone("volume", volume)

    def test_application_credential(self, host, guarded, keystone, credential):
        environment = {
            "OS_AUTH_TYPE": "v3applicationcredential", "OS_AUTH_URL": keystone.url, "OS_APPLICATION_CREDENTIAL_ID": credential["id"],
            "OS_APPLICATION_CREDENTIAL_SECRET": credential["secret"], "OS_REGION_NAME": "RegionOne"}
        assert attempt(host, environment) == MISSING
        by_name = {name: value for name, value in environment.items() if name != "OS_APPLICATION_CREDENTIAL_ID"} | {
            "OS_APPLICATION_CREDENTIAL_NAME": "attach", "OS_USERNAME": "member", "OS_USER_DOMAIN_NAME": "Default"}
        assert attempt(host, by_name) == MISSING
        said = attempt(host, environment | {"OS_APPLICATION_CREDENTIAL_SECRET": WRONG})
        assert said.startswith("Keystone refused the login: ") and "(status 401)" in said and "OS_APPLICATION_CREDENTIAL_SECRET" in said, said
        del environment["OS_APPLICATION_CREDENTIAL_SECRET"]
        assert "OS_APPLICATION_CREDENTIAL_SECRET is not set" in attempt(host, environment)

    def test_token(self, host, guarded, keystone):
        token = keystone.token("member").id
        at = {"OS_TOKEN": token, "OS_ENDPOINT": f"http://127.0.0.1:{guarded.port}"}
        for environment in (at, at | {"OS_AUTH_TYPE": "v3token"}, at | {"OS_AUTH_TYPE": "admin_token", "OS_AUTH_URL": keystone.url}):
            assert attempt(host, environment) == MISSING
        # Where Keystone is known, its catalogue tells where the service is.
        told = {"OS_TOKEN": token, "OS_AUTH_URL": keystone.url, "OS_AUTH_TYPE": "token"}
        assert attempt(host, told) == MISSING
        for environment in (at, told):
            said = attempt(host, environment | {"OS_TOKEN": f"{MARK}-no-token"})
            assert "(status 401)" in said and "OS_TOKEN" in said, said

    def test_wrong_password(self, host, guarded, keystone):
        said = attempt(host, client(keystone, "member", OS_PASSWORD=WRONG))
        assert said.startswith("Keystone refused the login: ") and "(status 401)" in said and "OS_PASSWORD" in said, said
        assert "OS_PASSWORD is not set" in attempt(host, client(keystone, "member", "OS_PASSWORD"))

    def test_catalogue(self, host, guarded, keystone):
        for interface in ("internal", "adminURL"):
            assert attempt(host, client(keystone, "member", OS_INTERFACE=interface)) == MISSING
        said = attempt(host, client(keystone, "member", OS_REGION_NAME="Elsewhere"))
        assert "catalogue has no public endpoint" in said and "Elsewhere" in said and "OS_ENDPOINT" in said, said
        # Who names an address does not need the catalogue.
        address = f"http://127.0.0.1:{guarded.port}/v3"
        assert attempt(host, client(keystone, "member", OS_REGION_NAME="Elsewhere", OS_ENDPOINT=address)) == MISSING
        assert attempt(host, client(keystone, "member", OS_REGION_NAME="Elsewhere"), "--endpoint", address) == MISSING

    def test_nobody_there(self, host, keystone):
        said = attempt(host, client(keystone, "member", OS_AUTH_URL="http://127.0.0.1:1/v3"))
        assert "http://127.0.0.1:1/v3/auth/tokens got no answer" in said and "OS_AUTH_URL" in said, said


class TestBasic:
    @pytest.fixture(scope="class")
    def basic(self, tmp_path_factory):
        directory = tmp_path_factory.mktemp("attach")
        users = directory / "htpasswd"
        users.touch(mode=0o600)
        users.write_text(hashed("mia", f"{MARK}: ünïcödé", ALPHA, "member"))
        cert = certificate(directory, "attach")
        text = tls_settings(*cert, more=f"auth_strategy = http_basic\nhttp_basic_auth_user_file = {users}\n")
        with Scoria(name="attach", settings=text, waits=False, tls=cert[0]) as service:
            yield service

    def environment(self, basic, **more):
        return {
            "OS_AUTH_TYPE": "http_basic", "OS_ENDPOINT": f"https://127.0.0.1:{basic.port}/v3", "OS_USERNAME": "mia",
            "OS_PASSWORD": f"{MARK}: ünïcödé", "OS_CACERT": str(basic.tls)} | more

    def test_password(self, host, basic):
        assert attempt(host, self.environment(basic)) == MISSING
        for wrong in ({"OS_PASSWORD": WRONG}, {"OS_USERNAME": "nobody"}):
            said = attempt(host, self.environment(basic, **wrong))
            assert "(status 401)" in said and "OS_PASSWORD" in said, said

    def test_certificate(self, host, basic, tmp_path):
        """Only an authority that was named is believed, unless nobody is asked to be."""
        assert attempt(host, self.environment(basic, OS_CACERT="", OS_INSECURE="true")) == MISSING
        other = certificate(tmp_path, "other")[0]
        for authority in ("", str(other)):
            said = attempt(host, self.environment(basic, OS_CACERT=authority))
            assert "certificate" in said and "OS_CACERT" in said, said
        garbage = tmp_path / "garbage.pem"
        garbage.write_text("no certificate")
        for path in (garbage, tmp_path / "missing.pem"):
            said = attempt(host, self.environment(basic, OS_CACERT=str(path)))
            assert str(path) in said and "OS_CACERT" in said, said

    def test_certificate_of_another_host(self, host, basic, tmp_path):
        """Its authority is believed, and yet nothing is sent."""
        cert = certificate(tmp_path, "other", host="other.example.org", address="192.0.2.1")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*cert)
        heard = []

        def listen():
            raw, _ = listener.accept()
            raw.settimeout(20)
            try:
                with context.wrap_socket(raw, server_side=True) as connection:
                    heard.append(connection.recv(1000))
            except OSError as refusal:
                heard.append(str(refusal).encode())

        with socket.create_server(("127.0.0.1", 0)) as listener:
            listener.settimeout(60)
            thread = threading.Thread(target=listen)
            thread.start()
            address = f"https://127.0.0.1:{listener.getsockname()[1]}/v3"
            said = attempt(host, self.environment(basic, OS_ENDPOINT=address, OS_CACERT=str(cert[0])))
            thread.join()
        assert "another host's" in said and "OS_CACERT" in said, said
        assert heard and b"GET" not in heard[0]


def test_without_an_identity_service(host, scoria):
    address = f"http://127.0.0.1:{scoria.port}"
    assert attempt(host, {"OS_ENDPOINT": address, "OS_PROJECT_ID": PROJECT}) == MISSING
    assert attempt(host, {}, "--endpoint", address, "--project", PROJECT, verb="detach") == MISSING
    said = attempt(host, {"OS_ENDPOINT": address})
    assert "--project" in said and "OS_PROJECT_ID" in said, said
    said = attempt(host, {"OS_ENDPOINT": address, "OS_AUTH_TYPE": "v3kerberos"})
    assert "OS_AUTH_TYPE is v3kerberos" in said and "v3applicationcredential" in said, said
    said = attempt(host, {"OS_ENDPOINT": "nowhere", "OS_PROJECT_ID": PROJECT})
    assert "nowhere is no URL" in said, said
