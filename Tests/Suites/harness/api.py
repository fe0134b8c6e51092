"""A Block Storage API client on the standard library: thin enough to send wrong things on purpose."""
import http.client
import json
import ssl
import threading

from harness.waiting import Late, until

LATEST = "3.71"
PASSING = {
    "creating", "deleting", "extending", "reverting", "attaching", "detaching", "downloading", "uploading", "retyping", "maintenance",
    "backing-up", "restoring-backup", "restoring", "managing", "unmanaging", "error_managing_deleting", "deleted",
}


class Refused(AssertionError):
    """The service answered another status than the caller counted on."""

    def __init__(self, answer, expected):
        self.answer = answer
        super().__init__(f"{answer.request}: expected {expected}, got {answer.status}: {answer.text[:600]}")


class Answer:
    """One HTTP answer: status, headers, body."""

    def __init__(self, request, status, headers, body):
        self.request, self.status, self.headers, self.body = request, status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        """The body as JSON; None when it is empty or something else."""
        try:
            return json.loads(self.body) if self.body else None
        except ValueError:
            return None

    @property
    def fault(self):
        """(name, message) of a fault body, or (None, None)."""
        document = self.json
        if isinstance(document, dict) and len(document) == 1:
            name, content = next(iter(document.items()))
            if isinstance(content, dict) and "message" in content:
                return name, content["message"]
        return None, None


class API:
    """One caller of one service. Safe to use from several threads: each has its own connection."""

    def __init__(self, port, project, user="admin", version=LATEST, timeout=60.0, host="127.0.0.1", token=None, tls=None,
                 client=None):
        self.host, self.port, self.project, self.user, self.timeout = host, port, project, user, timeout
        self.version = version
        # A token of an identity service; without one the service believes user and project.
        self.token = token
        # The certificate to trust when the service speaks TLS, and (certificate, key) of ours when it asks for one.
        self.tls, self.client = tls, client
        self.root = f"{'https' if tls else 'http'}://{host}:{port}"
        self.endpoint = f"{self.root}/v3/{project}" if project else f"{self.root}/v3"
        self.local = threading.local()

    def as_caller(self, project=None, user=None, version=None):
        """The same service seen by somebody else or at another microversion."""
        token = None if project or user else self.token
        return API(self.port, project or self.project, user or self.user, version or self.version, self.timeout, self.host, token,
                   self.tls, self.client)

    def headers(self):
        return {
            "X-Auth-Token": self.token or f"{self.user}:{self.project}",
            "Accept": "application/json",
            "OpenStack-API-Version": f"volume {self.version}",
        }

    def connect(self):
        """A new connection."""
        if not self.tls:
            return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
        context = ssl.create_default_context(cafile=self.tls)
        if self.client:
            context.load_cert_chain(*self.client)
        return http.client.HTTPSConnection(self.host, self.port, timeout=self.timeout, context=context)

    def raw(self, method, path, body=None, headers=None):
        """Sends bytes to a path of the service root; the answer, whatever it is."""
        for attempt in (0, 1):
            connection = getattr(self.local, "connection", None)
            kept = connection is not None
            if not kept:
                connection = self.local.connection = self.connect()
            try:
                connection.request(method, path, body, headers or {})
                response = connection.getresponse()
                content = response.read()
            except (http.client.HTTPException, OSError) as error:
                connection.close()
                self.local.connection = None
                # A kept connection may have been closed while it was idle: only then was nothing sent that counted.
                if kept and attempt == 0 and isinstance(error, (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError)):
                    continue
                raise
            if response.will_close:
                connection.close()
                self.local.connection = None
            return Answer(f"{method} {path}", response.status, response.headers, content)
        raise AssertionError("unreachable")

    def call(self, method, path, body=None, expect=None, headers=None):
        """Calls a path below /v3/{project}, or /v3 for callers without one; with `expect` any other status raises."""
        sent = self.headers() | (headers or {})
        data = None
        if body is not None:
            data = body if isinstance(body, bytes) else json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        answer = self.raw(method, f"/v3/{self.project}{path}" if self.project else f"/v3{path}", data, sent)
        if expect is not None:
            wanted = expect if isinstance(expect, (tuple, set, list)) else (expect,)
            if answer.status not in wanted:
                raise Refused(answer, expect)
        return answer

    def get(self, path, expect=200):
        return self.call("GET", path, expect=expect).json

    def post(self, path, body, expect=(200, 202), headers=None):
        return self.call("POST", path, body, expect, headers).json

    def put(self, path, body, expect=200):
        return self.call("PUT", path, body, expect).json

    def delete(self, path, expect=(200, 202, 204)):
        return self.call("DELETE", path, expect=expect).json

    def action(self, volume, name, arguments=None, expect=(200, 202)):
        return self.post(f"/volumes/{volume}/action", {name: {} if arguments is None else arguments}, expect)

    # Resources

    def volume(self, identifier):
        return self.get(f"/volumes/{identifier}")["volume"]

    def snapshot(self, identifier):
        return self.get(f"/snapshots/{identifier}")["snapshot"]

    def attachment(self, identifier):
        return self.get(f"/attachments/{identifier}")["attachment"]

    def create_volume(self, **fields):
        """Posts a volume and returns its id at once."""
        return self.post("/volumes", {"volume": {"size": 1, **fields}}, 202)["volume"]["id"]

    def create_snapshot(self, volume, **fields):
        return self.post("/snapshots", {"snapshot": {"volume_id": volume, "force": True, **fields}}, 202)["snapshot"]["id"]

    def new_volume(self, seconds=120, **fields):
        """Posts a volume and returns its id when it is available."""
        identifier = self.create_volume(**fields)
        self.settle("volume", identifier, "available", seconds)
        return identifier

    def new_snapshot(self, volume, seconds=120, **fields):
        identifier = self.create_snapshot(volume, **fields)
        self.settle("snapshot", identifier, "available", seconds)
        return identifier

    def settle(self, kind, identifier, status, seconds=120, every=0.02):
        """Waits for a status; an error status ends the wait with what the service says about it."""
        path = f"/{kind}s/{identifier}"
        last = {}

        def settled():
            answer = self.call("GET", path)
            if answer.status == 404:
                raise Late(f"{kind} {identifier} is gone while {status} was expected")
            if answer.status != 200:
                raise Refused(answer, 200)
            last.update(answer.json[kind])
            if last["status"].startswith("error") and last["status"] != status:
                raise Late(f"{kind} {identifier} ended in {last['status']}, not {status}: {self.reasons(identifier)}")
            return last["status"] == status

        until(settled, lambda: f"{kind} {identifier} to be {status}; it is {last.get('status')}", seconds, every)
        return last

    def gone(self, kind, identifier, seconds=120, every=0.02):
        """Waits until an object answers 404."""
        last = {}

        def absent():
            answer = self.call("GET", f"/{kind}s/{identifier}")
            if answer.status == 404:
                return True
            if answer.status != 200:
                raise Refused(answer, "200 or 404")
            last.update(answer.json[kind])
            if last["status"].startswith("error"):
                raise Late(f"{kind} {identifier} ended in {last['status']} instead of being deleted: {self.reasons(identifier)}")
            return False

        until(absent, lambda: f"{kind} {identifier} to be gone; it is {last.get('status')}", seconds, every)

    def reasons(self, identifier):
        """The user messages about an object, for a failing test's text."""
        answer = self.call("GET", "/messages")
        messages = (answer.json or {}).get("messages", []) if answer.status == 200 else []
        return [message.get("user_message") for message in messages if message.get("resource_uuid") == identifier] or "no message"

    def every(self, path, key, page=1000):
        """All rows of a list, page by page."""
        rows, marker = [], None
        while True:
            query = f"{'&' if '?' in path else '?'}limit={page}" + (f"&marker={marker}" if marker else "")
            got = self.get(path + query)[key]
            rows += got
            if len(got) < page:
                return rows
            marker = got[-1]["id"]

    def raise_quota(self, count=100000):
        """Lifts the project's limits, as a test or a benchmark needs them; -1 takes them away."""
        limits = {"volumes": count, "snapshots": count, "gigabytes": max(-1, count * 10)}
        return self.put(f"/os-quota-sets/{self.project}", {"quota_set": limits})
