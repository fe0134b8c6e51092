"""Which routes of the field's table the service knows: those of this version all, those of later ones not by half."""
import csv
import json
import pathlib
import re
import subprocess
import sys

from harness.service import PROJECT

HERE = pathlib.Path(__file__).parent

# What later versions bring. A route may move out of here, never in.
LATER = re.compile("|".join((
    r"/(backups|capabilities|cgsnapshots|clusters|consistencygroups|group_snapshots|group_types|groups|os-hosts)\b",
    r"/(qos-specs|workers)\b",
    r"/encryption\b",
    r"/volumes/\S+ os-(migrate|reimage|retype|volume_upload_image|set_image|show_image|unset_image|extend_volume_completion)",
    r"/os-services/(failover|failover_host|freeze|thaw|get-log|set-log)\b",
    r"/resource_filters\b",
)))


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
        route = f"{row['path']} {row['action'] or ''}".strip()
        if LATER.search(route):
            later += 1
            if row["result"] == "error":
                wrong.append(f"{row['method']} {route}: {row['status']} {row['message']}")
        elif row["result"] != "served":
            wrong.append(f"{row['method']} {route}: {row['result']} {row['status']} {row['message']}")
    conclude(f"{found['served']} of {found['total']} routes served, {later} belong to later versions; "
          f"{found['gates'][0]} of {found['gates'][1]} microversion gates closed")
    assert wrong == [], "\n".join(wrong)
    assert found["gates"][0] == found["gates"][1], done.stdout


def test_table_is_whole():
    """The vendored table has the rows that it is said to have."""
    with open(HERE / "routes.tsv", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    assert len(rows) == 215
