"""TLS on the listener: what it speaks, and certificates that are replaced while it runs."""
import os
import signal
import socket
import ssl
import subprocess

import pytest

from harness.places import binary
from harness.service import Died, Scoria
from harness.waiting import until


def certificate(directory, name, days=2, host="localhost", authority=None, address="127.0.0.1"):
    """A certificate and its key from openssl; its own authority unless one is named."""
    cert, key = directory / f"{name}.pem", directory / f"{name}.key"
    signer = ["-CA", authority[0], "-CAkey", authority[1]] if authority else []
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", cert, "-days",
         str(days), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{host},IP:{address}", *signer],
        check=True, capture_output=True)
    return cert, key


def settings(cert, key, more="", ssl_more=""):
    return f"[DEFAULT]\nosapi_volume_use_ssl = true\n{more}[ssl]\ncert_file = {cert}\nkey_file = {key}\n{ssl_more}"


def connect(service, trust=None, minimum=None, maximum=None, client=None, alpn=None):
    context = ssl.create_default_context(cafile=trust) if trust else ssl._create_unverified_context()
    if minimum:
        context.minimum_version = minimum
    if maximum:
        context.maximum_version = maximum
    if alpn:
        context.set_alpn_protocols(alpn)
    if client:
        context.load_cert_chain(*client)
    raw = socket.create_connection(("127.0.0.1", service.port), timeout=10)
    return context.wrap_socket(raw, server_hostname="localhost")


def request(connection, path="/", token="admin:a1fa", extra=""):
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost:1234\r\nX-Auth-Token: {token}\r\n{extra}Connection: close\r\n\r\n".encode())
    answer = b""
    while True:
        part = connection.recv(65536)
        if not part:
            return answer.decode()
        answer += part


def name_of(service, trust):
    with connect(service, trust) as connection:
        return dict(pair[0] for pair in connection.getpeercert()["subject"])["commonName"]


@pytest.fixture
def files(tmp_path):
    return certificate(tmp_path, "first")


def test_links_say_https(files):
    with Scoria(name="tls", settings=settings(*files), tls=files[0]) as service:
        with connect(service, files[0]) as connection:
            answer = request(connection)
        assert answer.startswith("HTTP/1.1 300 ")
        assert "https://localhost:1234/v3/" in answer and "http://" not in answer
        assert f"https://127.0.0.1:{service.port}" in service.log.read_text()


def test_versions_and_protocol(files):
    with Scoria(name="tls", settings=settings(*files), tls=files[0]) as service:
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            with connect(service, files[0], version, version, alpn=["h2", "http/1.1"]) as connection:
                assert connection.selected_alpn_protocol() == "http/1.1"
                assert connection.cipher()[2] >= 128
                assert request(connection).startswith("HTTP/1.1 300 ")
        with pytest.raises((ssl.SSLError, OSError)):
            connect(service, None, ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1)


def test_plain_http_is_no_way_in(files):
    with Scoria(name="tls", settings=settings(*files), tls=files[0]) as service:
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            try:
                assert not connection.recv(1000).startswith(b"HTTP/1.1 300")
            except OSError:
                pass
        with connect(service, files[0]) as connection:
            assert request(connection).startswith("HTTP/1.1 300 ")


def test_certificate_is_replaced(tmp_path, files):
    """By itself or on SIGHUP, for new connections; those that are open go on."""
    cert, key = files
    with Scoria(name="tls", settings=settings(cert, key), tls=cert) as service:
        assert name_of(service, cert) == "first"
        old = tmp_path / "old.pem"
        old.write_bytes(cert.read_bytes())
        with connect(service, old) as kept:
            second = certificate(tmp_path, "second")
            os.replace(second[1], key)
            os.replace(second[0], cert)
            until(lambda: reads(service, cert, "second"), "the new certificate to be shown", 10)
            assert request(kept).startswith("HTTP/1.1 300 ")

        third = certificate(tmp_path, "third")
        key.write_bytes(third[1].read_bytes())
        cert.write_bytes(third[0].read_bytes())
        os.kill(service.process.pid, signal.SIGHUP)
        until(lambda: reads(service, cert, "third"), "the certificate to be read on SIGHUP", 10)


def reads(service, trust, name):
    try:
        return name_of(service, trust) == name
    except ssl.SSLError:
        return False


@pytest.mark.parametrize("damage", ["garbage", "empty", "missing", "key of another"])
def test_broken_certificate_changes_nothing(tmp_path, files, damage):
    cert, key = files
    good = tmp_path / "good.pem"
    good.write_bytes(cert.read_bytes())
    with Scoria(name="tls", settings=settings(cert, key), tls=good) as service:
        if damage == "missing":
            cert.unlink()
        elif damage == "key of another":
            key.write_bytes(certificate(tmp_path, "other")[1].read_bytes())
        else:
            cert.write_text({"garbage": "-----BEGIN CERTIFICATE-----\nno\n-----END CERTIFICATE-----\n", "empty": ""}[damage])
        until(lambda: "not read again" in service.log.read_text(), "the broken file to be noticed", 10)
        assert name_of(service, good) == "first"
        assert "PRIVATE KEY" not in service.log.read_text()


@pytest.mark.parametrize("damage", ["missing", "garbage", "key of another"])
def test_broken_certificate_stops_the_start(tmp_path, files, damage):
    cert, key = files
    if damage == "missing":
        cert.unlink()
    elif damage == "garbage":
        cert.write_text("no")
    else:
        key = certificate(tmp_path, "other")[1]
    with pytest.raises(Died) as died:
        with Scoria(name="tls", settings=settings(cert, key), tls=cert):
            pass
    assert str(cert) in str(died.value) and "cert" in str(died.value)


def test_client_certificates(tmp_path, files):
    """With ca_file, whoever has no certificate of that authority does not even get an answer."""
    authority = certificate(tmp_path, "authority")
    client = certificate(tmp_path, "client", authority=authority)
    text = settings(*files, ssl_more=f"ca_file = {authority[0]}\n")
    with Scoria(name="mutual", settings=text, tls=files[0], client=client) as service:
        with connect(service, files[0], client=client) as connection:
            assert request(connection).startswith("HTTP/1.1 300 ")
        stranger = certificate(tmp_path, "stranger")
        for who in (None, stranger):
            with pytest.raises((ssl.SSLError, OSError, AssertionError)):
                with connect(service, files[0], client=who) as connection:
                    assert request(connection).startswith("HTTP/1.1 300 ")


def test_configuration_check():
    done = subprocess.run(
        [binary(), "config", "check", "--set", "osapi_volume_use_ssl=true"], capture_output=True, text=True)
    assert done.returncode == 78 and "cert_file" in done.stdout and "key_file" in done.stdout


class TestProxy:
    HEADERS = "X-Forwarded-Proto: https\r\nX-Forwarded-Host: api.example.org\r\nX-Forwarded-Prefix: /volume\r\n"

    def answer(self, service, headers):
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
            return request(connection, extra=headers)

    def test_not_believed_unless_told(self, scoria):
        assert "http://localhost:1234/v3/" in self.answer(scoria, self.HEADERS)

    def test_believed_when_told(self):
        with Scoria(name="proxied", settings="[oslo_middleware]\nenable_proxy_headers_parsing = true\n") as service:
            assert "https://api.example.org/volume/v3/" in self.answer(service, self.HEADERS)
            for nonsense in ("X-Forwarded-Host: a\"b<script>\r\n", "X-Forwarded-Proto: javascript\r\n", "X-Forwarded-Prefix: //evil\"\r\n"):
                assert "http://localhost:1234/v3/" in self.answer(service, nonsense)

    def test_public_endpoint_counts_before(self):
        text = "[DEFAULT]\npublic_endpoint = https://cloud.example.org/block\n[oslo_middleware]\nenable_proxy_headers_parsing = true\n"
        with Scoria(name="public", settings=text) as service:
            assert "https://cloud.example.org/block/v3/" in self.answer(service, self.HEADERS)
