"""The three real clients, without an identity service and behind a real Keystone."""
import collections
import contextlib
import http.server
import inspect
import io
import json
import logging
import os
import threading
import unittest.mock
import warnings

import pytest

from clients.doors import KeystoneDoor, OpenDoor
from harness.service import Scoria

warnings.simplefilter("ignore")

SERVER = "5e1f0c00-0000-4000-8000-000000000001"


# What each client has been asked to do, and did, in this run, by door and client: the words of each command line, or a method and
# the names of its arguments. `clients/test_zz_every_command.py` holds it against what there is.
DONE = collections.defaultdict(set)


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


@pytest.fixture(scope="module", params=["noauth", "keystone"])
def scoria(request, logins):
    """One running service for a file of tests, first for clients that everybody believes, then behind a real Keystone.

    A file's `SETTINGS` are further lines of its configuration.
    """
    # The catalogue that came with a token names the service of its day.
    logins.clear()
    settings = getattr(request.module, "SETTINGS", "")
    keystone = request.getfixturevalue("keystone") if request.param == "keystone" else None
    # Keystone needs its time on a busy machine, and the clients do not ask twice.
    options = {"timeout": 60} if keystone else None
    with Scoria(name=request.module.__name__, identity=keystone, options=options, settings=settings) as service:
        request.node.scoria = service
        yield KeystoneDoor(service, keystone) if keystone else OpenDoor(service)


@pytest.fixture(scope="session")
def logins():
    """Who has logged in keeps the token for a file of tests: a client asks for a new one with each command, which is the most of its time."""
    from keystoneauth1.identity.base import BaseIdentityPlugin

    kept, ask = {}, BaseIdentityPlugin.get_access

    def get_access(plugin, session, **more):
        key = plugin.get_cache_id()
        if plugin.auth_ref is None and key in kept and not kept[key].will_expire_soon(60):
            plugin.auth_ref = kept[key]
        # So it is with what was found at the addresses of the catalogue.
        plugin._discovery_cache = kept.setdefault((key, "found"), plugin._discovery_cache)
        found = ask(plugin, session, **more)
        if key:
            kept[key] = found
        return found

    with unittest.mock.patch.object(BaseIdentityPlugin, "get_access", get_access):
        yield kept


@pytest.fixture(scope="module")
def openstack(scoria, compute, tmp_path_factory):
    """Runs one `openstack` command line in this process; see openstack_runner."""
    return openstack_runner(scoria.openstack_settings(tmp_path_factory.mktemp("openstack"), compute), scoria)


def openstack_runner(settings, scoria):
    """Runs one `openstack` command line in this process: parsed JSON where the command can print it, else its text.

    With `fails` it has to end with an error, whose text is returned, and with `counts` it has done its work all the same.

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

    def run(*arguments, fails=False, counts=False):
        words = [str(word) for word in arguments]
        if counts:
            DONE[scoria.name, "openstack"].add(tuple(words))
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
        DONE[scoria.name, "openstack"].add(tuple(words))
        return json.loads(text) if "-f" in shown and text.strip() else text

    return run


def _prints_json(words):
    return any(word in words for word in ("create", "list", "show", "summary")) and "type set" not in " ".join(words)


@pytest.fixture(scope="module")
def cinder(scoria):
    """Runs one `cinder` command line in this process; see cinder_runner."""
    return cinder_runner(scoria.cinder_settings(), scoria)


def cinder_runner(settings, scoria):
    """Runs one `cinder` command line in this process; the tables it prints as lists of dictionaries."""
    from cinderclient.shell import OpenStackCinderShell

    def run(*arguments, fails=False, counts=False):
        words = [str(word) for word in arguments]
        if counts:
            DONE[scoria.name, "cinder"].add(tuple(words))
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
        DONE[scoria.name, "cinder"].add(tuple(words))
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
    """openstacksdk, connected; each method leaves its name."""
    with environment({}):
        connection = scoria.connect(tmp_path_factory.mktemp("clouds"))
        _record(connection.block_storage, DONE[scoria.name, "sdk"])
        yield connection


def _record(proxy, done):
    """Lets each method of the SDK's block storage proxy leave its name and the names of its arguments when it has returned."""
    for name, method in inspect.getmembers(type(proxy), inspect.isfunction):
        if name.startswith("_") or name not in vars(type(proxy)):
            continue

        def recorded(*arguments, _name=name, _method=getattr(proxy, name), **more):
            result = _method(*arguments, **more)
            done.add((_name, *inspect.signature(_method).bind(*arguments, **more).arguments))
            return result

        setattr(proxy, name, recorded)
