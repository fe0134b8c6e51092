"""TLS to a real broker that has a certificate of an authority of its own: only the right one is spoken to."""
import subprocess

import pytest

from harness.places import binary
from harness.rabbitmq import Listener, RabbitMQ
from harness.service import Scoria
from harness.waiting import until


def authority(directory, name):
    """An authority's certificate and key."""
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
            "-days", "2", "-subj", f"/CN={name}", "-addext", "basicConstraints=critical,CA:TRUE")
    return certificate, key


def vouched(directory, name, by, host="localhost"):
    """A certificate that an authority has signed, and its key."""
    certificate, key = directory / f"{name}.pem", directory / f"{name}.key"
    openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", certificate,
            "-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}", "-CA", by[0], "-CAkey", by[1])
    return certificate, key


def openssl(*arguments):
    subprocess.run(["openssl", *arguments], check=True, capture_output=True)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    directory = tmp_path_factory.mktemp("broker-tls")
    ours, other = authority(directory, "ours"), authority(directory, "other")
    server, client = vouched(directory, "server", ours), vouched(directory, "client", ours, host="scoria")
    for path in directory.iterdir():
        path.chmod(0o644)
    return {"ours": ours[0], "other": other[0], "server": server, "client": client, "directory": directory}


@pytest.fixture(scope="module")
def broker(files):
    with RabbitMQ(tls=(files["ours"], *files["server"])) as running:
        yield running


def settings(url, **rabbit):
    options = "".join(f"{name} = {value}\n" for name, value in rabbit.items())
    return (f"[DEFAULT]\ntransport_url = {url}\n[oslo_messaging_notifications]\ndriver = messagingv2\n"
            f"[oslo_messaging_rabbit]\n{options}")


def heard(listener, volume):
    return [event["event_type"] for event in listener.notifications() if event["payload"].get("volume_id") == volume]


def delivers(broker, settings):
    with Listener(broker) as listener, Scoria(name="tls-broker", settings=settings) as scoria:
        volume = scoria.api().new_volume(size=1)
        until(lambda: "volume.create.end" in heard(listener, volume), lambda: f"the notifications: {scoria.tail()}")


def refused(settings, words):
    """The service runs, says why nothing is delivered, and its password went nowhere."""
    with Scoria(name="tls-broker", settings=settings) as scoria:
        scoria.api().new_volume(size=1)
        until(lambda: "notifications were not delivered" in scoria.log.read_text(), lambda: f"the refusal: {scoria.tail()}")
        line = next(line for line in scoria.log.read_text().splitlines() if "notifications were not delivered" in line)
        assert words in line, line
        assert RabbitMQ.password not in scoria.log.read_text()


def test_the_right_authority(broker, files):
    delivers(broker, settings(broker.tls_url(), ssl="true", ssl_ca_file=files["ours"]))


def test_in_the_url(broker, files):
    """As the field takes it: what stands in the URL holds before the section."""
    delivers(broker, settings(broker.tls_url() + f"?ssl=1&ssl_ca_file={files['ours']}"))


def test_a_wrong_authority(broker, files):
    refused(settings(broker.tls_url(), ssl="true", ssl_ca_file=files["other"]), "is not vouched for by")


def test_the_machines_authorities_do_not_know_it(broker):
    refused(settings(broker.tls_url(), ssl="true"), "is not vouched for by")


def test_a_wrong_name(broker, files):
    refused(settings(broker.tls_url("127.0.0.1"), ssl="true", ssl_ca_file=files["ours"]), "is not for the name 127.0.0.1")


def test_a_broker_without_tls(broker, files):
    refused(settings(broker.url.replace("127.0.0.1", "localhost"), ssl="true", ssl_ca_file=files["ours"]), "TLS failed")


def test_a_broker_that_asks_for_a_certificate(files):
    with RabbitMQ(tls=(files["ours"], *files["server"]), asks_for_certificate=True) as broker:
        certificate, key = files["client"]
        delivers(broker, settings(broker.tls_url(), ssl="true", ssl_ca_file=files["ours"], ssl_cert_file=certificate, ssl_key_file=key))
        refused(settings(broker.tls_url(), ssl="true", ssl_ca_file=files["ours"]), "RabbitMQ at localhost")


@pytest.mark.parametrize("options, option", [
    ({"ssl_ca_file": "/nowhere/ca.pem"}, "ssl_ca_file"),
    ({"ssl_cert_file": "/etc/hostname"}, "ssl_key_file"),
    ({"ssl_key_file": "/etc/hostname"}, "ssl_cert_file"),
])
def test_files_that_are_not_there_stop_the_start(tmp_path, options, option):
    path = tmp_path / "scoria.conf"
    path.write_text(settings("rabbit://u:planted-password@localhost:5671/", ssl="true", **options))
    done = subprocess.run([binary(), "config", "check", "--config", path], capture_output=True, text=True)
    assert done.returncode == 78 and option in done.stdout + done.stderr, done.stdout + done.stderr
    assert "planted" not in done.stdout + done.stderr


def test_a_file_that_holds_no_certificate(broker, files):
    nonsense = files["directory"] / "nonsense.pem"
    nonsense.write_text("-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n")
    refused(settings(broker.tls_url(), ssl="true", ssl_ca_file=nonsense), "is no file of certificates in PEM")
