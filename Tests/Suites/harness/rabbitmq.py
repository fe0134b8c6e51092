"""A real RabbitMQ and a real oslo.messaging listener, each a process of its own on loopback.

    with RabbitMQ() as broker, Listener(broker) as listener:
        ... [oslo_messaging_notifications] transport_url = {broker.url} ...
        listener.notifications()
"""
import glob
import json
import os
import pathlib
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile

from harness.places import REPOSITORY, free_port
from harness.waiting import until

PASSWORD = "broker-password-that-is-planted"


class RabbitMQ:
    """One broker with a node name, a cookie, a home and a port mapper of its own; nothing of it is left at the end."""

    user, password, vhost = "scoria", PASSWORD, "cloud"

    def __init__(self, tls=None, asks_for_certificate=False):
        """`tls` is (authority, certificate, key) of a listener that speaks TLS beside the one that does not."""
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="rabbitmq-"))
        self.port, self.distribution, self.mapper = free_port(), free_port(), free_port()
        self.log = self.home / "rabbitmq.log"
        self.configuration = self.home / "none"
        if tls:
            self.tls_port, self.configuration = free_port(), self.home / "tls.conf"
            authority, certificate, key = tls
            self.configuration.write_text(
                f"listeners.ssl.default = 127.0.0.1:{self.tls_port}\nssl_options.cacertfile = {authority}\n"
                f"ssl_options.certfile = {certificate}\nssl_options.keyfile = {key}\n"
                f"ssl_options.verify = {'verify_peer' if asks_for_certificate else 'verify_none'}\n"
                f"ssl_options.fail_if_no_peer_cert = {str(asks_for_certificate).lower()}\n")
        self.node = f"scoria-{secrets.token_hex(4)}@localhost"
        self.process = self.epmd = None
        server = sorted(glob.glob("/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin"))
        assert server, "rabbitmq-server is not installed: run scripts/setup"
        self.programs = pathlib.Path(server[-1])

    @property
    def url(self):
        from urllib.parse import quote
        return f"rabbit://{self.user}:{quote(self.password, safe='')}@127.0.0.1:{self.port}/{self.vhost}"

    def tls_url(self, host="localhost"):
        return self.url.replace(f"127.0.0.1:{self.port}", f"{host}:{self.tls_port}")

    @property
    def environment(self):
        return {key: value for key, value in os.environ.items() if not key.startswith(("RABBITMQ_", "ERL_"))} | {
            "HOME": str(self.home), "RABBITMQ_NODENAME": self.node, "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port), "RABBITMQ_DIST_PORT": str(self.distribution),
            "RABBITMQ_MNESIA_BASE": str(self.home / "mnesia"), "RABBITMQ_LOG_BASE": str(self.home / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "plugins"), "RABBITMQ_CONFIG_FILE": str(self.configuration),
            "RABBITMQ_PID_FILE": str(self.home / "pid"), "RABBITMQ_CONF_ENV_FILE": str(self.home / "none.conf"),
            "ERL_EPMD_ADDRESS": "127.0.0.1", "ERL_EPMD_PORT": str(self.mapper),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
            "RABBITMQ_CTL_DIST_PORT_MIN": str(self.distribution + 1), "RABBITMQ_CTL_DIST_PORT_MAX": str(self.distribution + 9),
        }

    def __enter__(self):
        try:
            with open(self.log, "ab") as log:
                # Ours, so that it can be ended: a broker would start one that outlives it.
                self.epmd = subprocess.Popen([shutil.which("epmd"), "-port", str(self.mapper), "-address", "127.0.0.1"],
                                             env=self.environment, stdout=log, stderr=log, start_new_session=True)
            self.start()
            self.control("add_vhost", self.vhost)
            self.control("add_user", self.user, self.password)
            self.control("set_permissions", "-p", self.vhost, self.user, ".*", ".*", ".*")
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *failure):
        self.remove()

    def start(self, seconds=180):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([self.programs / "rabbitmq-server"], env=self.environment, cwd=self.home,
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)

        def answers():
            assert self.process.poll() is None, f"the broker ended: {self.log.read_text()[-2000:]}"
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return True
            except OSError:
                return False

        until(answers, "the broker to answer", seconds)
        self.control("await_startup")

    def stop(self):
        """Ends the broker's processes; what it keeps on the disk stays."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def control(self, *arguments):
        done = subprocess.run([self.programs / "rabbitmqctl", "-q", *arguments], env=self.environment, cwd=self.home, text=True,
                              capture_output=True, timeout=300)
        assert done.returncode == 0, f"rabbitmqctl {arguments[0]}: {done.stdout}{done.stderr}"
        return done.stdout

    def remove(self):
        self.stop()
        if self.epmd and self.epmd.poll() is None:
            os.killpg(self.epmd.pid, signal.SIGKILL)
            self.epmd.wait()
        shutil.rmtree(self.home, ignore_errors=True)


class Listener:
    """A notification listener of oslo.messaging, in an environment of its own; it writes what it hears into a file."""

    def __init__(self, broker):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="listener-"))
        self.broker, self.heard, self.process = broker, self.home / "heard", None

    def __enter__(self):
        script = REPOSITORY / "scripts" / "python-environment"
        python = subprocess.run([script, "messaging"], check=True, stdout=subprocess.PIPE, text=True).stdout.strip() + "/bin/python"
        self.heard.touch()
        with open(self.home / "log", "ab") as log:
            self.process = subprocess.Popen([python, pathlib.Path(__file__).with_name("listener.py"), self.broker.url, self.heard],
                                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, text=True)
        assert self.process.stdout.readline() == "listening\n", (self.home / "log").read_text()[-2000:]
        return self

    def __exit__(self, *failure):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.home, ignore_errors=True)

    def notifications(self):
        """What was heard so far, in order: priority, publisher, event type, payload, message id, context."""
        return [json.loads(line) for line in self.heard.read_text().splitlines()]
