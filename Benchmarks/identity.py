"""What authentication costs: the same requests without it, with remembered tokens, with passwords, and beside tokens that nobody knows.

    identity.py --out FILE.json [--quick] [--configuration debug]

The figures go into the file of bench.py if it is there, under "identity".

In one run: services with and without authentication are asked at the same time, on equal databases, so that what else happens on the
machine happens to all; several times with new processes. The identity service is a stub that answers after a set time: what is measured is ours.
"""
import argparse
import concurrent.futures
import contextlib
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


def together(services, path, seconds):
    """What a request costs each of several services that are asked at the same time, in µs of its processor time."""
    before = [processor_seconds(service) for service, _ in services]
    with concurrent.futures.ThreadPoolExecutor(len(services)) as loads:
        runs = list(loads.map(lambda api: wrk(api, path, 16, seconds), [api for _, api in services]))
    used = [processor_seconds(service) - start for (service, _), start in zip(services, before)]
    return [processor / run["requests"] * 1e6 for run, processor in zip(runs, used)]


def compared(path, trios):
    """The figures of all trios of processes: two that ask for no token, and one that does.

    The processor time of the service itself is the figure to go by: it holds on a machine that does other things beside. How far the two
    that do the same are apart tells how much of the difference is chance.
    """
    def percent(ratios):
        return sorted(round((ratio - 1) * 100, 1) for ratio in ratios)

    dearer = percent(guarded / statistics.mean((plain, other)) for plain, other, guarded in trios)
    alike = percent(other / plain for plain, other, _ in trios)
    result = {"without_us": round(statistics.median(trio[0] for trio in trios), 1), "with_us": round(statistics.median(trio[2] for trio in trios), 1),
              "dearer_percent": round(statistics.median(dearer), 1), "dearer_percent_of_trios": dearer,
              "alike_percent": round(statistics.median(alike), 1), "alike_percent_of_trios": alike}
    say(f"  {path}: {result['without_us']} µs and {result['with_us']} µs of processor time, {result['dearer_percent']} % more (each trio: {dearer}); "
        f"the two without a token: {result['alike_percent']} % apart (each trio: {alike})")
    return result


def with_and_without(stub, make, seconds, trios):
    """Lists of five volumes, with a remembered token and without one.

    What else the machine and its host do changes from one second to the next by more than a token costs: so all are asked at once. And two
    processes of the same binary differ, since each lies elsewhere in memory: so there are several trios, of which the median counts.
    """
    paths = {"list": "/volumes?limit=5", "list detail": "/volumes/detail?limit=5"}
    found = {name: [] for name in paths}
    kinds = ("open", "open too", "guarded")
    for turn in range(trios):
        with contextlib.ExitStack() as running:
            services = {}
            # None is always the first to start.
            for kind in kinds[turn % 3:] + kinds[:turn % 3]:
                guarded = kind == "guarded"
                service = running.enter_context(Scoria(name=kind.replace(" ", "-"), settings=stub.options(timeout=60) if guarded else "", **make))
                services[kind] = (service, API(service.port, PROJECT, token=KNOWN) if guarded else service.api())
                for volume in range(5):
                    services[kind][1].new_volume(name=f"v{volume}")
            trio = [services[kind] for kind in kinds]
            for name, path in paths.items():
                together(trio, path, 1)
                found[name].append(together(trio, path, seconds))
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
        result |= with_and_without(stub, make, *((2, 3) if arguments.quick else (5, 12)))
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
