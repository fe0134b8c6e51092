"""`scoria attach` and `scoria detach` with the kernel's own initiators, over LIO with CHAP and two portals, and over NVMe/TCP."""
import glob
import json
import os
import pathlib
import signal
import stat
import subprocess
import time

from service import BASE, HOST_NQN, INITIATOR, ISCSI, PROJECT, Failure, read_bytes, run, wait_for, write_bytes

TARGETS = "/sys/kernel/config/target"
ENVIRONMENT = {**os.environ, "OS_ENDPOINT": BASE, "OS_PROJECT_ID": PROJECT}


def require(condition, what):
    if not condition:
        raise Failure(what)


def scoria(*arguments):
    """The program's status, and what it says to programs and to people."""
    done = subprocess.run(["/payload/scoria", *arguments], env=ENVIRONMENT, capture_output=True, text=True, timeout=300)
    return done.returncode, done.stdout.strip(), done.stderr.strip()


def attach(volume):
    status, device, said = scoria("attach", volume)
    require(status == 0 and os.path.exists(device), f"attach: status {status}: {device} {said}")
    return device


def detach(volume):
    status, _, said = scoria("detach", volume)
    require(status == 0, f"detach: status {status}: {said}")
    return said


def target(volume):
    return f"iqn.2010-10.org.openstack:volume-{volume}"


def sessions(volume):
    found = glob.glob("/sys/class/iscsi_session/*/targetname")
    return [name for name in found if pathlib.Path(name).read_text().strip() == target(volume)]


def leaves_nothing(service, volume):
    require(not sessions(volume), "a session is left")
    require(not glob.glob(f"/etc/iscsi/nodes/{target(volume)}*"), "a node record is left")
    controllers = [path for path in glob.glob("/sys/class/nvme/*/subsysnqn") if volume in pathlib.Path(path).read_text()]
    require(not controllers, "a connection is left")
    require(not os.path.exists(f"/var/lib/scoria/attached/{volume}"), "the host still notes the volume")
    require(not service.get(f"/attachments?volume_id={volume}")["attachments"], "an attachment is left")
    service.wait_volume(volume)


def checks(service, check):
    ISCSI.prepare()
    os.makedirs("/etc/nvme", exist_ok=True)
    pathlib.Path("/etc/nvme/hostnqn").write_text(HOST_NQN + "\n")

    def iscsi():
        volume = service.new_volume("lio")
        status, text, said = scoria("attach", "on-lio" if len(service.get("/volumes?name=on-lio")["volumes"]) == 1 else volume, "--json")
        require(status == 0, f"attach: status {status}: {said}")
        answer = json.loads(text)
        device = answer["device"]
        require(answer["volume_id"] == volume and len(answer["paths"]) == 2 and not answer["multipath"], f"the answer is {answer}")
        require("multipathd does not run" in said, f"nothing is said of the second path: {said}")
        require(len(sessions(volume)) == 2, "there is not a session for each portal")
        records = [path for path in glob.glob(f"/etc/iscsi/nodes/{target(volume)}/**", recursive=True) if os.path.isfile(path)]
        require(len(records) == 2 and all(stat.S_IMODE(os.stat(path).st_mode) == 0o600 for path in records), f"records are {records}")
        write_bytes(device, b"by scoria attach" * 256)
        for path in answer["paths"]:
            require(read_bytes(path, 4096) == b"by scoria attach" * 256, f"{path} shows other bytes")
        require(attach(volume) == device and len(sessions(volume)) == 2, "a second attach gives another device")
        require(service.volume(volume)["status"] == "in-use", "the volume is not in use")
        run("mkfs.ext4", "-q", "-F", device)
        os.makedirs("/mnt/attached", exist_ok=True)
        run("mount", device, "/mnt/attached")
        status, _, said = scoria("detach", volume)
        run("umount", "/mnt/attached")
        require(status == 1 and "in use" in said, f"a mounted device is detached: {status} {said}")
        require(attach(volume) == device, "what was refused has changed something")
        detach(volume)
        leaves_nothing(service, volume)
        require("was not attached" in detach(volume), "a second detach does not say that there is nothing to do")
        service.delete_volume(volume)

    check("scoria attach: CHAP, two portals, the same path again, a mounted device stays, nothing is left", iscsi)

    def several_paths():
        run("modprobe", "dm_multipath")
        pathlib.Path("/etc/multipath.conf").write_text('defaults {\n find_multipaths "no"\n user_friendly_names yes\n}\nblacklist {\n devnode "^vd"\n}\n')
        run("multipathd")
        wait_for("multipathd runs", lambda: os.path.exists("/run/multipathd.pid"), 30)
        try:
            volume = service.new_volume("lio")
            status, text, said = scoria("attach", volume, "--json")
            require(status == 0, f"attach: status {status}: {said}")
            answer = json.loads(text)
            require(answer["multipath"] and answer["device"].startswith("/dev/mapper/"), f"the answer is {answer}: {said}")
            write_bytes(answer["device"], b"two ways" * 512)
            require(read_bytes(answer["paths"][1], 4096) == b"two ways" * 512, "a path shows other bytes")
            require(attach(volume) == answer["device"], "a second attach gives another device")
            detach(volume)
            leaves_nothing(service, volume)
            require(not os.path.exists(answer["device"]), "the device of several paths is left")
            service.delete_volume(volume)
        finally:
            os.kill(int(pathlib.Path("/run/multipathd.pid").read_text()), signal.SIGTERM)

    check("scoria attach: the device of dm-multipath where multipathd runs", several_paths)

    def another_disk():
        volume, other = service.new_volume("lio"), service.new_volume("lio")
        attach(volume)
        attachment, _ = service.attach(other)
        run("iscsiadm", "-m", "node", "-T", target(volume), "--logout")
        group, unit = f"{TARGETS}/iscsi/{target(volume)}/tpgt_1", f"volume-{volume}"
        access = f"{group}/acls/{INITIATOR}/lun_0"
        os.unlink(f"{access}/{unit}")
        os.unlink(f"{group}/lun/lun_0/{unit}")
        os.symlink(f"{TARGETS}/core/iblock_1018/volume-{other}", f"{group}/lun/lun_0/{unit}")
        os.symlink(f"{group}/lun/lun_0", f"{access}/{unit}")
        status, text, said = scoria("attach", volume)
        require(status == 1 and not text, f"another volume's disk is given out: {status} {text} {said}")
        require(other in said and volume in said and "detached again" in said, f"it only says: {said}")
        leaves_nothing(service, volume)
        service.detach(attachment)
        for each in (volume, other):
            service.wait_volume(each)
            service.delete_volume(each)

    check("scoria attach: a disk that is another volume's is refused and detached", another_disk)

    def cut_off():
        volume = service.new_volume("lio")
        for tenths in (2, 5, 8, 12):
            begun = subprocess.Popen(["/payload/scoria", "attach", volume], env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(tenths / 10)
            begun.send_signal(signal.SIGKILL)
            begun.wait()
            if tenths == 5:
                detach(volume)
                leaves_nothing(service, volume)
        device = attach(volume)
        write_bytes(device, b"whole" * 100)
        require(len(service.get(f"/attachments?volume_id={volume}")["attachments"]) == 1, "there are several attachments")
        detach(volume)
        leaves_nothing(service, volume)
        service.delete_volume(volume)

    check("scoria attach: kill -9 at any moment, and the repeated command ends it", cut_off)

    def nvme():
        volume = service.new_volume("nvme")
        device = attach(volume)
        write_bytes(device, b"nvme by attach!!" * 64)
        require(attach(volume) == device, "a second attach gives another device")
        require(read_bytes(device, 1024) == b"nvme by attach!!" * 64, "the namespace shows other bytes")
        detach(volume)
        leaves_nothing(service, volume)
        require("was not attached" in detach(volume), "a second detach does not say that there is nothing to do")
        service.delete_volume(volume)

    check("scoria attach: NVMe/TCP, the same path again, nothing is left", nvme)

    def foreign_group():
        os.makedirs("/run/users/mapper", exist_ok=True)
        for backend, group in (("lio", "thin"), ("nvme", "nvme")):
            volume = service.new_volume(backend)
            device = attach(volume)
            # As in the user's own machine, which sees nothing but that disk and has no devices of the service's group.
            alone = ("--config", f'devices{{dir="/run/users" filter=["a|^{device}$|","r|.*|"]}}')
            run("vgcreate", "-q", *alone, group, device)
            seen = subprocess.run(["vgs", group], capture_output=True, text=True)
            require("is used by VGs" in seen.stderr, f"the host's own LVM is not confused: {seen.stdout}{seen.stderr}")
            service.delete_volume(service.new_volume(backend))
            run("vgremove", "-q", *alone, group)
            detach(volume)
            leaves_nothing(service, volume)
            service.delete_volume(volume)

    check("scoria attach: a user's volume group of the service's own name does not keep the service from its volumes", foreign_group)
