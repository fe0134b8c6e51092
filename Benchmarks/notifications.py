"""What telling of changes costs: creates and updates with nothing told, with the defaults, and with a webhook that never answers.

    notifications.py --out FILE.json [--quick] [--configuration debug]

The figures go into the file of bench.py if it is there, under "notifications". The services run at the same time and are asked in turns, so that whatever else the machine does hits all alike.
"""
import argparse
import pathlib
import statistics
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "Tests" / "Suites"))
sys.path.insert(0, str(HERE))

from bench import keep, machine, say  # noqa: E402
from harness.api import API  # noqa: E402
from harness.service import PROJECT, Scoria  # noqa: E402
from harness.webhook import Webhook  # noqa: E402

UNLIMITED = "[DEFAULT]\nquota_volumes = -1\nquota_gigabytes = -1\n"
NOTHING = UNLIMITED + "[event_stream]\nenabled = false\n[audit]\nenabled = false\n"


def once(api, count):
    """Seconds a create, and seconds an update, of `count` in a row on one connection."""
    began = time.perf_counter()
    volumes = [api.create_volume(size=1) for _ in range(count)]
    created = time.perf_counter()
    for volume in volumes:
        api.settle("volume", volume, "available")
    settled = time.perf_counter()
    for volume in volumes:
        api.put(f"/volumes/{volume}", {"volume": {"name": "renamed"}})
    return (created - began) / count, (time.perf_counter() - settled) / count


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--configuration", default="release")
    arguments = parser.parse_args()
    rounds, count = (3, 100) if arguments.quick else (9, 200)
    present = machine()
    with Webhook() as hook:
        hook.behave = "hang"
        dead = UNLIMITED + f"[notifications]\nwebhook_url = {hook.url}\nwebhook_secret = {hook.secret}\nwebhook_timeout = 5\n"
        with Scoria(settings=NOTHING, configuration=arguments.configuration) as nothing, \
                Scoria(settings=UNLIMITED, configuration=arguments.configuration) as usual, \
                Scoria(settings=dead, configuration=arguments.configuration) as webhook:
            services = {"nothing told": nothing, "defaults": usual, "dead webhook": webhook}
            apis = {name: API(service.port, PROJECT) for name, service in services.items()}
            for api in apis.values():
                once(api, 20)
            times = {name: [] for name in services}
            for _ in range(rounds):
                for name, api in apis.items():
                    times[name].append(once(api, count))
    result = {
        name: {"create_ms": round(1e3 * statistics.median(t[0] for t in each), 3), "update_ms": round(1e3 * statistics.median(t[1] for t in each), 3)}
        for name, each in times.items()
    }
    for name, figures in result.items():
        say(f"  {name}: create {figures['create_ms']} ms, update {figures['update_ms']} ms")
    keep(arguments.out, "notifications", {"machine": present, "runs": result})


if __name__ == "__main__":
    main()
