"""What telling of changes costs: creates and updates with nothing told, with the defaults, and with a webhook that never answers.

    python=$(scripts/python-environment)/bin/python
    $python Benchmarks/notifications.py [--configuration release] [--rounds 5] [--count 200]

The services run at the same time and are asked in turns, so that whatever else the machine does hits all alike.
"""
import argparse
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "Tests" / "Suites"))

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
    parser.add_argument("--configuration", default="release")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--count", type=int, default=200)
    arguments = parser.parse_args()
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
            for _ in range(arguments.rounds):
                for name, api in apis.items():
                    times[name].append(once(api, arguments.count))
    result = {
        name: {"create_ms": round(1e3 * statistics.median(t[0] for t in each), 3), "update_ms": round(1e3 * statistics.median(t[1] for t in each), 3)}
        for name, each in times.items()
    }
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
