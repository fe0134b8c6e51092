"""The rows of the field's table of errors, by name: a test that provokes one names it and gets the code from it.

A name is "operation: condition" as they stand in bad_input/errors.tsv, or as much of its beginning as no other row has; where two rows have the
same, the route follows in parentheses. What was provoked is remembered, and test_zz_every_row.py holds it against the table.
"""
import collections
import csv
import functools
import re

from harness.places import REPOSITORY

TABLE = REPOSITORY / "Tests" / "Suites" / "bad_input" / "errors.tsv"
HERE = "what the original does here is a fault of its own, as the row says"

# Rows whose code is another one here: the codes, and why.
OTHERWISE = {
    "*: header is the single word volume": ((400,), HERE),
    "*: body missing on POST or PUT with a schema": ((400,), HERE),
    "host: status enable or disable on a known host": ((200,), "it works here"),
}

# Rows of what later versions bring: groups, volumes from images and images from volumes, migration and retype, backups.
LATER = re.compile(r"group |volume create: group given|volume create: image|upload: |reimage: |retype: |migrate|backup ")

# Rows that nothing can bring about in this version, and why.
NEVER = {
    "worker: during upgrade": "one version of the service owns the database: a second one does not start",
}

# The names of the rows that this run has provoked.
MET = set()


@functools.cache
def rows():
    """The codes of each row by its name; none for a row that is about more than one answer."""
    with open(TABLE, newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    names = collections.Counter(map(words, table))
    return {words(row) + (f" ({row['route']})" if names[words(row)] > 1 else ""): tuple(map(int, re.findall(r"\d+", row["code"]))) for row in table}


def words(row):
    return f"{row['operation']}: {row['condition']}"


def row(name):
    """The whole name of the row that is meant."""
    if name in rows():
        return name
    found = [whole for whole in rows() if whole.startswith(name)]
    assert len(found) == 1, f"{name!r} are the first words of {len(found)} rows: {found}"
    return found[0]


def codes(name):
    """The codes of a row as they are here."""
    return OTHERWISE[row(name)][0] if row(name) in OTHERWISE else rows()[row(name)]


def met(name):
    """Notes that a row was provoked and answered as it has to be."""
    MET.add(row(name))


def is_later(name):
    return LATER.match(name) is not None


def judge(answer, expected, mentions=""):
    """Whether an answer has the code that is expected, be it as such or by a row of the table, and a sentence that helps."""
    right = codes(expected) if isinstance(expected, str) else expected if isinstance(expected, tuple) else (expected,)
    assert answer.status in right, f"{answer.request}: {answer.status} instead of {expected}: {answer.text[:400]}"
    assert answer.headers["x-openstack-request-id"].startswith("req-")
    fault, message = answer.fault
    assert fault, f"no fault body: {answer.text[:400]}"
    assert answer.json[fault]["code"] == answer.status
    assert len(message) > 10, f"a message that does not help: {message!r}"
    assert re.search(mentions, message, re.I), f"the message does not name {mentions!r}: {message!r}"
    assert not re.search(r"\.swift|Fatal|nil\b|Optional\(|sqlite", message), f"the message speaks of our insides: {message!r}"
    if isinstance(expected, str):
        met(expected)
