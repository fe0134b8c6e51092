"""What it costs to validate the body of a POST, in microseconds of processor time, in a release build.

    validation.py --out FILE.json [--quick]

The same body goes to two routes, in turns: as a volume, where it passes the whole schema and is refused right behind it for a member that
has had its day, and as an action of that name, where it is parsed and refused without a schema. What the first costs more is validation, with the
policy's decision and the reading of the members in it, so that the figure is an upper bound. Goal: below 50.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Suites"))
sys.path.insert(0, str(HERE))

from bench import keep, machine, processor_seconds, say  # noqa: E402
from harness.service import PROJECT, Scoria  # noqa: E402

BODY = {"volume": {
    "name": "a volume", "description": "what a volume of the benchmark is for", "metadata": {f"key {number}": "value" for number in range(16)},
    "size": 1, "volume_type": None, "availability_zone": "nova", "snapshot_id": None, "source_volid": None, "imageRef": None,
    "multiattach": True}}
ZERO = "00000000-0000-0000-0000-000000000000"
SCRIPT = """\
wrk.method = "POST"
wrk.body = [==[%s]==]
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-Auth-Token"] = "admin:%s"
wrk.headers["OpenStack-API-Version"] = "volume 3.71"
"""


def cost(service, path, script, seconds):
    """Microseconds of the service's processor time for one request."""
    before = processor_seconds(service)
    done = subprocess.run(["wrk", "-t1", "-c2", f"-d{seconds}s", "-s", script, f"http://127.0.0.1:{service.port}/v3/{PROJECT}{path}"],
                          check=True, capture_output=True, text=True).stdout
    requests = next(int(line.split()[0]) for line in done.splitlines() if "requests in" in line)
    return (processor_seconds(service) - before) / requests * 1e6


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    seconds, rounds = (1, 3) if arguments.quick else (4, 5)
    present = machine()
    with Scoria(configuration="release", name="validation") as service, \
            tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % (json.dumps(BODY), PROJECT))
        script.flush()
        api = service.api()
        for path, refusal in (("/volumes", "multiattach"), (f"/volumes/{ZERO}/action", "no such action")):
            answer = api.call("POST", path, BODY)
            assert answer.status == 400 and refusal in answer.text, answer.text
        pairs = [(cost(service, f"/volumes/{ZERO}/action", script.name, seconds), cost(service, "/volumes", script.name, seconds))
                 for _ in range(rounds)]
    bytes_sent, cost_us = len(json.dumps(BODY)), round(statistics.median(b - a for a, b in pairs), 1)
    say(f"  validating a POST body of {bytes_sent} bytes: {cost_us} µs")
    keep(arguments.out, "validation", {"machine": present, "bytes": bytes_sent, "cost_us": cost_us,
                                       "pairs": [[round(part, 1) for part in pair] for pair in pairs]})


main()
