"""What telling of changes costs: creates and updates with nothing told, with the defaults, with a webhook, and with one that never answers.

    notifications.py --out FILE.json [--quick] [--configuration debug]

The figures go into the file of bench.py if it is there, under "notifications". The services run at the same time and
are asked in turns, one request each, so that whatever else the machine does hits all alike; the figures are medians.
"""
import argparse
import contextlib
import pathlib
import random
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


def in_turns(apis, count, request):
    """What `request` answers for each service, `count` times, and how many seconds each took; a request to one, then to the next."""
    answers, times = {name: [] for name in apis}, {name: [] for name in apis}
    names, order = list(apis), random.Random(1)
    for number in range(count):
        # What a request leaves for the machine to do falls on whoever is next.
        order.shuffle(names)
        for name in names:
            began = time.perf_counter()
            answers[name].append(request(apis[name], name, number))
            times[name].append(time.perf_counter() - began)
    return answers, times


def measured(apis, count):
    """For each service the seconds of each create and of each update."""
    volumes, created = in_turns(apis, count, lambda api, _, number: api.create_volume(size=1))
    for name, api in apis.items():
        for volume in volumes[name]:
            api.settle("volume", volume, "available")
    update = {"volume": {"name": "renamed"}}
    _, updated = in_turns(apis, count, lambda api, name, number: api.put(f"/volumes/{volumes[name][number]}", update))
    return {name: (created[name], updated[name]) for name in apis}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--configuration", default="release")
    arguments = parser.parse_args()
    count = 300 if arguments.quick else 2000
    present = machine()
    result = {}
    # One after the other, since the webhook that answers takes the processor from whoever is measured beside it.
    for title, behave in (("webhook", "take"), ("dead webhook", "hang")):
        with contextlib.ExitStack() as running:
            hook = running.enter_context(Webhook())
            hook.behave = behave
            webhook = UNLIMITED + f"[notifications]\nwebhook_url = {hook.url}\nwebhook_secret = {hook.secret}\nwebhook_timeout = 5\n"
            apis = {
                name: API(running.enter_context(Scoria(settings=settings, configuration=arguments.configuration)).port, PROJECT)
                for name, settings in {"nothing told": NOTHING, "defaults": UNLIMITED, title: webhook}.items()
            }
            measured(apis, 20)
            result |= {
                name: {"create_ms": round(1e3 * statistics.median(created), 3), "update_ms": round(1e3 * statistics.median(updated), 3)}
                for name, (created, updated) in measured(apis, count).items()
            }
    for name, figures in result.items():
        say(f"  {name}: create {figures['create_ms']} ms, update {figures['update_ms']} ms")
    keep(arguments.out, "notifications", {"machine": present, "runs": result})


if __name__ == "__main__":
    main()
