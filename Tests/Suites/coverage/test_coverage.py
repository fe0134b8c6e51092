"""Which routes of the field's table the service knows: those of this version all, those of later ones exactly as if nobody knew them."""
import csv
import json
import pathlib
import re
import subprocess
import sys

from harness.service import PROJECT

HERE = pathlib.Path(__file__).parent
ZERO = "00000000-0000-0000-0000-000000000000"

# What later versions bring, family by family. A route may move out of here, never in.
LATER = re.compile("|".join((
    r"/(groups|group_types|group_snapshots|consistencygroups|cgsnapshots)\b",
    r"/backups\b",
    r"/volumes/\S+ os-(volume_upload_image|reimage)$",
    r"/volumes/\S+ os-(migrate_volume|migrate_volume_completion|retype)$",
    r"/os-services/(failover|failover_host)$",
)))


def name(path, action):
    return f"{path} {action or ''}".strip()


def rows():
    with open(HERE / "routes.tsv", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def test_routes_and_gates(scoria, tmp_path, conclude):
    result = tmp_path / "coverage.json"
    done = subprocess.run(
        [sys.executable, str(HERE / "coverage.py"), f"http://127.0.0.1:{scoria.port}", "--noauth", PROJECT, "--gates", "--json", str(result)],
        capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(result.read_text())
    wrong = []
    later = 0
    for row in found["rows"]:
        expected = "served"
        if LATER.search(name(row["path"], row["action"])):
            later += 1
            expected = "not served"
        if row["result"] != expected:
            wrong.append(f"{row['method']} {name(row['path'], row['action'])}: {row['result']} {row['status']} {row['message']}")
    conclude(f"{found['served']} of {found['total']} routes served, {later} belong to later versions; "
          f"{found['gates'][0]} of {found['gates'][1]} microversion gates closed")
    assert wrong == [], "\n".join(wrong)
    assert found["gates"][0] == found["gates"][1], done.stdout


def test_later_families_are_unknown(scoria):
    """A route of a later family answers, byte for byte, as a route that nobody has thought of."""
    api = scoria.api()

    def answer(method, path, action):
        body = {action: {}} if action else {"x": 1} if method in ("POST", "PUT") else None
        found = api.call(method, re.sub(r"\{[^}]*\}", ZERO, path), body)
        text = found.text.replace(f": {action}", ": ACTION") if action else found.text
        return found.status, found.headers.get("Content-Type"), "OpenStack-API-Version" in found.headers, text

    unknown_path = answer("GET", "/no_such_collection", None)
    unknown_action = answer("POST", f"/volumes/{ZERO}/action", "os-no_such_action")
    for row in rows():
        if not LATER.search(name(row["path"], row["action_key"])):
            continue
        path = row["path"].removeprefix("/v3/{project_id}")
        is_action = path in ("/volumes/{id}/action", "/snapshots/{id}/action")
        assert answer(row["method"], path, row["action_key"]) == (unknown_action if is_action else unknown_path), (row["method"], path)


def test_table_is_whole():
    """The vendored table has the rows that it is said to have."""
    assert len(rows()) == 215
