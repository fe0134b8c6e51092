"""A userspace iSCSI initiator: qemu-io, the way a hypervisor opens a volume. Passwords go through files, not command lines."""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import uuid

from harness.waiting import Late, until

MEBI = 1 << 20
GIBI = 1 << 30


class Denied(AssertionError):
    """The target refused the initiator or the command failed; the text is the initiator's own."""


class Initiator:
    """One host with a name of its own. Use as a context manager: its secrets' directory goes away at the end."""

    def __init__(self, label="host"):
        self.label = label
        self.name = f"iqn.1994-05.org.scoria:{label}-{uuid.uuid4().hex[:8]}"
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="initiator-"))
        self.sessions = []

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        for session in self.sessions:
            session.close()
        shutil.rmtree(self.directory, ignore_errors=True)

    @property
    def connector(self):
        """What a compute host sends with an attachment."""
        return {
            "initiator": self.name, "ip": "127.0.0.1", "host": self.label, "platform": "x86_64", "os_type": "linux",
            "multipath": False, "mode": "rw", "mountpoint": "/dev/vdb",
        }

    def arguments(self, connection, read_only=False):
        """The options of qemu's tools that open a volume from its connection info."""
        data = connection.get("data", connection)
        options = [
            "driver=raw", "file.driver=iscsi", "file.transport=tcp", f"file.portal={data['target_portal']}",
            f"file.target={data['target_iqn']}", f"file.lun={data['target_lun']}", f"file.initiator-name={self.name}", "file.timeout=10",
        ]
        objects = []
        if data.get("auth_method") == "CHAP":
            secret = self.directory / f"secret-{uuid.uuid4().hex}"
            with open(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(data["auth_password"])
            objects = ["--object", f"secret,id=chap,file={secret}"]
            options += [f"file.user={data['auth_username']}", "file.password-secret=chap"]
        if read_only:
            options.append("read-only=on")
        return [*objects, "--image-opts", ",".join(options)]

    def run(self, connection, *commands, seconds=60):
        """Logs in, runs qemu-io commands, logs out; the output. Raises Denied when anything failed."""
        line = ["qemu-io", *self.arguments(connection)]
        for command in commands:
            line += ["-c", command]
        try:
            done = subprocess.run(line, capture_output=True, text=True, timeout=seconds, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired:
            raise Denied(f"the initiator got no end within {seconds} s for {commands}") from None
        text = done.stdout + done.stderr
        if done.returncode != 0 or re.search(r"failed|Pattern verification|rror:", text):
            raise Denied(text.strip()[:2000])
        return text

    def write(self, connection, pattern, offset=0, length=MEBI):
        """Writes a byte pattern and flushes."""
        return self.run(connection, f"write -P {pattern:#04x} {offset} {length}", "flush")

    def expect(self, connection, pattern, offset=0, length=MEBI):
        """Reads back and compares; raises Denied when a byte differs."""
        return self.run(connection, f"read -P {pattern:#04x} {offset} {length}")

    def size(self, connection):
        """The size of the volume in bytes, as a new session sees it."""
        return _bytes(self.run(connection, "length"))

    def refused(self, connection):
        """The initiator's own words when the target does not let it in; raises when it does."""
        try:
            self.run(connection, "read 0 512", seconds=20)
        except Denied as refusal:
            return str(refusal)
        raise AssertionError(f"{self.name} was let in to {connection.get('data', connection)['target_iqn']} although it must not be")

    def open(self, connection):
        """A session that stays open until closed."""
        session = Session(self, connection)
        self.sessions.append(session)
        return session


class Session:
    """One open iSCSI session: commands go in one after another, as from a running guest."""

    def __init__(self, initiator, connection):
        self.transcript = initiator.directory / f"session-{uuid.uuid4().hex}"
        self.output = open(self.transcript, "wb")
        # Unbuffered input: qemu-io waits on the descriptor and would not see a second line that a buffer has swallowed.
        self.read = 0
        self.process = subprocess.Popen(
            ["stdbuf", "-i0", "-o0", "qemu-io", *initiator.arguments(connection)], stdin=subprocess.PIPE, stdout=self.output, stderr=self.output)
        self.number = 0
        self.run("length")

    def run(self, command, seconds=60):
        """Runs one qemu-io command in the open session and returns its output; raises Denied when it failed."""
        self.number += 1
        # `help` is harmless and its first line marks the end of what came before it.
        start = self.transcript.stat().st_size
        try:
            self.process.stdin.write(f"{command}\nhelp length\n".encode())
            self.process.stdin.flush()
        except OSError:
            raise Denied(f"the session is closed: {self.text(0).strip()[-2000:]}") from None

        def finished():
            if self.process.poll() is not None:
                raise Denied(f"the session ended: {self.text(start).strip()[-2000:]}")
            text = self.text(start)
            return text if "gets the length of" in text else None

        try:
            text = until(finished, f"the open session to answer `{command}`", seconds, 0.005)
        except Late as late:
            raise Denied(str(late)) from None
        text = text.split("length --")[0]
        if re.search(r"failed|Pattern verification|rror:|annot", text):
            raise Denied(text.strip()[-2000:])
        return text

    def text(self, start):
        with open(self.transcript, "rb") as file:
            file.seek(start)
            return file.read().decode("utf-8", "replace")

    def write(self, pattern, offset=0, length=MEBI):
        self.run(f"write -P {pattern:#04x} {offset} {length}")
        return self.run("flush")

    def expect(self, pattern, offset=0, length=MEBI):
        return self.run(f"read -P {pattern:#04x} {offset} {length}")

    def scatter(self, pattern, offset, count, stride, length=4096, seconds=120):
        """Writes `count` pieces a stride apart, so that the file behind has as many extents and takes its time to copy."""
        for first in range(0, count, 256):
            pieces = range(first, min(first + 256, count))
            batch = [f"aio_write -q -P {pattern:#04x} {offset + index * stride} {length}" for index in pieces]
            self.run("\n".join([*batch, "aio_flush"]), seconds)
        self.run("flush")

    def grown(self, size):
        """Asks the target for its capacity again in the same session; true when it is `size` bytes by now."""
        try:
            self.run(f"truncate {size}")
            return True
        except Denied:
            return False

    @property
    def connected(self):
        return self.process.poll() is None

    def close(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b"quit\n")
                self.process.stdin.close()
                self.process.wait(10)
            except (OSError, subprocess.TimeoutExpired):
                self.process.kill()
                self.process.wait()
        self.output.close()


def _bytes(text):
    units = {"bytes": 1, "KiB": 1 << 10, "MiB": MEBI, "GiB": GIBI, "TiB": 1 << 40}
    found = re.search(r"^([\d.]+) (bytes|KiB|MiB|GiB|TiB)\s*$", text, re.M)
    if not found:
        raise Denied(f"no size in: {text[:500]}")
    return int(float(found.group(1)) * units[found.group(2)])
