"""A `scoria serve` in the guest, its API, and the machine's own initiators."""
import glob
import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request

PORT = 8776
PROJECT = "0123456789abcdef0123456789abcdef"
BASE = f"http://127.0.0.1:{PORT}/v3/{PROJECT}"
INITIATOR = "iqn.2026-11.org.example:guest"
HOST_NQN = "nqn.2014-08.org.nvmexpress:uuid:5a7d6c2e-0c3b-4d31-9a4e-6d1f0b5e2a11"
CONFIGURATION = """
[DEFAULT]
host = guest
state_path = /var/lib/scoria
osapi_volume_listen_port = 8776
enabled_backends = lio,nvme,thick,late
backend_stats_polling_interval = 3
[backend_defaults]
volume_driver = scoria.lvm
target_ip_address = 127.0.0.1
[lio]
volume_group = thin
lvm_type = thin
target_helper = lioadm
target_secondary_ip_addresses = 127.0.0.2
[nvme]
volume_group = nvme
lvm_type = thin
target_helper = nvmet
target_protocol = nvmet_tcp
[late]
volume_group = late
lvm_type = default
target_helper = lioadm
[thick]
volume_group = thick
lvm_type = default
target_helper = lioadm
"""


class Failure(Exception):
    """What a check found wrong."""


def run(*command, check=True, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)
    if check and done.returncode != 0:
        raise Failure(f"{' '.join(command)}: status {done.returncode}: {done.stdout}{done.stderr}")
    return done.stdout.strip()


def wait_for(what, condition, seconds=180):
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failure(f"{what}: not within {seconds} s")
        time.sleep(0.1)


class Scoria:
    def __init__(self):
        os.makedirs("/etc/scoria", exist_ok=True)
        with open("/etc/scoria/scoria.conf", "w") as file:
            file.write(CONFIGURATION)
        self.process = None

    def start(self):
        log = open("/var/log/scoria.log", "ab")
        self.process = subprocess.Popen(["/payload/scoria", "serve", "--config", "/etc/scoria/scoria.conf"], stdout=log, stderr=log)
        wait_for("the service answers", self.answers)
        wait_for("every backend is up", lambda: len(self.get("/scheduler-stats/get_pools")["pools"]) >= 3)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def answers(self):
        if self.process.poll() is not None:
            raise Failure("the service ended: " + run("tail", "-n", "20", "/var/log/scoria.log"))
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthcheck", timeout=10).status == 200
        except OSError:
            return False

    def call(self, method, path, body=None):
        request = urllib.request.Request(BASE + path, method=method, data=None if body is None else json.dumps(body).encode())
        request.add_header("X-Auth-Token", f"admin:{PROJECT}")
        request.add_header("Content-Type", "application/json")
        request.add_header("OpenStack-API-Version", "volume 3.71")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                data = answer.read()
        except urllib.error.HTTPError as error:
            raise Failure(f"{method} {path}: {error.code} {error.read().decode()}") from None
        return json.loads(data) if data else None

    def get(self, path):
        return self.call("GET", path)

    def create_volume(self, backend, size=1, **source):
        self.ensure_type(backend)
        body = {"volume": {"size": size, "name": f"on-{backend}", "volume_type": backend, **source}}
        return self.call("POST", "/volumes", body)["volume"]["id"]

    def ensure_type(self, backend):
        if any(type["name"] == backend for type in self.get("/types")["volume_types"]):
            return
        self.call("POST", "/types", {"volume_type": {"name": backend, "extra_specs": {"volume_backend_name": backend}}})

    def volume(self, id):
        return self.get(f"/volumes/{id}")["volume"]

    def wait_volume(self, id, status="available", seconds=300):
        def reached():
            now = self.volume(id)["status"]
            if now.startswith("error") and now != status:
                raise Failure(f"volume {id} is in {now}: {self.get('/messages')}")
            return now == status

        wait_for(f"volume {id} becomes {status}", reached, seconds)

    def new_volume(self, backend, size=1, **source):
        id = self.create_volume(backend, size, **source)
        self.wait_volume(id)
        return id

    def new_snapshot(self, volume):
        id = self.call("POST", "/snapshots", {"snapshot": {"volume_id": volume, "force": True}})["snapshot"]["id"]
        wait_for("the snapshot is there", lambda: self.get(f"/snapshots/{id}")["snapshot"]["status"] == "available")
        return id

    def extend(self, id, size, status):
        self.call("POST", f"/volumes/{id}/action", {"os-extend": {"new_size": size}})
        wait_for("the volume has grown", lambda: self.volume(id)["size"] == size)
        self.wait_volume(id, status)

    def delete_volume(self, id):
        self.call("DELETE", f"/volumes/{id}")
        wait_for("the volume is gone", lambda: all(volume["id"] != id for volume in self.get("/volumes")["volumes"]))

    def delete_snapshot(self, id):
        self.call("DELETE", f"/snapshots/{id}")
        wait_for("the snapshot is gone", lambda: all(each["id"] != id for each in self.get("/snapshots")["snapshots"]))

    def attach(self, id, initiator=INITIATOR):
        connector = {"host": "guest", "initiator": initiator, "nqn": HOST_NQN, "ip": "127.0.0.1", "multipath": True, "platform": "x86_64", "os_type": "linux"}
        body = {"attachment": {"volume_uuid": id, "instance_uuid": id, "connector": connector}}
        attachment = self.call("POST", "/attachments", body)["attachment"]
        self.call("POST", f"/attachments/{attachment['id']}/action", {"os-complete": {}})
        return attachment["id"], attachment["connection_info"]

    def connection(self, attachment):
        return self.get(f"/attachments/{attachment}")["attachment"]["connection_info"]

    def detach(self, attachment):
        self.call("DELETE", f"/attachments/{attachment}")


class ISCSI:
    """The kernel's iSCSI initiator."""

    @staticmethod
    def prepare():
        os.makedirs("/etc/iscsi", exist_ok=True)
        with open("/etc/iscsi/initiatorname.iscsi", "w") as file:
            file.write(f"InitiatorName={INITIATOR}\n")
        if not run("pgrep", "iscsid", check=False):
            run("iscsid")
            time.sleep(0.5)

    @staticmethod
    def login(info, portal=None, password=None, initiator=INITIATOR):
        iqn, portal = info["target_iqn"], portal or info["target_portal"]
        interface = []
        if initiator != INITIATOR:
            # An interface is how open-iscsi lets one machine be several initiators.
            run("iscsiadm", "-m", "iface", "-I", "other", "-o", "new")
            run("iscsiadm", "-m", "iface", "-I", "other", "-o", "update", "-n", "iface.initiatorname", "-v", initiator)
            interface = ["-I", "other"]
        run("iscsiadm", "-m", "node", "-o", "new", "-T", iqn, "-p", portal, *interface)
        values = {"authmethod": "CHAP", "username": info["auth_username"], "password": password or info["auth_password"]}
        for name, value in values.items():
            run("iscsiadm", "-m", "node", "-T", iqn, "-p", portal, "-o", "update", "-n", f"node.session.auth.{name}", "-v", value)
        run("iscsiadm", "-m", "node", "-T", iqn, "-p", portal, "-o", "update", "-n", "node.session.initial_login_retry_max", "-v", "1")
        run("iscsiadm", "-m", "node", "-T", iqn, "-p", portal, "--login")
        pattern = f"/dev/disk/by-path/ip-{portal}-iscsi-{iqn}-lun-{info['target_lun']}"
        return wait_for("the disk appears", lambda: next(iter(glob.glob(pattern)), None))

    @staticmethod
    def logout(info, portal=None):
        iqn, portal = info["target_iqn"], portal or info["target_portal"]
        run("iscsiadm", "-m", "node", "-T", iqn, "-p", portal, "--logout", check=False)
        run("iscsiadm", "-m", "node", "-T", iqn, "-p", portal, "-o", "delete", check=False)

    @staticmethod
    def rescan():
        run("iscsiadm", "-m", "session", "--rescan")


class NVMe:
    """The kernel's NVMe/TCP initiator."""

    @staticmethod
    def connect(info):
        os.makedirs("/etc/nvme", exist_ok=True)
        run("nvme", "connect", "-t", "tcp", "-a", info["target_portal"], "-s", str(info["target_port"]), "-n", info["nqn"], "-q", HOST_NQN)
        return wait_for("the namespace appears", lambda: next(iter(glob.glob("/dev/nvme*n1")), None))

    @staticmethod
    def disconnect(info):
        run("nvme", "disconnect", "-n", info["nqn"], check=False)


def write_bytes(device, data, offset=0):
    with open(device, "r+b", buffering=0) as disk:
        disk.seek(offset)
        disk.write(data)
        os.fsync(disk.fileno())


def read_bytes(device, count, offset=0):
    run("blockdev", "--flushbufs", device)
    with open(device, "rb", buffering=0) as disk:
        disk.seek(offset)
        return disk.read(count)


def size_of(device):
    return int(run("blockdev", "--getsize64", device))


def logical_volumes(group):
    return [name for name in run("lvs", "--noheadings", "-o", "lv_name", group).split() if name != f"{group}-pool"]
