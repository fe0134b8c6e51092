"""Sends each request to the ancestor and to ours, and says in what their answers differ."""
import json
import re
import threading

from differential.differences import DIFFERENCES, PENDING

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?")
ROOT = re.compile(r"https?://[^/\"]+:\d+")
REQUEST_ID = re.compile(r"req-[0-9a-f-]{36}$")
# Headers whose values are part of the contract; of the others that matter only the presence is.
VALUED = ("OpenStack-API-Version", "Vary", "Retry-After")
PRESENT = ("Location", "ETag", "X-Auth-Token", "X-Server-Management-Url")


class Pair:
    """The two services, the ids that each has given to a name, and what has been found so far."""

    def __init__(self, theirs, ours, used):
        self.sides = (theirs, ours)
        self.names = ({}, {})
        self.used = used
        self.found = []
        self.count = 0

    def __call__(self, method, path, body=None, version="3.71", save=None, note="", headers=None, raw=None, root=False):
        """One request to both. `{name}` in paths and bodies is the id that `save` gave to the name on each side.

        `save` maps a name to the way to its value, such as "volume.id"; `raw` sends bytes instead of JSON; `root` leaves out
        /v3/{project}. Answers (theirs, ours).
        """
        answers = [None, None]

        def send(side):
            answers[side] = self.send(side, method, path, body, version, headers, raw, root)

        other = threading.Thread(target=send, args=(1,))
        other.start()
        send(0)
        other.join()
        self.count += 1
        what = f"{method} {path} @{version}" + (f" ({note})" if note else "")
        for aspect in differences(*answers):
            self.found.append(f"{what}: {aspect}")
        for name, way in (save or {}).items():
            for side in (0, 1):
                self.names[side][name] = dig(answers[side].json, way)
        return answers

    def send(self, side, method, path, body=None, version="3.71", headers=None, raw=None, root=False):
        """One request to one side."""
        api = self.sides[side]
        names = self.names[side]
        data = raw
        if raw is None and body is not None:
            data = json.dumps(fill(body, names)).encode()
        sent = {"X-Auth-Token": f"{api.user}:{api.project}", "Accept": "application/json"}
        if version is not None:
            sent["OpenStack-API-Version"] = f"volume {version}"
        if data is not None:
            sent["Content-Type"] = "application/json"
        sent |= headers or {}
        sent = {name: value for name, value in sent.items() if value is not None}
        where = fill(path, names).replace(" ", "%20")
        return api.raw(method, where if root else f"/v3/{api.project}{where}", data, sent)

    def only(self, side, method, path, body=None, expect=None, version="3.71"):
        """A request to one side that brings it where the other is; it is not compared."""
        answer = self.send(side, method, path, body, version)
        if expect:
            assert answer.status in expect, (method, path, answer.status, answer.text)
        return answer

    def unexplained(self):
        """What differs and is in no list, each with the entry it would need."""
        return [line for line in self.found if not re.search(PENDING, line) and not self.explain(line)]

    def explain(self, line):
        for number, (pattern, _) in enumerate(DIFFERENCES):
            if re.search(pattern, line):
                self.used.add(number)
                return True
        return False


def fill(value, names):
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda found: str(names.get(found[1], found[0])), value)
    if isinstance(value, dict):
        return {fill(key, names): fill(content, names) for key, content in value.items()}
    if isinstance(value, list):
        return [fill(content, names) for content in value]
    return value


def dig(document, way):
    for key in way.split("."):
        if document is None:
            return None
        document = document[int(key)] if isinstance(document, list) else document.get(key)
    return document


def differences(theirs, ours):
    """Each aspect in which two answers differ, as `aspect: theirs -> ours`."""
    if theirs.status != ours.status:
        # Whatever else differs follows from it.
        return [f"status: {theirs.status} -> {ours.status} {(ours.fault[1] or '')[:90]}"]
    found = []
    for name in VALUED:
        if theirs.headers.get(name) != ours.headers.get(name):
            found.append(f"header {name}: {theirs.headers.get(name)} -> {ours.headers.get(name)}")
    for name in PRESENT:
        if (name in theirs.headers) != (name in ours.headers):
            found.append(f"header {name}: {theirs.headers.get(name)} -> {ours.headers.get(name)}")
    media = [answer.headers.get("Content-Type", "").split(";")[0] for answer in (theirs, ours)]
    if media[0] != media[1]:
        found.append(f"header Content-Type: {media[0]} -> {media[1]}")
    for name in ("x-openstack-request-id", "x-compute-request-id"):
        if not REQUEST_ID.match(ours.headers.get(name, "")):
            found.append(f"header {name}: -> {ours.headers.get(name)}")
    if theirs.json is None or ours.json is None:
        if bool(theirs.body) != bool(ours.body) or (theirs.json is None) != (ours.json is None):
            found.append(f"body: {theirs.text[:60]!r} -> {ours.text[:60]!r}")
        return found
    if theirs.fault[0]:
        if theirs.fault[0] != ours.fault[0]:
            found.append(f"fault: {theirs.fault[0]} -> {ours.fault[0]}")
        return found
    compare("", theirs.json, ours.json, found)
    return found


def compare(way, theirs, ours, found):
    if way.endswith(".auth_key") and isinstance(theirs, str) and isinstance(ours, str):
        return
    if way.endswith("updated_at") and None in (theirs, ours):
        # When something changed for the first time is a matter of what goes on behind the API.
        return
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(theirs.keys() | ours.keys()):
            here = f"{way}.{key}"
            if key not in ours:
                found.append(f"body{here}: only theirs has it ({json.dumps(theirs[key])[:60]})")
            elif key not in theirs:
                found.append(f"body{here}: only ours has it ({json.dumps(ours[key])[:60]})")
            else:
                compare(here, theirs[key], ours[key], found)
    elif isinstance(theirs, list) and isinstance(ours, list):
        if keyed(theirs) and keyed(ours):
            return compare(way, keyed(theirs), keyed(ours), found)
        if len(theirs) != len(ours):
            found.append(f"body{way}: {len(theirs)} entries -> {len(ours)} entries")
        for left, right in zip(theirs, ours):
            compare(f"{way}[]", left, right, found)
    elif canonical(theirs) != canonical(ours):
        found.append(f"body{way}: {json.dumps(theirs)[:160]} -> {json.dumps(ours)[:160]}")


def keyed(entries):
    """Extensions and resource filters have no order of their own: they are compared by their names."""
    for key in ("alias", "resource"):
        if entries and isinstance(entries[0], dict) and isinstance(entries[0].get(key), str):
            return {entry[key]: entry for entry in entries}
    return None


def canonical(value):
    """A value without what must differ between two services: ids, times and where they listen."""
    if isinstance(value, str):
        return ROOT.sub("<root>", TIME.sub("<time>", UUID.sub("<uuid>", value)))
    # 1 and 1.0 are one number in JSON, true and 1 are not.
    return (isinstance(value, bool), value)
