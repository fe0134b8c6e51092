"""A host on which `scoria attach` runs, without a kernel that has an initiator.

The command sees an /etc and a /usr/local/sbin of its own, in a mount namespace: the host's name as an initiator, and an `iscsiadm` that
makes records as the real one does, notes how it was called, and never gets a login through.
"""
import os
import pathlib
import shutil
import subprocess
import tempfile

from harness.places import binary

ISCSIADM = """#!/bin/sh
# -m node -T TARGET -p PORTAL VERB
echo "$@" >>{home}/calls
tr '\\0' ' ' </proc/$PPID/cmdline >>{home}/callers
record="/etc/iscsi/nodes/$4/${{6%:*}},${{6##*:}}"
case "$*" in
*"-o new") mkdir -p "${{record%/*}}" && printf '# BEGIN RECORD 2.1.8\\nnode.name = %s\\n# END RECORD\\n' "$4" >"$record" ;;
*"-o delete") rm -r "${{record%/*}}" ;;
*--login) cp "$record" {home}/record; stat -c %a "$record" >{home}/mode; echo "iscsiadm: Could not login" >&2; exit 8 ;;
esac
"""
INSIDE = 'mount --bind "$0/etc" /etc && mount --bind "$0/programs" /usr/local/sbin && exec "$@"'
# A root of its own namespace may do this as well as the machine's.
UNSHARE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]


def hindrance():
    """Why there can be no such host here; None when there can."""
    done = subprocess.run([*UNSHARE, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, text=True)
    return None if done.returncode == 0 else f"no mount namespace can be made: {done.stderr.strip()}"


class AttachingHost:
    """Use it as a context manager: its directory goes away at the end."""

    def __enter__(self):
        self.home = pathlib.Path(tempfile.mkdtemp(prefix="attaching-"))
        # What only root may read is not needed.
        subprocess.run(["cp", "-a", "/etc/.", self.home / "etc"], stderr=subprocess.DEVNULL)
        (self.home / "etc" / "iscsi").mkdir(exist_ok=True)
        (self.home / "etc" / "iscsi" / "initiatorname.iscsi").write_text("InitiatorName=iqn.2026-11.org.example:attaching\n")
        (self.home / "programs").mkdir()
        (self.home / "programs" / "iscsiadm").write_text(ISCSIADM.format(home=self.home))
        (self.home / "programs" / "iscsiadm").chmod(0o755)
        return self

    def __exit__(self, *failure):
        shutil.rmtree(self.home, ignore_errors=True)

    def run(self, verb, volume, environment, *arguments):
        """(status, standard output, standard error) of `scoria attach` or `scoria detach`."""
        command = [*UNSHARE, "sh", "-c", INSIDE, self.home, binary(), verb, volume, "--directory", self.home / "attached", *arguments]
        done = subprocess.run(
            command, env={"PATH": os.environ["PATH"]} | environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout, done.stderr

    def text(self, name):
        """What the programs have noted."""
        path = self.home / name
        return path.read_text() if path.exists() else ""

    @property
    def records(self):
        """The volumes that the host takes for attached, and open-iscsi's records."""
        attached = self.home / "attached"
        nodes = self.home / "etc" / "iscsi" / "nodes"
        return sorted(path.name for place in (attached, nodes) if place.exists() for path in place.iterdir() if path.name != "lock")
