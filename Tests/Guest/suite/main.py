"""The service on a real kernel: LVM, LIO and nvmet, with the kernel's own initiators.

The first boot works, is killed, and ends in a hard reset in the middle of work; the second one finds everything again.
"""
import json
import os
import sys
import time
import traceback

import attach
import commands
import trouble
from service import (HOST_NQN, ISCSI, NVMe, Failure, Scoria, logical_volumes, read_bytes, run, size_of, wait_for, write_bytes)

MEMORY = "/var/lib/guest-suite.json"
GROUPS = {"thin": "/dev/vdb", "nvme": "/dev/vdd", "thick": "/dev/vde"}
failures = 0
# The suites' own commands never go by way of what they put before the service's.
os.environ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin"


def check(name, body):
    """One line for each thing that is held."""
    global failures
    start = time.monotonic()
    try:
        result = body()
        print(f"CHECK ok {time.monotonic() - start:.0f} s: {name}", flush=True)
        return result
    except Exception as error:
        failures += 1
        print(f"CHECK failed: {name}: {error}", flush=True)
        if not isinstance(error, Failure):
            traceback.print_exc(file=sys.stdout)
        print(run("tail", "-n", "15", "/var/log/scoria.log", check=False), flush=True)
        raise SystemExit(1)


def require(condition, what):
    if not condition:
        raise Failure(what)


def first_boot():
    for group, disk in GROUPS.items():
        run("vgcreate", "-q", group, disk)
    scoria = Scoria()
    scoria.start()
    ISCSI.prepare()
    kept = {}
    around = trouble.Trouble(scoria)
    check("a backend without its volume group is down and says why, and comes up with it", around.missing_group)
    check("a logical volume that somebody has open is not managed, and the error says so", around.busy_managed)
    check("a connector without what the protocol wants is refused, and nothing is left", around.connectors)

    def chap():
        volume = scoria.new_volume("lio")
        attachment, info = scoria.attach(volume)
        require(info["driver_volume_type"] == "iscsi" and len(info["target_portals"]) == 2, f"connection info is {info}")
        try:
            ISCSI.login(info, password="wrong-wrong-wrong")
            raise Failure("a wrong CHAP password logs in")
        except Failure as error:
            require("iscsiadm" in str(error), str(error))
        ISCSI.logout(info)
        kept.update(volume=volume, attachment=attachment)
        return info, ISCSI.login(info)

    info, disk = check("the kernel's initiator logs in with CHAP, and not with a wrong password", chap)

    def identity():
        serial = run("/lib/udev/scsi_id", "-g", "-u", disk)
        require(kept["volume"].replace("-", "")[:16] in serial.replace("-", ""), f"the disk says that it is {serial}")

    check("the disk tells which volume it is", identity)

    def second_path():
        other = ISCSI.login(info, portal=info["target_portals"][1])
        write_bytes(disk, b"one way " * 512)
        require(read_bytes(other, 4096) == b"one way " * 512, "the second portal shows other bytes")
        ISCSI.logout(info, portal=info["target_portals"][1])

    check("a second portal leads to the same bytes", second_path)

    def filesystem():
        run("mkfs.ext4", "-q", "-F", disk)
        os.makedirs("/mnt/volume", exist_ok=True)
        run("mount", disk, "/mnt/volume")
        run("dd", "if=/dev/urandom", "of=/mnt/volume/data", "bs=1M", "count=16", "conv=fsync")
        kept["sum"] = run("md5sum", "/mnt/volume/data").split()[0]

    check("a file system is made, mounted and written to", filesystem)

    def online_extend():
        scoria.extend(kept["volume"], 2, "in-use")
        ISCSI.rescan()
        wait_for("the initiator sees 2 GiB", lambda: size_of(disk) == 2 << 30)
        run("resize2fs", disk)
        require(run("md5sum", "/mnt/volume/data").split()[0] == kept["sum"], "the file changed")

    check("the mounted volume grows", online_extend)

    def isolation():
        run("sync")
        kept["snapshot"] = scoria.new_snapshot(kept["volume"])
        run("dd", "if=/dev/urandom", "of=/mnt/volume/later", "bs=1M", "count=8", "conv=fsync")
        copy = scoria.new_volume("lio", 2, snapshot_id=kept["snapshot"])
        attachment, other = scoria.attach(copy)
        device = ISCSI.login(other)
        os.makedirs("/mnt/copy", exist_ok=True)
        run("mount", device, "/mnt/copy")
        require(run("md5sum", "/mnt/copy/data").split()[0] == kept["sum"], "the snapshot's file is another")
        require(not os.path.exists("/mnt/copy/later"), "the snapshot shows what was written later")
        run("umount", "/mnt/copy")
        ISCSI.logout(other)
        scoria.detach(attachment)
        scoria.wait_volume(copy)
        scoria.delete_volume(copy)

    check("a snapshot of the mounted volume keeps its moment", isolation)

    def thin_reads_zeros():
        first = scoria.new_volume("lio")
        run("dd", "if=/dev/urandom", f"of=/dev/thin/volume-{first}", "bs=1M", "count=32", "oflag=direct")
        scoria.delete_volume(first)
        second = scoria.new_volume("lio")
        require(not any(read_bytes(f"/dev/thin/volume-{second}", 32 << 20)), "a new thin volume shows another one's bytes")
        scoria.delete_volume(second)

    check("a new thin volume reads as zeros where another one was", thin_reads_zeros)

    def thick_is_wiped():
        first = scoria.new_volume("thick")
        run("dd", "if=/dev/urandom", f"of=/dev/thick/volume-{first}", "bs=1M", "count=32", "oflag=direct")
        scoria.delete_volume(first)
        second = scoria.new_volume("thick")
        require(not any(read_bytes(f"/dev/thick/volume-{second}", 32 << 20)), "a new thick volume shows another one's bytes")
        write_bytes(f"/dev/thick/volume-{second}", b"thick" * 1000)
        snapshot = scoria.new_snapshot(second)
        write_bytes(f"/dev/thick/volume-{second}", b"later" * 1000)
        copy = scoria.new_volume("thick", snapshot_id=snapshot)
        require(read_bytes(f"/dev/thick/volume-{copy}", 5000) == b"thick" * 1000, "the thick snapshot lost its moment")
        scoria.delete_volume(copy)
        scoria.delete_snapshot(snapshot)
        scoria.delete_volume(second)
        require(not logical_volumes("thick"), f"the group still holds {logical_volumes('thick')}")

    check("a thick volume is wiped, snapshotted and copied", thick_is_wiped)

    def nvme():
        volume = scoria.new_volume("nvme")
        attachment, connection = scoria.attach(volume)
        device = NVMe.connect(connection)
        uuid = run("cat", f"/sys/block/{os.path.basename(device)}/uuid", check=False)
        require(uuid in ("", volume), f"the namespace says that it is {uuid}")
        write_bytes(device, b"nvme over tcp" * 100)
        scoria.extend(volume, 2, "in-use")
        wait_for("the initiator sees 2 GiB", lambda: size_of(device) == 2 << 30)
        require(read_bytes(device, 1300) == b"nvme over tcp" * 100, "the namespace lost its bytes")
        NVMe.disconnect(connection)
        scoria.detach(attachment)
        scoria.wait_volume(volume)
        scoria.delete_volume(volume)
        require(not os.listdir("/sys/kernel/config/nvmet/subsystems"), "a subsystem is left")

    check("NVMe/TCP: connect, write, grow, disconnect", nvme)

    def killed():
        volumes = [scoria.create_volume("lio") for _ in range(4)]
        copies = [scoria.create_volume("lio", 2, snapshot_id=kept["snapshot"]) for _ in range(4)]
        scoria.kill()
        run("dd", "if=/dev/zero", "of=/mnt/volume/meanwhile", "bs=1M", "count=4", "conv=fsync")
        scoria.start()
        for volume in volumes + copies:
            scoria.wait_volume(volume)
            scoria.delete_volume(volume)
        require(run("md5sum", "/mnt/volume/data").split()[0] == kept["sum"], "the mounted file system noticed")

    check("kill -9 in the middle: every flow ends, the mounted volume never notices", killed)

    check("a volume whose device somebody has open is not deleted, stays as it was, and goes when it is free", around.busy_deleted)
    attach.checks(scoria, check)
    commands.checks(scoria, check)

    for _ in range(3):
        scoria.create_volume("lio")
        scoria.create_volume("lio", 2, snapshot_id=kept["snapshot"])
    with open(MEMORY, "w") as file:
        json.dump(kept, file)
        file.flush()
        os.fsync(file.fileno())
    run("sync")
    # The host pulls the plug now; what this program would do next never happens.
    print("GUEST-RESET", flush=True)
    time.sleep(60)


def second_boot():
    with open(MEMORY) as file:
        kept = json.load(file)
    scoria = Scoria()
    ISCSI.prepare()
    check("the service starts after a hard reset", scoria.start)
    info = scoria.connection(kept["attachment"])

    def data():
        disk = ISCSI.login(info)
        run("fsck.ext4", "-p", disk, check=False)
        os.makedirs("/mnt/volume", exist_ok=True)
        run("mount", disk, "/mnt/volume")
        require(run("md5sum", "/mnt/volume/data").split()[0] == kept["sum"], "the file changed")
        run("umount", "/mnt/volume")
        ISCSI.logout(info)

    check("the export is back by itself, with the same account and the bytes", data)

    def nothing_stuck():
        def settled():
            statuses = {volume["id"]: volume["status"] for volume in scoria.get("/volumes/detail")["volumes"]}
            return statuses if all(status in ("available", "in-use", "error") for status in statuses.values()) else None

        for volume, status in wait_for("no volume is in between", settled).items():
            require(status in ("available", "in-use"), f"volume {volume} is in {status}")

    check("nothing is stuck", nothing_stuck)

    def clean():
        scoria.detach(kept["attachment"])
        scoria.wait_volume(kept["volume"])
        scoria.delete_snapshot(kept["snapshot"])
        for volume in scoria.get("/volumes")["volumes"]:
            scoria.delete_volume(volume["id"])
        left = [name for group in (*GROUPS, trouble.GROUP) for name in logical_volumes(group)]
        require(not left, f"logical volumes are left: {left}")
        targets = [name for name in os.listdir("/sys/kernel/config/target/iscsi") if name.startswith("iqn")]
        require(not targets, f"targets are left: {targets}")

    check("after everything was deleted, nothing is left on disks and in the kernel", clean)


if os.path.exists(MEMORY):
    second_boot()
else:
    first_boot()
