"""Where things lie: the repository, the binaries, and what the environment may override."""
import os
import pathlib
import socket

REPOSITORY = pathlib.Path(__file__).resolve().parents[3]


def binary(configuration="debug"):
    """The scoria executable of a configuration; SCORIA_BINARY overrides it."""
    override = os.environ.get("SCORIA_BINARY")
    path = pathlib.Path(override) if override else REPOSITORY / ".build" / configuration / "scoria"
    if not path.exists():
        product = "swift build --product scoria" + (" -c release" if configuration == "release" else "")
        raise FileNotFoundError(f"{path} does not exist: build it first with `{product}`")
    return path


def free_port():
    """A loopback TCP port that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
