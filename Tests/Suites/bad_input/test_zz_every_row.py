"""Runs last: every row of the field's table of errors was provoked, belongs to a later version, or cannot come about, with a reason."""
import pytest

from harness import field
from harness.places import REPOSITORY

FIELD = REPOSITORY.parent / "shared" / "spec" / "errors.tsv"


def test_the_table_is_whole():
    """The vendored table has the rows that it is said to have, and is the field's where that lies beside the repository."""
    assert len(field.rows()) == 192
    if FIELD.exists():
        assert field.TABLE.read_bytes() == FIELD.read_bytes()


def test_every_row(request, conclude):
    if request.config.option.keyword or len({item.path for item in request.session.items}) < 8:
        pytest.skip("only a whole run provokes everything")
    later = {name for name in field.rows() if field.is_later(name)}
    never = {field.row(name) for name in field.NEVER}
    conclude(f"{len(field.MET)} of {len(field.rows())} rows of errors provoked, {len(later)} belong to later versions, {len(never)} cannot come about")
    missing = set(field.rows()) - field.MET - later - never
    assert not missing, "nothing provokes:\n" + "\n".join(sorted(missing))
    assert not field.MET & (later | never), "these are provoked, so they are neither of a later version nor impossible"
