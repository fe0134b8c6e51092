"""Pools on file systems of their own: XFS with reflink in a loop-mounted file, for instant clones or for a pool that gets full."""
import os
import pathlib
import subprocess

from harness.waiting import until

SMALLEST = 320 << 20  # mkfs.xfs refuses less than 300 MiB


def can_mount():
    """Why no loop pool can be made here; empty when it can."""
    if os.geteuid() != 0:
        return "only root can mount a loop pool"
    if not pathlib.Path("/dev/loop-control").exists():
        return "there are no loop devices here"
    if "xfs" not in pathlib.Path("/proc/filesystems").read_text():
        return "this kernel has no XFS"
    return ""


class LoopPool:
    """An XFS file system with reflink in a sparse file, mounted on a directory."""

    def __init__(self, image, directory, size=8 << 30):
        self.image, self.directory, self.size = pathlib.Path(image), pathlib.Path(directory), size

    def __enter__(self):
        return self.mount()

    def __exit__(self, *failure):
        self.unmount()
        self.image.unlink(missing_ok=True)

    @property
    def mounted(self):
        return os.path.ismount(self.directory)

    def mount(self, *options):
        """Makes the file system if there is none yet, and mounts it."""
        self.directory.mkdir(parents=True, exist_ok=True)
        if self.mounted:
            return self
        if not self.image.exists():
            self.image.parent.mkdir(parents=True, exist_ok=True)
            with open(self.image, "wb") as file:
                file.truncate(self.size)
            _run("mkfs.xfs", "-q", "-m", "reflink=1", str(self.image))
        _run("mount", "-o", ",".join(["loop", *options]), str(self.image), str(self.directory))
        return self

    def remount(self, option):
        _run("mount", "-o", f"remount,{option}", str(self.directory))

    def unmount(self):
        """Unmounts; files that a target server still holds open may keep it busy for a moment."""
        if self.mounted:
            until(lambda: subprocess.run(["umount", str(self.directory)], capture_output=True).returncode == 0,
                  f"{self.directory} to be unmounted", 15, 0.1)


def _run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f"`{' '.join(command)}` failed: {done.stderr.strip()}")
