"""What authentication costs: the same requests without it, with remembered tokens, with passwords, and beside tokens that nobody knows.

    identity.py --out FILE.json [--quick] [--configuration debug]

The figures go into the file of bench.py if it is there, under "identity".

Pairwise in one run: both services run all the time on equal databases, and short runs of wrk alternate between them, so that what else
happens on the machine happens to both. The identity service is a stub that answers after a set time: what is measured is ours.
"""
import argparse
import concurrent.futures
import os
import pathlib
import statistics
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Suites"))
sys.path.insert(0, str(HERE))

from bench import figures, keep, machine, processor_seconds, say, wrk  # noqa: E402
from harness.api import API  # noqa: E402
from harness.service import PROJECT, Scoria  # noqa: E402
from harness.stub_keystone import StubKeystone  # noqa: E402

# As long as a Fernet token.
KNOWN = "good" + "k" * 179


def pairwise(first, second, path, seconds, rounds):
    """What a request costs two services, each a pair of process and client: requests a second, and processor time, from alternating runs.

    The processor time of the service itself is the figure to go by: it holds on a machine that does other things beside.
    """
    pair = (first, second)
    for _, api in pair:
        wrk(api, path, 16, 1)
    found = {index: [] for index in (0, 1)}
    for number in range(rounds):
        for index in (0, 1) if number % 2 == 0 else (1, 0):
            service, api = pair[index]
            before = processor_seconds(service)
            run = wrk(api, path, 16, seconds)
            found[index].append((run["rps"], (processor_seconds(service) - before) / run["requests"] * 1e6))

    def median(index, which):
        return statistics.median(run[which] for run in found[index])

    def more(which):
        return statistics.median(second[which] / first[which] for first, second in zip(found[0], found[1]))

    result = {"without_rps": round(median(0, 0)), "with_rps": round(median(1, 0)), "slower_percent": round((1 - more(0)) * 100, 1),
              "without_us": round(median(0, 1), 1), "with_us": round(median(1, 1), 1), "dearer_percent": round((more(1) - 1) * 100, 1)}
    say(f"  {path}: {result['without_rps']}/s without, {result['with_rps']}/s with, {result['slower_percent']} % slower; "
        f"{result['without_us']} µs and {result['with_us']} µs of processor time, {result['dearer_percent']} % more")
    return result


def latencies(api, seconds, stop=None):
    """How long requests with a known token take, one after another on one connection."""
    times, end = [], time.perf_counter() + seconds
    while time.perf_counter() < end and not (stop and stop.is_set()):
        began = time.perf_counter()
        if api.call("GET", "/volumes?limit=1").status != 200:
            raise RuntimeError("a known token was refused")
        times.append(time.perf_counter() - began)
        # The load generator must not take the processor from what it measures.
        time.sleep(0.002)
    return times


def beside_cold(api, service, stub, count):
    """Requests with a known token: alone, and while `count` distinct unknown ones come at once."""
    alone = latencies(api, 3)
    stub.most_running = 0
    found, times = [], []
    stop = threading.Event()
    watcher = threading.Thread(target=lambda: times.extend(latencies(api, 120, stop)))

    def cold(number):
        other = API(service.port, PROJECT, token=f"good-cold-{number}" + "c" * 170)
        answer = other.call("GET", "/volumes?limit=1")
        other.local.connection.close()
        return answer.status

    began = time.perf_counter()
    watcher.start()
    with concurrent.futures.ThreadPoolExecutor(250) as pool:
        found = list(pool.map(cold, range(count)))
    seconds = time.perf_counter() - began
    stop.set()
    watcher.join()
    result = {"cold": count, "answered": found.count(200), "told_to_come_back": found.count(503), "seconds": round(seconds, 2),
              "questions_at_a_time": stub.most_running, "known_alone": figures(alone), "known_beside": figures(times)}
    say(f"  {count} unknown tokens in {seconds:.1f} s ({result['told_to_come_back']} told to come back); known ones beside them: "
        f"p50 {result['known_beside']['p50_ms']} ms, p99 {result['known_beside']['p99_ms']} ms, longest {result['known_beside']['max_ms']} ms")
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--configuration", default="release")
    arguments = parser.parse_args()
    seconds, rounds = (1, 3) if arguments.quick else (2, 9)
    result = {"machine": machine()}
    with StubKeystone() as stub, tempfile.TemporaryDirectory() as directory:
        make = {"configuration": arguments.configuration}
        # A limit of requests per address would meet the load generator, which is one address.
        with Scoria(name="open", **make) as plain, Scoria(name="guarded", settings=stub.options(timeout=60), **make) as guarded:
            without = plain.api()
            known = API(guarded.port, PROJECT, token=KNOWN)
            volumes = {}
            for api in (without, known):
                volumes[api] = [api.new_volume(name=f"v{number}") for number in range(5)][0]
            say("with and without a remembered token:")
            result["list"] = pairwise((plain, without), (guarded, known), "/volumes?limit=5", seconds, rounds)
            result["list detail"] = pairwise((plain, without), (guarded, known), "/volumes/detail?limit=5", seconds, rounds)
            asked = len(stub.asked)
            stub.delay = 0.05
            say("beside tokens that nobody knows yet, with an identity service that takes 50 ms:")
            result["beside cold"] = beside_cold(known, guarded, stub, 200 if arguments.quick else 1000)
            result["questions"] = len(stub.asked) - asked
    result["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    keep(arguments.out, "identity", result)


if __name__ == "__main__":
    main()
