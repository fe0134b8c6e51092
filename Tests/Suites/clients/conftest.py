"""The three real clients, each set up the way its own documentation says for a service without an identity service."""
import contextlib
import http.server
import inspect
import io
import json
import logging
import os
import threading
import warnings

import pytest

from harness.service import PROJECT

warnings.simplefilter("ignore")

SERVER = "5e1f0c00-0000-4000-8000-000000000001"
OTHER = "0ddba11c0ffee0ddba11c0ffee000001"


# What each client has been asked to do, and did, in this run: `clients/test_zz_every_command.py` holds it against what there is.
DONE = {"openstack": set(), "cinder": set(), "sdk": set()}


class Failed(AssertionError):
    """The client's command did not succeed; the text is what it printed."""


@contextlib.contextmanager
def environment(values):
    """The process environment with OS_* and CINDER_* replaced by these values."""
    before = dict(os.environ)
    for name in before:
        if name.startswith(("OS_", "CINDER")):
            del os.environ[name]
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def clouds_yaml(port, *more):
    """What the demo prints for `openstack` and for programs on openstacksdk."""
    lines = [
        "clouds:",
        "  scoria:",
        "    auth_type: admin_token",
        "    auth:",
        f"      endpoint: http://127.0.0.1:{port}/v3/{PROJECT}",
        f"      token: admin:{PROJECT}",
        "    block_storage_default_microversion: '3.71'",
        *(f"    {line}" for line in more),
    ]
    return "\n".join(lines) + "\n"


class OneServer(http.server.BaseHTTPRequestHandler):
    """The compute service, as far as `openstack volume attachment create` asks it: does this server exist?"""

    def do_GET(self):
        root = f"http://{self.headers['Host']}/v2.1"
        if self.path.startswith(f"/v2.1/servers/{SERVER}"):
            document = {"server": {"id": SERVER, "name": "a server", "links": []}}
        elif self.path.rstrip("/") in ("", "/v2.1"):
            version = {"id": "v2.1", "status": "CURRENT", "version": "2.1", "min_version": "2.1", "links": [{"rel": "self", "href": root}]}
            document = {"versions": [version]} if self.path == "/" else {"version": version}
        else:
            document = None
        body = json.dumps(document or {"itemNotFound": {"code": 404, "message": "not here"}}).encode()
        self.send_response(200 if document else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *ignored):
        pass


@pytest.fixture(scope="module")
def compute():
    """The port of a compute service that knows one server."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), OneServer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def cinder_environment(port):
    """What the demo prints for `cinder`."""
    return {
        "OS_AUTH_TYPE": "noauth",
        "CINDER_ENDPOINT": f"http://127.0.0.1:{port}/v3/{PROJECT}",
        "OS_PROJECT_ID": PROJECT,
        "OS_USER_ID": "admin",
        "OS_VOLUME_API_VERSION": "3.71",
    }


@pytest.fixture(scope="module")
def openstack(scoria, compute, tmp_path_factory):
    """Runs one `openstack` command line in this process; see openstack_runner."""
    file = tmp_path_factory.mktemp("openstack") / "clouds.yaml"
    file.write_text(clouds_yaml(scoria.port, f"compute_endpoint_override: http://127.0.0.1:{compute}/v2.1"))
    return openstack_runner({"OS_CLIENT_CONFIG_FILE": str(file), "OS_CLOUD": "scoria"}, scoria)


def openstack_runner(settings, scoria):
    """Runs one `openstack` command line in this process: parsed JSON where the command can print it, else its text.

    In-process because the client needs two seconds to start and microseconds to work.
    """
    from openstackclient.common.clientmanager import ClientManager
    from openstackclient.shell import OpenStackShell
    from osc_lib.clientmanager import ClientCache

    # The clients that a process has made are kept in its classes: a service of another file would never be asked.
    for kind in ClientManager.__mro__:
        for member in vars(kind).values():
            if isinstance(member, ClientCache):
                member._handle = None

    def run(*arguments, fails=False):
        words = [str(word) for word in arguments]
        shown = words if fails else [*words, "-f", "json"] if _prints_json(words) else words
        output, errors = io.StringIO(), io.StringIO()
        with environment(settings), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                code = OpenStackShell().run(shown)
            except SystemExit as leaving:
                code = leaving.code
            finally:
                logging.getLogger().handlers.clear()
        text = output.getvalue()
        if fails:
            if not code:
                raise Failed(f"`openstack {' '.join(words)}` was expected to fail and did not:\n{text}")
            return errors.getvalue() + text
        if code or "ailed" in errors.getvalue():
            raise Failed(f"`openstack {' '.join(words)}` ended with {code}:\n{errors.getvalue()}{text}\n{scoria.tail(10)}")
        DONE["openstack"] |= {" ".join(words[:count]) for count in range(2, len(words) + 1)}
        return json.loads(text) if "-f" in shown and text.strip() else text

    return run


def _prints_json(words):
    return any(word in words for word in ("create", "list", "show", "summary")) and "type set" not in " ".join(words)


@pytest.fixture(scope="module")
def cinder(scoria):
    """Runs one `cinder` command line in this process; see cinder_runner."""
    return cinder_runner(cinder_environment(scoria.port), scoria)


def cinder_runner(settings, scoria):
    """Runs one `cinder` command line in this process; the tables it prints as lists of dictionaries."""
    from cinderclient.shell import OpenStackCinderShell

    def run(*arguments, fails=False):
        words = [str(word) for word in arguments]
        output, errors = io.StringIO(), io.StringIO()
        with environment(settings), contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            try:
                OpenStackCinderShell().main(words)
                failure = None
            except SystemExit as leaving:
                failure = leaving.code and f"exit code {leaving.code}"
            except Exception as error:  # the shell's own main() turns any of them into its error line
                failure = f"{type(error).__name__}: {error}"
        if fails:
            if not failure:
                raise Failed(f"`cinder {' '.join(words)}` was expected to fail and did not:\n{output.getvalue()}")
            return failure
        if failure:
            raise Failed(f"`cinder {' '.join(words)}`: {failure}\n{errors.getvalue()}{output.getvalue()}\n{scoria.tail(10)}")
        DONE["cinder"].update(word for word in words if not word.startswith("-"))
        return _tables(output.getvalue())

    return run


def _tables(text):
    """Rows of the ASCII tables in a text; a Property/Value table becomes one dictionary."""
    rows, header = [], None
    for line in text.splitlines():
        if not line.startswith("|"):
            if not line.startswith("+"):
                header = None
            continue
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if header is None:
            header = [cell.strip() for cell in cells]
            continue
        rows.append(dict(zip(header, cells)))
    if rows and set(rows[0]) in ({"Property", "Value"}, {"Metadata-property", "Value"}):
        return {next(iter(row.values())): row["Value"] for row in rows}
    return rows


@pytest.fixture(scope="module")
def cloud(scoria, tmp_path_factory):
    """openstacksdk, connected through a clouds.yaml like the one that the demo prints."""
    import openstack

    folder = tmp_path_factory.mktemp("clouds")
    (folder / "clouds.yaml").write_text(clouds_yaml(scoria.port))
    with environment({"OS_CLIENT_CONFIG_FILE": str(folder / "clouds.yaml")}):
        connection = openstack.connect(cloud="scoria", config_files=[str(folder / "clouds.yaml")])
        _record(connection.block_storage)
        yield connection


def _record(proxy):
    """Lets each method of the SDK's block storage proxy leave its name when it has returned."""
    for name, method in inspect.getmembers(type(proxy), inspect.isfunction):
        if name.startswith("_") or name not in vars(type(proxy)):
            continue

        def recorded(*arguments, _name=name, _method=getattr(proxy, name), **more):
            result = _method(*arguments, **more)
            DONE["sdk"].add(_name)
            return result

        setattr(proxy, name, recorded)
