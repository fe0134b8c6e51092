"""iSCSI over RDMA: LIO and the kernel's initiator on one machine, by a network card that only pretends to have RDMA (rdma_rxe)."""
import os
import pathlib
import sys
import time
import traceback

import service
from service import ISCSI, Failure, Scoria, read_bytes, run, wait_for, write_bytes

ADDRESS = "192.0.2.1"
BYTES = b"by rdma!" * 8192
# The last section is that of the backend `thick`.
service.CONFIGURATION += f"target_protocol = iser\ntarget_ip_address = {ADDRESS}\n"


def check(name, body):
    start = time.monotonic()
    try:
        body()
        print(f"CHECK ok {time.monotonic() - start:.0f} s: {name}", flush=True)
    except Exception as error:
        print(f"CHECK failed: {name}: {error}", flush=True)
        if not isinstance(error, Failure):
            traceback.print_exc(file=sys.stdout)
        print(run("tail", "-n", "15", "/var/log/scoria.log", check=False), run("dmesg").splitlines()[-15:], sep="\n", flush=True)
        raise SystemExit(1)


def require(condition, what):
    if not condition:
        raise Failure(what)


def node(info, *verb):
    return run("iscsiadm", "-m", "node", "-T", info["target_iqn"], "-p", info["target_portal"], "-I", "iser", *verb)


def make_card():
    """A card that nothing is connected to: target and initiator are both here."""
    run("modprobe", "-a", "dummy", "rdma_rxe", "ib_iser")
    run("ip", "link", "add", "rdma0", "type", "dummy")
    run("ip", "address", "add", f"{ADDRESS}/24", "dev", "rdma0")
    run("ip", "link", "set", "rdma0", "up")


def log_in(info, password):
    node(info, "-o", "new")
    for name, value in {"authmethod": "CHAP", "username": info["auth_username"], "password": password}.items():
        node(info, "-o", "update", "-n", f"node.session.auth.{name}", "-v", value)
    node(info, "-o", "update", "-n", "node.session.initial_login_retry_max", "-v", "1")
    node(info, "--login")
    link = f"/dev/disk/by-path/ip-{info['target_portal']}-iscsi-{info['target_iqn']}-lun-{info['target_lun']}"
    wait_for("the disk appears", lambda: os.path.exists(link), 60)
    return os.path.realpath(link)


def sessions():
    return run("iscsiadm", "-m", "session", check=False).splitlines()


def main():
    for group, disk in {"thin": "/dev/vdb", "nvme": "/dev/vdd", "thick": "/dev/vde"}.items():
        run("vgcreate", "-q", group, disk)
    ISCSI.prepare()
    make_card()
    scoria = Scoria()
    scoria.start()
    kept = {}

    def no_device():
        volume = kept["volume"] = scoria.new_volume("thick")
        try:
            scoria.attach(volume)
        except Failure as failure:
            require(": 5" in str(failure) or ": 4" in str(failure), f"the answer is {failure}")
        else:
            raise Failure("a volume is exported by an address without RDMA")
        said = pathlib.Path("/var/log/scoria.log").read_text()
        require(f"{ADDRESS}:3260/iser" in said and "No such device" in said, "the log does not say why")
        targets = [name for name in os.listdir("/sys/kernel/config/target/iscsi") if volume in name]
        require(not targets, f"half a target is left: {targets}")

    check("iSER: an address without an RDMA device is refused, and leaves nothing", no_device)

    def attach():
        run("rdma", "link", "add", "rxe0", "type", "rxe", "netdev", "rdma0")
        attachment, info = scoria.attach(kept["volume"])
        require(info["driver_volume_type"] == "iser" and info["target_portal"] == f"{ADDRESS}:3260", f"connection info is {info}")
        try:
            log_in(info, "wrong-wrong-wrong")
        except Failure as failure:
            require("iscsiadm" in str(failure), str(failure))
        else:
            raise Failure("a wrong CHAP password logs in")
        node(info, "-o", "delete")
        disk = log_in(info, info["auth_password"])
        require([line.split(":")[0] for line in sessions()] == ["iser"], f"the sessions are {sessions()}")
        write_bytes(disk, BYTES)
        require(read_bytes(f"/dev/thick/volume-{kept['volume']}", len(BYTES)) == BYTES, "the bytes did not reach the volume")
        kept.update(attachment=attachment, info=info, disk=disk)

    check("iSER: the kernel's initiator logs in by RDMA with CHAP, and not with a wrong password, and writes", attach)

    def restart():
        before = sessions()
        scoria.kill()
        scoria.start()
        require(read_bytes(kept["disk"], len(BYTES)) == BYTES, "the disk shows other bytes")
        require(sessions() == before, f"the sessions were {before} and are {sessions()}")

    check("iSER: the session outlives a restart of the service", restart)

    def detach():
        node(kept["info"], "--logout")
        node(kept["info"], "-o", "delete")
        scoria.detach(kept["attachment"])
        scoria.wait_volume(kept["volume"])
        require(kept["info"]["target_iqn"] not in os.listdir("/sys/kernel/config/target/iscsi"), "the target is left")
        scoria.delete_volume(kept["volume"])

    check("iSER: after the detachment nothing is left", detach)


main()
