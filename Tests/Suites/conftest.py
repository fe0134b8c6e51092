"""Options and fixtures of every suite, and the line that counts."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.keystone import Keystone  # noqa: E402
from harness.service import Scoria  # noqa: E402


CONCLUSIONS = pytest.StashKey()


@pytest.fixture(scope="module")
def scoria(request):
    """One running service for a file of tests; its log's end is shown when a test of the file fails."""
    with Scoria(name=request.module.__name__) as service:
        request.node.scoria = service
        yield service


@pytest.fixture(scope="session")
def keystone(request):
    """A real Keystone for the run, with the people of harness/keystone.py; tests leave it running and as they found it."""
    with Keystone() as running:
        request.config.stash.setdefault(CONCLUSIONS, []).append(f"Keystone answered after {running.start_seconds:.1f} s")
        yield running


@pytest.fixture(scope="module")
def guarded(request, keystone):
    """One running service with `auth_strategy = keystone` for a file of tests, named in Keystone's catalogue."""
    limits = "[DEFAULT]\nquota_volumes = 10000\nquota_snapshots = 10000\nquota_gigabytes = 100000\n"
    with Scoria(name=request.module.__name__, identity=keystone, settings=limits) as service:
        keystone.publish(service)
        request.node.scoria = service
        yield service


@pytest.fixture
def conclude(request):
    """Adds a line to what is printed at the end of the run, also when everything passed."""
    return request.config.stash.setdefault(CONCLUSIONS, []).append


def pytest_terminal_summary(terminalreporter, config):
    for line in config.stash.get(CONCLUSIONS, []):
        terminalreporter.write_line(line)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    service = getattr(item.getparent(pytest.Module), "scoria", None)
    if report.failed and service is not None:
        report.sections.append((f"end of {service.log}", service.tail(60)))
