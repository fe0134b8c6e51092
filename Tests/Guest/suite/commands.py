"""What the service runs for its work, counted where programs are started."""
import pathlib

from service import Failure

PROGRAMS = ("lvm", "lvmconfig", "lvs", "lvcreate", "lvremove", "lvextend", "lvchange", "lvrename", "vgchange")
RECORD = pathlib.Path("/run/commands")


def require(condition, what):
    if not condition:
        raise Failure(what)


def listed_counts():
    """The commands of each operation on thin volumes, from the table of docs/performance.md."""
    section = pathlib.Path("/payload/performance.md").read_text().split("\n## Commands of LVM\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in section.splitlines() if line.startswith("| ")]
    return {name: int(thin) for name, thin, _ in rows if thin.isdigit()}


class Recording:
    """Stands before LVM's programs in the service's PATH and notes each that is run."""

    def __enter__(self):
        for program in PROGRAMS:
            wrapper = pathlib.Path("/usr/local/sbin") / program
            wrapper.write_text(f'#!/bin/sh\necho {program} >>{RECORD}\nexec /sbin/{program} "$@"\n')
            wrapper.chmod(0o755)
        return self

    def __exit__(self, *_):
        for program in PROGRAMS:
            (pathlib.Path("/usr/local/sbin") / program).unlink()

    @staticmethod
    def during(operation):
        """What an operation runs; the reports of capacity (`lvm fullreport`) come of their own."""
        RECORD.write_text("")
        result = operation()
        return result, [name for name in RECORD.read_text().split() if name != "lvm"]


def checks(scoria, check):
    def commands():
        listed = listed_counts()

        def hold(name, operation):
            result, ran = recording.during(operation)
            require(len(ran) <= listed[name], f"{name}: docs/performance.md lists {listed[name]}, it ran {ran}")
            return result

        with Recording() as recording:
            volume = hold("create", lambda: scoria.new_volume("lio"))
            attachment, _ = hold("connect", lambda: scoria.attach(volume))

            def detach():
                scoria.detach(attachment)
                scoria.wait_volume(volume)

            hold("disconnect", detach)
            snapshot = hold("snapshot", lambda: scoria.new_snapshot(volume))
            hold("delete snapshot", lambda: scoria.delete_snapshot(snapshot))
            hold("extend", lambda: scoria.extend(volume, 2, "available"))
            hold("delete", lambda: scoria.delete_volume(volume))

    check("the service runs as many programs for its work as docs/performance.md lists", commands)
