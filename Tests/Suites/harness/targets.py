"""The target server of a state directory, seen through the system's own tools and not through Scoria."""
import os
import pathlib
import re
import signal
import subprocess

from harness.waiting import until


def _environment(process):
    try:
        entries = pathlib.Path(f"/proc/{process}/environ").read_bytes().split(b"\0")
    except OSError:
        return {}
    return dict(entry.decode("utf-8", "replace").split("=", 1) for entry in entries if b"=" in entry)


def servers(state):
    """(pid, control socket, control port) of each tgtd whose control socket lies below a state directory."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if not command or os.path.basename(command[0]) != b"tgtd":
            continue
        socket = _environment(entry.name).get("TGT_IPC_SOCKET", "")
        text = b" ".join(command).decode("utf-8", "replace")
        if not (socket.startswith(f"{state}/") or f"{state}/" in text):
            continue
        port = re.search(r"(?:-C|--control-port)[ =](\d+)", text)
        found.append((int(entry.name), socket, port.group(1) if port else "0"))
    return found


def held(state):
    """Each target as {name, number, initiators, sessions, luns}; an empty list when no server runs."""
    found = []
    for socket, port in sorted({(socket, port) for _, socket, port in servers(state)}):
        shown = subprocess.run(
            ["tgtadm", "-C", port, "--lld", "iscsi", "--mode", "target", "--op", "show"],
            env=os.environ | {"TGT_IPC_SOCKET": socket}, capture_output=True, text=True, timeout=120)
        if shown.returncode != 0:
            raise AssertionError(f"tgtadm could not list the targets: {shown.stderr.strip()}")
        for block in re.split(r"^(?=Target \d+:)", shown.stdout, flags=re.M):
            head = re.match(r"Target (\d+): (\S+)", block)
            if not head:
                continue
            access = block.split("ACL information:", 1)[-1].split()
            found.append({
                "number": int(head.group(1)),
                "name": head.group(2),
                "sessions": len(re.findall(r"I_T nexus: ", block)),
                "luns": len(re.findall(r"LUN: ", block)) - 1,
                "initiators": access,
            })
    return found


def end(state):
    """Ends the target server of a state directory. It holds no data of its own: exports are rebuilt from the database."""
    def ended():
        # Again each time: a server that was just starting has children that were not there a moment ago.
        found = servers(state)
        for process, _, _ in found:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue
        return not found

    until(ended, lambda: f"the target server of {state} to end", 10)
