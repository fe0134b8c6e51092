"""Runs cases through the ancestor's own scheduler: ancestor.py CASES.json RESULTS.json, with the Python of `scripts/python-environment ancestor`.

Filters, weighers, handlers, evaluator and the scheduler's own methods are Cinder's. Stood in for is only what asks the database, the
compute service or chance: the volumes of a hint, the server's host, the number of volumes, and the random numbers, which the case holds.
"""
import copy
import json
import logging
import random
import sys
import types
import warnings

warnings.filterwarnings("ignore")

from cinder import objects  # noqa: E402

objects.register_all()

from cinder import context as contexts, exception  # noqa: E402
from cinder.scheduler import filter_scheduler, filters, host_manager  # noqa: E402
from cinder.scheduler.evaluator import evaluator  # noqa: E402
from cinder.scheduler.filters import affinity_filter, instance_locality_filter  # noqa: E402
from cinder.scheduler.weights import capacity, volume_number  # noqa: E402, F401: the options come with the modules
import pyparsing  # noqa: E402
from oslo_config import cfg  # noqa: E402
from oslo_utils import importutils, timeutils  # noqa: E402

logging.disable(logging.CRITICAL)
CONF = cfg.CONF
CONF([], project="cinder", default_config_files=[])

# The parser is the ancestor's, and what it makes of a text is kept: it takes seconds for some, and is asked again for every pool.
pyparsing.ParserElement.enable_packrat(None)


class KeptParser:
    def __init__(self):
        self.parser = evaluator._def_parser()
        self.kept = {}

    def parse_string(self, text, parseAll):
        if text not in self.kept:
            try:
                self.kept[text] = self.parser.parse_string(text, parseAll=parseAll), None
            except pyparsing.ParseException as error:
                self.kept[text] = None, error
        result, error = self.kept[text]
        if error:
            raise error
        return result


evaluator._parser = KeptParser()
CURRENT = None


class Hosts(host_manager.HostManager):
    """The ancestor's own, without the start that reads the database."""

    def __init__(self):
        self.backend_state_map = {}
        self.states = []
        self.filter_handler = filters.BackendFilterHandler("cinder.scheduler.filters")
        self.filter_classes = self.filter_handler.get_all_classes()
        self.handlers = {}

    def take(self, case):
        CONF.set_override("scheduler_default_weighers", case["weighers"])
        for option, value in case["multipliers"].items():
            CONF.set_override(option, value)
        self.enabled_filters = self._choose_backend_filters(case["filters"])
        name = case["handler"]
        if name not in self.handlers:
            self.handlers[name] = importutils.import_object(name, "cinder.scheduler.weights")
        self.weight_handler = self.handlers[name]
        self.weight_classes = self.weight_handler.get_all_classes()
        self.states = []
        for backend in case["backends"]:
            report = copy.deepcopy(backend["report"])
            report["timestamp"] = timeutils.utcnow()
            state = self.backend_state_cls(backend["host"], None, capabilities=report)
            state.update_from_volume_capability(report, service={"availability_zone": backend["zone"], "host": backend["host"]})
            self.states += state.pools.values()

    def get_all_backend_states(self, context):
        return list(self.states)


class Numbers:
    """The random numbers of a case, one after another."""

    def __init__(self, numbers):
        self.rest = iter(numbers)

    def __call__(self):
        return next(self.rest) / 2 ** 53


def volumes_of_hint(self, context, ids, state):
    return [one for one in ids if CURRENT["request"]["volume_hosts"].get(one) == state.host]


class Compute:
    def get_server(self, context, server, **_):
        return types.SimpleNamespace(**{instance_locality_filter.INSTANCE_HOST_PROP: CURRENT["request"]["server_host"]})


affinity_filter.AffinityFilter._get_volumes = volumes_of_hint
affinity_filter.volume.API = lambda: None
instance_locality_filter.nova.API = Compute
volume_number.db.volume_data_get_for_host = lambda context, host, count_only: CURRENT["volume_counts"].get(host, 0)


def specs(case):
    wish = case["request"]
    properties = dict(wish["volume"], size=wish["size"], qos_specs=wish["qos"], host=wish.get("exists_on"))
    spec = {"volume_id": "0", "volume_properties": properties, "volume_type": {"extra_specs": wish["specs"]},
            "operation": wish["operation"], "availability_zones": wish["zones"], "resource_properties": {}}
    if wish.get("pinned") and wish["operation"] == "create_volume":
        spec["resource_backend"] = wish["pinned"]
    given = {"scheduler_hints": copy.deepcopy(wish["hints"])}
    if wish["retry"]:
        given["retry"] = {"num_attempts": 1, "backends": list(wish["retry"]), "hosts": list(wish["retry"])}
    if wish.get("new_size"):
        given["new_size"] = wish["new_size"]
    if wish["operation"] == "retype_volume":
        given["vol_exists_on"] = wish["exists_on"]
    return spec, given


def run(scheduler, case):
    global CURRENT
    CURRENT = case
    wish = case["request"]
    context = contexts.get_admin_context()

    def fresh():
        scheduler.host_manager.take(case)
        random.random = Numbers(case["random"])
        return specs(case)

    try:
        spec, given = fresh()
        weighed = scheduler._get_weighted_candidates(context, spec, given)
        result = {"passed": [one.obj.backend_id for one in weighed], "weights": [one.weight for one in weighed]}
        spec, given = fresh()
        try:
            if wish["operation"] == "retype_volume":
                chosen = scheduler.find_retype_backend(context, spec, given, wish["migration_policy"])
            elif wish["operation"] == "migrate_volume":
                chosen = scheduler.backend_passes_filters(context, wish["pinned"], spec, given)
            else:
                top = scheduler._schedule(context, spec, given)
                chosen = top and top.obj
            result["chosen"] = chosen and chosen.backend_id
        except exception.NoValidBackend:
            result["chosen"] = None
        return result
    except Exception as error:  # noqa: BLE001: whatever it is, the ancestor's request ends with it
        return {"error": f"{type(error).__name__}: {error}"[:200]}


def main():
    with open(sys.argv[1]) as source:
        cases = json.load(source)
    scheduler = filter_scheduler.FilterScheduler.__new__(filter_scheduler.FilterScheduler)
    scheduler.host_manager = Hosts()
    scheduler.max_attempts = 3
    scheduler._get_configuration_options = lambda: {}
    with open(sys.argv[2], "w") as target:
        json.dump([run(scheduler, case) for case in cases], target)


main()
