"""Options and fixtures of every suite, and the line that counts."""
import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from harness.service import Scoria  # noqa: E402


@pytest.fixture(scope="module")
def scoria(request):
    """One running service for a file of tests; its log's end is shown when a test of the file fails."""
    with Scoria(name=request.module.__name__) as service:
        request.node.scoria = service
        yield service


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    report = (yield).get_result()
    service = getattr(item.getparent(pytest.Module), "scoria", None)
    if report.failed and service is not None:
        report.sections.append((f"end of {service.log}", service.tail(60)))
