"""The description of the API, judged by programs that others wrote: is it valid, and does the service keep to it?"""
import json
import pathlib
import subprocess

import pytest

from harness.places import REPOSITORY
from harness.service import PROJECT, Scoria

ZERO = "00000000-0000-0000-0000-000000000000"
SEED = 20261121
EXAMPLES = 6
# What is outside of /v3, and the stream of events, whose answer does not end: other suites ask for them.
LEFT_OUT = ["/", "/v3/", "/healthcheck", "/metrics", "/openapi.json", "/events"]

SETTINGS = """\
quota_volumes = -1
quota_gigabytes = -1
quota_snapshots = -1
max_requests_per_project = 0
"""


@pytest.fixture(scope="module")
def tools():
    """The judges' own environment."""
    command = [REPOSITORY / "scripts" / "python-environment", "openapi"]
    return pathlib.Path(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()) / "bin"


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    path = tmp_path_factory.mktemp("openapi") / "scoria.conf"
    path.write_text(f"[DEFAULT]\n{SETTINGS}")
    with Scoria(config=path, name="openapi") as scoria:
        yield scoria


@pytest.fixture(scope="module")
def document(service):
    answer = service.api().raw("GET", "/openapi.json")
    assert answer.status == 200 and answer.headers["Content-Type"] == "application/json"
    return answer.json


def test_the_service_serves_what_is_checked_in(document):
    """Without a token, as the version documents are."""
    assert document == json.loads((REPOSITORY / "docs" / "openapi.json").read_text())


def test_it_is_valid(tools, document, tmp_path):
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document))
    done = subprocess.run([tools / "openapi-spec-validator", "--schema", "3.1", file], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def known(service):
    """Things that exist, for paths: what is asked of nothing is answered with 404 alone."""
    api = service.api()
    volume = api.new_volume(name="kept", metadata={"key": "value"})
    snapshot = api.new_snapshot(volume, name="kept", metadata={"key": "value"})
    kind = api.post("/types", {"volume_type": {"name": "kept", "extra_specs": {"key": "value"}}})["volume_type"]["id"]
    attached = api.new_volume(name="attached")
    attachment = api.post("/attachments", {"attachment": {"volume_uuid": attached}})["attachment"]["id"]
    transfer = api.post("/volume-transfers", {"transfer": {"volume_id": api.new_volume(name="offered")}}, 202)["transfer"]["id"]
    operation = api.get("/operations")["operations"][0]["id"]
    return {"/volumes": volume, "/snapshots": snapshot, "/types": kind, "/attachments": attachment, "/volume-transfers": transfer,
            "/os-volume-transfer": transfer, "/operations": operation, "/os-quota-sets": PROJECT, "/os-quota-class-sets": "default",
            "/default-types": PROJECT, "/extensions": "os-services"}


def with_ids(document, known):
    """The document with paths that lead to something, to nothing, or nowhere."""
    document = json.loads(json.dumps(document))
    for path, operations in document["paths"].items():
        family = "/" + path.split("/")[1]
        for position, parameter in enumerate(entry for entry in operations.get("parameters", []) if entry.get("in") == "path"):
            first = known.get(family, ZERO) if position == 0 else "key"
            parameter["schema"] = {"type": "string", "enum": [first, ZERO, "banana"]}
    return document


def test_the_service_keeps_to_it(service, document, known, tools, tmp_path, conclude):
    """No answer of 500 and above, and none that the document does not know, to a bounded number of right and wrong requests."""
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(with_ids(document, known)))
    report = tmp_path / "report.json"
    left_out = [word for path in LEFT_OUT for word in ("--exclude-path", path)]
    done = subprocess.run(
        [tools / "schemathesis", "run", file, "--url", f"http://127.0.0.1:{service.port}/v3", "-H", f"X-Auth-Token: admin:{PROJECT}",
         "-H", "OpenStack-API-Version: volume 3.71", "--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES), "--seed", str(SEED),
         "--generation-deterministic", "--generation-with-security-parameters", "false",
         "--no-shrink", "--workers", "1", "--continue-on-failure", "--warnings", "off",
         "--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance",
         "--suppress-health-check", "all", "--no-color", "--report", "json", "--report-json-path", report, *left_out],
        capture_output=True, text=True, timeout=600, cwd=tmp_path)
    conclude("schemathesis: " + " ".join(line.strip() for line in done.stdout.splitlines() if "generated" in line or "Selected" in line))
    assert done.returncode == 0, summary(report) + done.stdout[-8000:] + done.stderr[-2000:]
    assert service.running and service.api().call("GET", "/limits").status == 200


def summary(report):
    """Each kind of failure and where it was, before the long texts."""
    if not report.exists():
        return ""
    failures = json.loads(report.read_text())["failures"]
    return "\n".join(f"{kind['count']} x {kind['title']}: {kind['operations']}" for kind in failures) + "\n"
