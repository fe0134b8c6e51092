"""Runs last: every listed difference has been met, and the page about them is the list."""
import os

from differential.differences import DIFFERENCES
from harness.places import REPOSITORY

PAGE = REPOSITORY / "docs" / "differences.md"
HEAD = """\
# Differences from the ancestor

`Tests/Suites/differential` sends the same requests, good and bad, at several microversions, to OpenStack Cinder 29.0.0 and to Scoria, and compares
status codes, the headers that matter, and bodies by their members, types and values. Everything is equal but for this list, which is made of
`Tests/Suites/differential/differences.py`; a difference that is not in it fails the suite, as does an entry that nothing meets any more.

"""


def test_the_page_is_the_list():
    """SCORIA_WRITE_GENERATED=1 writes it again."""
    text = HEAD + "".join(f"{number}. {reason}\n" for number, reason in enumerate((reason for _, reason in DIFFERENCES), 1))
    if os.environ.get("SCORIA_WRITE_GENERATED") == "1":
        PAGE.write_text(text)
    assert PAGE.read_text() == text


def test_every_entry_is_met(world, request, conclude):
    conclude(f"{world.count} requests to both services, {len(world.used)} of {len(DIFFERENCES)} listed differences met")
    if len(request.session.items) == request.session.testscollected and not request.config.option.keyword and not world.failed:
        unmet = [DIFFERENCES[number][0] for number in range(len(DIFFERENCES)) if number not in world.used]
        assert not unmet, f"nothing meets these any more: {unmet}"
    assert world.count >= 400 or request.config.option.keyword
