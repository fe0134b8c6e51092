"""Random pools, types and requests for the comparison with the ancestor, from a seed.

A case that may come out differently on purpose carries the names of those differences (see differences.py); all others must be equal.
"""
import json
import random
import uuid

DISKS = ["ssd", "hdd", "nvme", "sas"]
FIELD_FILTERS = ["AvailabilityZoneFilter", "CapacityFilter", "CapabilitiesFilter"]
OTHER_FILTERS = ["DriverFilter", "JsonFilter", "SameBackendFilter", "DifferentBackendFilter", "InstanceLocalityFilter"]
WEIGHERS = ["CapacityWeigher", "AllocatedCapacityWeigher", "ChanceWeigher", "GoodnessWeigher", "VolumeNumberWeigher"]
ORDERED = "cinder.scheduler.weights.OrderedHostWeightHandler"
STOCHASTIC = "cinder.scheduler.weights.stochastic.StochasticHostWeightHandler"


class Expressions:
    """Texts of the grammar, level by level; `differences` are those that the last text may show."""

    def __init__(self, rnd):
        self.rnd = rnd
        self.differences = set()

    def make(self):
        self.differences = set()
        self.powers = 0
        text = self.either(self.rnd.choice([0, 1, 1]))
        return text, self.differences

    def maybe(self, chance):
        return self.rnd.random() < chance

    def either(self, depth):
        return self.row(self.both, ["or", "OR", "||"], depth, 0.12)

    def both(self, depth):
        return self.row(self.condition, ["and", "AND", "&&"], depth, 0.2)

    def row(self, part, signs, depth, chance):
        text = part(depth)
        if not self.maybe(chance):
            return text
        count = 1
        if self.maybe(0.02):
            count = 2
            self.differences.add("rows of and and or")
        for _ in range(count):
            sign = self.rnd.choice(signs)
            if text[-1].isalpha() or text[-1] in "_.":
                if sign.isalpha() and self.maybe(0.03):
                    self.differences.add("a name before and and or")
                else:
                    text = f"({text})"
            text = f"{text} {sign} {part(depth)}"
        return text

    def condition(self, depth):
        text = self.comparison(depth)
        if self.maybe(0.12):
            text = f"{text} ? {self.comparison(depth)} : {self.comparison(depth)}"
            if self.maybe(0.05):
                self.differences.add("conditionals in a row")
                text = f"{text} ? {self.comparison(depth)} : {self.comparison(depth)}"
        return text

    def comparison(self, depth):
        text = self.negation(depth)
        for _ in range(self.rnd.choice([0, 0, 1, 1, 1, 2])):
            text = f"{text} {self.rnd.choice(['<', '<=', '>', '>=', '==', '!=', '<>'])} {self.negation(depth)}"
        return text

    def negation(self, depth):
        if self.maybe(0.06):
            return f"{self.rnd.choice(['not ', '!', 'NOT '])}{self.sum(depth)}"
        return self.sum(depth)

    def sum(self, depth):
        return self.chain(self.product, ["+", "-"], depth)

    def product(self, depth):
        return self.chain(self.signed, ["*", "/"], depth)

    def chain(self, part, signs, depth):
        text = part(depth)
        while self.maybe(0.22):
            text = f"{text} {self.rnd.choice(signs)} {part(depth)}"
        return text

    def signed(self, depth):
        return f"{self.rnd.choice('-+')}{self.power(depth)}" if self.maybe(0.06) else self.power(depth)

    def power(self, depth):
        if self.powers == 0 and self.maybe(0.05):
            self.powers += 1
            if self.maybe(0.05):
                self.differences.add("numbers that are not real or too large")
                return self.rnd.choice(["10 ^ 25", "(0 - 8) ^ 0.5", "10 ^ 400"])
            return f"{self.atom(0)} ^ {self.rnd.choice([0, 1, 2])}"
        return self.atom(depth)

    def atom(self, depth):
        choice = self.rnd.random()
        if depth > 0 and choice < 0.3:
            return f"({self.either(depth - 1)})"
        if depth > 0 and choice < 0.4:
            name = self.rnd.choice(["abs", "max", "min"])
            if name == "abs":
                return f"abs({self.sum(depth - 1)})"
            return f"{name}({', '.join(self.sum(depth - 1) for _ in range(self.rnd.choice([2, 2, 3])))})"
        if choice < 0.62:
            return str(self.rnd.choice([0, 1, 2, 5, 10, 50, 100, self.rnd.randint(0, 200), round(self.rnd.uniform(0, 50), 2)]))
        if choice < 0.9:
            return self.rnd.choice([
                "volume.size", "stats.total_capacity_gb", "stats.allocated_capacity_gb", "stats.reserved_percentage", "capabilities.level",
                "capabilities.ratio", "capabilities.compressed", "capabilities.number_text", "qos.maxiops"])
        if choice < 0.93:
            return self.rnd.choice(["'ssd'", "\"hdd\"", "'h1@a#p1'", "foo", "True", "''"])
        if choice < 0.935:
            self.differences.add("the object type")
            return "type.name"
        return self.rnd.choice([
            "volume.size", "volume.size", "volume.project_id", "volume.status", "volume.nothing", "volume.metadata",
            "stats.total_capacity_gb", "stats.free_capacity_gb", "stats.free_capacity_gb", "stats.allocated_capacity_gb",
            "stats.reserved_percentage", "stats.host", "stats.storage_protocol", "stats.volume_backend_name", "stats.QoS_support",
            "capabilities.disk", "capabilities.level", "capabilities.level", "capabilities.ratio", "capabilities.compressed",
            "capabilities.number_text", "capabilities.unheard", "capabilities.storage_protocol", "capabilities.total_capacity_gb",
            "extra.level", "extra.disk", "qos.maxiops", "qos.unheard"])


class Cases:
    def __init__(self, seed, functions=400):
        self.rnd = random.Random(seed)
        # A stock of texts, because the ancestor takes long to read each.
        expressions = Expressions(self.rnd)
        self.functions = [expressions.make() for _ in range(functions)]

    def maybe(self, chance):
        return self.rnd.random() < chance

    def capacity(self, top):
        rnd = self.rnd
        return rnd.choice([rnd.randint(0, top), round(rnd.uniform(0, top), 2), round(rnd.uniform(0, top), 3), rnd.uniform(0, top), float(top)])

    def function(self, user="DriverFilter"):
        text, differences = self.rnd.choice(self.functions)
        self.by_function[user] |= differences
        return text

    def goodness(self):
        if self.maybe(0.6):
            rnd = self.rnd
            return rnd.choice([
                "100 - volume.size", "min(100, stats.free_capacity_gb / 10)", "(volume.size > 5) * 100", "volume.size < 20 ? 90 : 10",
                "abs(50 - capabilities.level * 10)", "capabilities.level == 3", str(rnd.randint(0, 120)), "stats.storage_protocol == 'fc'"])
        return self.function("GoodnessWeigher")

    def pool(self, name):
        rnd = self.rnd
        total = self.capacity(rnd.choice([0, 50, 100, 100, 500, 1000, 2000]))
        report = {"pool_name": name, "total_capacity_gb": total, "free_capacity_gb": min(total, round(total * rnd.random(), rnd.choice([0, 1, 2, 9]))),
                  "allocated_capacity_gb": rnd.randint(0, 400), "reserved_percentage": rnd.choice([0, 0, 0, 5, 7, 10, 29, 58, 100])}
        if self.maybe(0.8):
            report["provisioned_capacity_gb"] = rnd.choice([0, rnd.randint(0, 600), round(rnd.uniform(0, 600), 2)])
        if self.maybe(0.06):
            report["free_capacity_gb"] = rnd.choice(["infinite", "unknown"])
        if self.maybe(0.05):
            report["total_capacity_gb"] = rnd.choice(["infinite", "unknown"])
        if self.maybe(0.6):
            report["thin_provisioning_support"] = self.maybe(0.8)
        if self.maybe(0.7):
            report["max_over_subscription_ratio"] = rnd.choice([1, 1.0, "1.0", "1.5", 2, "2.0", 20.0, "20.0", "auto", "0.8", 1.1])
        for key, value in {"thick_provisioning_support": self.maybe(0.5), "multiattach": self.maybe(0.5), "QoS_support": self.maybe(0.5),
                           "online_extend_support": self.maybe(0.7), "disk": rnd.choice(DISKS), "level": rnd.randint(1, 9),
                           "ratio": round(rnd.uniform(0, 3), 2), "compressed": self.maybe(0.5), "number_text": str(rnd.randint(1, 99)),
                           "tiers": rnd.sample(DISKS, 2), "cache": {"size": rnd.randint(1, 8), "kind": rnd.choice(DISKS)},
                           "nothing": None, "storage_protocol": rnd.choice(["iSCSI", "FC", "nfs", "NVMe-TCP"])}.items():
            if self.maybe(0.8):
                report[key] = value
        if self.maybe(0.3):
            report["filter_function"] = self.function()
        if self.maybe(0.03):
            report["goodness_function"] = None
        elif self.maybe(0.4):
            report["goodness_function"] = self.goodness()
        return report

    def backends(self):
        rnd = self.rnd
        made = []
        for number in range(rnd.choice([1, 1, 2, 3, 4])):
            report = {"volume_backend_name": rnd.choice(["fast", "slow"]), "vendor_name": "Open", "driver_version": "1.0",
                      "storage_protocol": rnd.choice(["iSCSI", "FC", "fc", "NFS", "ceph"]),
                      "pools": [self.pool(f"p{index + 1}") for index in range(rnd.choice([1, 1, 2, 3, 4]))]}
            if self.maybe(0.15):
                report["filter_function"] = self.function()
            if self.maybe(0.15):
                report["goodness_function"] = self.goodness()
            if self.maybe(0.02):
                report["colour"] = "blue"
                self.differences.add("keys of the backend")
            made.append({"host": f"h{number + 1}@{rnd.choice('ab')}", "zone": rnd.choice(["nova", "nova", "east"]), "report": report})
        if self.maybe(0.03):
            self.damage(rnd.choice(rnd.choice(made)["report"]["pools"]))
        return made

    def damage(self, pool):
        self.differences.add("reports that cannot be true")
        key, value = self.rnd.choice([
            ("total_capacity_gb", -5), ("free_capacity_gb", -1), ("free_capacity_gb", "plenty"), ("provisioned_capacity_gb", -10),
            ("allocated_capacity_gb", -1), ("reserved_percentage", 150), ("reserved_percentage", -5), ("max_over_subscription_ratio", "many"),
            ("total_capacity_gb", None), ("free_capacity_gb", None), ("max_over_subscription_ratio", -1)])
        pool[key] = value
        if self.maybe(0.2):
            del pool[key]

    def spec(self):
        rnd = self.rnd
        return rnd.choice([
            ("multiattach", "<is> True"), ("thin_provisioning_support", "<is> True"), ("disk", rnd.choice(DISKS)),
            ("capabilities:disk", f"<or> {rnd.choice(DISKS)} <or> {rnd.choice(DISKS)}"), ("disk", f"<in> {rnd.choice(['s', 'h', 'v'])}"),
            ("level", f"{rnd.choice(['=', '==', '!=', '>=', '<='])} {rnd.randint(1, 9)}"), ("level", str(rnd.randint(1, 9))),
            ("ratio", f">= {round(rnd.uniform(0, 2), 1)}"), ("number_text", f"{rnd.choice(['s<', 's<=', 's>', 's>=', 's==', 's!='])} {rnd.randint(1, 99)}"),
            ("number_text", f"{rnd.choice(['==', '>='])} {rnd.randint(1, 99)}"), ("tiers", rnd.choice(DISKS)), ("tiers", f"<in> {rnd.choice(DISKS)}"),
            ("cache:size", ">= 4"), ("capabilities:cache:size", f">= {rnd.randint(1, 8)}"), ("capabilities:cache:kind", rnd.choice(DISKS)),
            ("capabilities:disk:kind", "x"), ("capabilities:unheard", "<is> True"), ("vendor:key", "whatever"), ("compressed", "<is> False"),
            ("compressed", "True"), ("disk", "s!= ssd"), ("disk", ">= 1"), ("level", ">="), ("level", ">= 3 and more"), ("nothing", "<is> False"),
            ("storage_protocol", rnd.choice(["iSCSI", "iscsi", "FC", "fibre_channel", "NFS", "ceph"])), ("cache", "<in> size"),
            ("volume_backend_name", rnd.choice(["fast", "slow"])), ("online_extend_support", "<is> True"), ("disk", ""), ("disk", "   ")])

    def query(self, pools, depth=2):
        rnd = self.rnd
        if depth > 0 and self.maybe(0.3):
            parts = [self.query(pools, depth - 1) for _ in range(rnd.choice([1, 2, 3]))]
            sign = rnd.choice(["and", "or", "not"])
            if sign == "not":
                parts = parts[:1]
                if depth < 2:
                    self.differences.add("not inside a query")
            return [sign, *parts]
        return rnd.choice([
            ["=", "$backend_id", rnd.choice(pools)], [rnd.choice("<>"), "$free_capacity_gb", rnd.randint(0, 500)],
            [rnd.choice(["<=", ">="]), "$total_capacity_gb", rnd.randint(0, 1000)], ["=", "$capabilities.disk", rnd.choice(DISKS)],
            ["in", rnd.choice(DISKS), "$capabilities.disk", "ssd"], [">", "$capabilities.cache.size", 4], ["=", "$unheard", 1], [],
            ["=", "$service.availability_zone", "nova"], ["<", 1, "$capabilities.level", 9], ["=", "$reserved_percentage", 0],
            [">=", "$allocated_capacity_gb", 100], ["=", "$volume_backend_name", "fast"], ["=", "$pool_name", "p1"], ["in", 1]])

    def hints(self, request, pools):
        rnd = self.rnd
        ids = [str(uuid.UUID(int=rnd.getrandbits(128), version=4)) for _ in range(3)]
        request["volume_hosts"] = {one: rnd.choice(pools) for one in ids}
        hints = {}
        for hint in ("same_host", "different_host"):
            if self.maybe(0.5):
                hints[hint] = rnd.choice([ids[:1], ids, ids[0], str(uuid.UUID(int=1, version=4)), [], ["no-id"], "no-id", [ids[1], "x"]])
        request["server_host"] = rnd.choice(["h1", "h2", "h9"])
        if self.maybe(0.3):
            hints["local_to_instance"] = ids[2]
        if self.maybe(0.5):
            hints["query"] = json.dumps(self.query(pools))
        return hints

    def request(self, pools):
        rnd = self.rnd
        operation = rnd.choice(["create_volume"] * 6 + ["extend_volume", "retype_volume", "manage_existing", "migrate_volume"])
        size = rnd.choice([0, 1, 1, 2, 5, 10, 10, 20, 50, 100, 200, rnd.randint(1, 800)])
        request = {"operation": operation, "size": size, "zones": [], "specs": {}, "retry": [], "hints": {}, "volume_hosts": {}, "server_host": "h1"}
        if operation == "extend_volume":
            request["new_size"] = size + rnd.choice([0, 1, 10, 100]) or 1
            request["attached"] = self.maybe(0.5)
        elif operation == "manage_existing":
            request["size"] = 0
        elif operation == "retype_volume":
            request["exists_on"] = rnd.choice(pools) if self.maybe(0.9) else rnd.choice(pools).split("#")[0]
            request["migration_policy"] = rnd.choice(["never", "on-demand"])
        if operation == "migrate_volume" or (operation == "create_volume" and self.maybe(0.12)):
            request["pinned"] = rnd.choice(pools) if self.maybe(0.5) else rnd.choice(pools).split("#")[0]
        if self.maybe(0.2):
            request["zones"] = rnd.choice([["nova"], ["east"], ["nova", "west"], ["west"]])
        if self.maybe(0.55):
            request["specs"] = dict(self.spec() for _ in range(rnd.choice([1, 1, 2, 3])))
        if self.maybe(0.2):
            request["specs"]["provisioning:type"] = rnd.choice(["thick", "thin"])
        request["specs"] |= {"level": ">= 1"} if self.maybe(0.03) else {}
        request["qos"] = {"maxiops": rnd.choice(["500", "5.5", "many"])} if self.maybe(0.5) else None
        request["volume"] = {"project_id": "demo", "status": "creating", "attach_status": "attached" if request.get("attached") else "detached",
                             "metadata": {"a": "b"}, "multiattach": False, "availability_zone": None}
        return request

    def case(self):
        rnd = self.rnd
        self.differences = set()
        # What a function may show counts only while somebody asks it.
        self.by_function = {"DriverFilter": set(), "GoodnessWeigher": set()}
        backends = self.backends()
        pools = [f"{one['host']}#{pool.get('pool_name', '?')}" for one in backends for pool in one["report"]["pools"]]
        request = self.request(pools)
        filters = list(FIELD_FILTERS) if self.maybe(0.6) else rnd.sample(FIELD_FILTERS, rnd.choice([1, 2]))
        if self.maybe(0.45):
            filters.append("DriverFilter")
        if self.maybe(0.25):
            filters += rnd.sample(OTHER_FILTERS[1:], rnd.choice([1, 2, 4]))
            request["hints"] = self.hints(request, pools)
            if "query" in request["hints"] and "JsonFilter" not in filters:
                del request["hints"]["query"]
        if self.maybe(0.12):
            request["retry"] = rnd.sample(pools, 1)
            filters.append("IgnoreAttemptedHostsFilter")
            if self.maybe(0.1):
                filters.remove("IgnoreAttemptedHostsFilter")
                self.differences.add("pools that were tried")
        weighers = ["CapacityWeigher"] if self.maybe(0.4) else rnd.sample(WEIGHERS, rnd.choice([1, 1, 2, 3]))
        if request.get("pinned") and len(weighers) > 1:
            self.differences.add("weights of prescribed places")
        for user in filters + weighers:
            self.differences |= self.by_function.get(user, set())
        if request.get("migration_policy") == "never" and "#" not in request["exists_on"]:
            self.differences.add("weights of prescribed places")
        counts = {pool: rnd.randint(0, 30) for pool in pools}
        return {
            "backends": backends, "request": request, "filters": filters, "weighers": weighers, "volume_counts": counts,
            "handler": STOCHASTIC if self.maybe(0.08) else ORDERED,
            "multipliers": {"capacity_weight_multiplier": rnd.choice([1.0, 1.0, 1.0, -1.0, 0.5, 2.0, 0.0]),
                            "allocated_capacity_weight_multiplier": rnd.choice([-1.0, 1.0, 0.3]),
                            "volume_number_multiplier": rnd.choice([-1.0, 1.0, 2.0])},
            "random": [rnd.getrandbits(53) for _ in range(64)], "differences": sorted(self.differences)}
