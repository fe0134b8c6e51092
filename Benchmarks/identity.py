"""What authentication costs: the same requests without it, with remembered tokens, with passwords, and beside tokens that nobody knows.

    identity.py --out FILE.json [--quick] [--configuration debug]

The figures go into the file of bench.py if it is there, under "identity".

Pairwise in one run: both services run at the same time on equal databases, and short runs of wrk alternate between them, so that what
else happens on the machine happens to both; several pairs of processes one after another. The identity service is a stub that answers after a set time: what is measured is ours.
"""
import argparse
import concurrent.futures
import os
import pathlib
import statistics
import sys
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


def alternating(pair, path, seconds, rounds):
    """What a request costs two services: for each the medians of requests a second and of processor time in µs, from runs in turns."""
    for _, api in pair:
        wrk(api, path, 16, 1)
    found = ([], [])
    for number in range(rounds):
        for index in (0, 1) if number % 2 == 0 else (1, 0):
            service, api = pair[index]
            before = processor_seconds(service)
            run = wrk(api, path, 16, seconds)
            found[index].append((run["rps"], (processor_seconds(service) - before) / run["requests"] * 1e6))
    return [tuple(statistics.median(values) for values in zip(*runs)) for runs in found]


def compared(path, pairs):
    """The figures of all pairs of processes together.

    The processor time of the service itself is the figure to go by: it holds on a machine that does other things beside.
    """
    def median(index, which):
        return statistics.median(pair[index][which] for pair in pairs)

    def more(which):
        return statistics.median(pair[1][which] / pair[0][which] for pair in pairs)

    dearer = sorted(round((pair[1][1] / pair[0][1] - 1) * 100, 1) for pair in pairs)
    result = {"without_rps": round(median(0, 0)), "with_rps": round(median(1, 0)), "slower_percent": round((1 - more(0)) * 100, 1),
              "without_us": round(median(0, 1), 1), "with_us": round(median(1, 1), 1), "dearer_percent": round((more(1) - 1) * 100, 1),
              "dearer_percent_of_pairs": dearer}
    say(f"  {path}: {result['without_rps']}/s without, {result['with_rps']}/s with, {result['slower_percent']} % slower; "
        f"{result['without_us']} µs and {result['with_us']} µs of processor time, {result['dearer_percent']} % more (each pair: {dearer})")
    return result


def with_and_without(stub, make, seconds, rounds, pairs):
    """Lists of five volumes, with a remembered token and without one.

    Two processes of the same binary differ by more than a token costs, since each lies elsewhere in memory and has hash tables of its
    own: so there are several pairs of them, of which the median counts.
    """
    paths = {"list": "/volumes?limit=5", "list detail": "/volumes/detail?limit=5"}
    found = {name: [] for name in paths}
    for _ in range(pairs):
        with Scoria(name="open", **make) as plain, Scoria(name="guarded", settings=stub.options(timeout=60), **make) as guarded:
            pair = ((plain, plain.api()), (guarded, API(guarded.port, PROJECT, token=KNOWN)))
            for _, api in pair:
                for volume in range(5):
                    api.new_volume(name=f"v{volume}")
            for name, path in paths.items():
                found[name].append(alternating(pair, path, seconds, rounds))
    return {name: compared(path, found[name]) for name, path in paths.items()}


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
    result = {"machine": machine()}
    with StubKeystone() as stub:
        make = {"configuration": arguments.configuration}
        say("with and without a remembered token:")
        result |= with_and_without(stub, make, 1, *((3, 2) if arguments.quick else (3, 12)))
        with Scoria(name="guarded", settings=stub.options(timeout=60), **make) as guarded:
            known = API(guarded.port, PROJECT, token=KNOWN)
            known.new_volume(name="v")
            asked = len(stub.asked)
            stub.delay = 0.05
            say("beside tokens that nobody knows yet, with an identity service that takes 50 ms:")
            result["beside cold"] = beside_cold(known, guarded, stub, 200 if arguments.quick else 1000)
            result["questions"] = len(stub.asked) - asked
    result["machine"]["load_after"] = round(os.getloadavg()[0], 2)
    keep(arguments.out, "identity", result)


if __name__ == "__main__":
    main()
