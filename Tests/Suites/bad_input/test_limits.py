"""The limits of the HTTP server, each met from outside with a raw socket, and each visible in /metrics."""
import json
import re
import socket
import threading
import time

import pytest

from harness.service import PROJECT, Scoria
from harness.waiting import until

OTHER = "0ddba11c0ffee0ddba11c0ffee000001"
TOKEN = f"X-Auth-Token: admin:{PROJECT}\r\n"

TIMES = """\
[DEFAULT]
request_header_timeout = 1
request_body_timeout = 1
response_stall_timeout = 1
client_socket_timeout = 3
"""
LIMITS = """\
[DEFAULT]
max_connections = 12
max_header_line = 2048
max_header_count = 24
max_json_depth = 8
max_requests_per_address = 6
max_requests_per_project = 2
osapi_max_limit = 2
[oslo_middleware]
max_request_body_size = 4096
"""


@pytest.fixture(scope="module")
def tight(tmp_path_factory):
    """A service whose limits are so low that a test meets them."""
    path = tmp_path_factory.mktemp("tight") / "scoria.conf"
    path.write_text(TIMES + LIMITS)
    with Scoria(config=path, name="limits") as service:
        yield service


@pytest.fixture(scope="module")
def unhurried(tmp_path_factory):
    """The same with all the time in the world, for what has to be there at once however busy the machine is."""
    path = tmp_path_factory.mktemp("unhurried") / "scoria.conf"
    path.write_text(LIMITS)
    with Scoria(config=path, name="unhurried") as service:
        yield service


class Wire:
    """One connection that sends bytes as they are."""

    def __init__(self, service, seconds=60):
        self.socket = socket.create_connection(("127.0.0.1", service.port), timeout=seconds)
        self.rest = b""

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data.encode("latin-1") if isinstance(data, str) else data)
        return self

    def answer(self):
        """(status, headers, body) of the next answer; None when the connection closes before one."""
        while b"\r\n\r\n" not in self.rest:
            if not self.more():
                assert not self.rest, f"half an answer: {self.rest!r}"
                return None
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(self.rest) < length and self.more():
            pass
        body, self.rest = self.rest[:length], self.rest[length:]
        return int(first.split()[1]), headers, body

    def more(self):
        try:
            data = self.socket.recv(65536)
        except ConnectionResetError:
            return False
        self.rest += data
        return bool(data)

    def is_closed(self):
        """Whether the other side closes within the socket's timeout, without another byte."""
        return not self.more() and not self.rest


def exchange(service, data):
    with Wire(service) as wire:
        return wire.send(data).answer()


def request(method, path, headers="", body=b""):
    length = f"Content-Length: {len(body)}\r\nContent-Type: application/json\r\n" if body else ""
    return (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{TOKEN}{headers}{length}\r\n").encode("latin-1") + body


def get(path="/v3/limits", headers=""):
    return request("GET", path, headers)


def judge(answer, status, mentions=""):
    assert answer is not None, f"no answer instead of {status}"
    assert answer[0] == status, answer
    assert answer[1]["x-openstack-request-id"].startswith("req-"), answer
    fault = json.loads(answer[2])
    (name, content), = fault.items()
    assert content["code"] == status and re.search(mentions, content["message"], re.I), fault
    return name, content


def refusals(service, limit):
    return figure(service, f'scoria_http_limit_refusals_total{{limit="{limit}"}}')


def figure(service, series):
    text = service.api().raw("GET", "/metrics").text
    found = re.search(rf"^{re.escape(series)} (\S+)$", text, re.M)
    assert found, f"{series} is not in /metrics:\n" + "\n".join(line for line in text.splitlines() if "http_" in line)
    return float(found[1])


@pytest.fixture
def counted(tight):
    """Holds a test to what it says of the counter of refusals."""
    def check(limit, work, service=tight):
        before = refusals(service, limit)
        result = work()
        assert refusals(service, limit) > before, f"/metrics does not count {limit}"
        return result
    return check


def test_every_limit_is_in_the_metrics(tight):
    """As it is set, beside how many connections and requests there are now."""
    expected = {"connections": 12, "header_line_bytes": 2048, "header_lines": 24, "header_seconds": 1, "body_bytes": 4096,
                "body_seconds": 1, "idle_seconds": 3, "stall_seconds": 1, "json_depth": 8, "requests_per_address": 6,
                "requests_per_project": 2, "rate_per_project": 0, "list_items": 2}
    for name, value in expected.items():
        assert figure(tight, f'scoria_http_limit{{limit="{name}"}}') == value
    assert figure(tight, "scoria_http_connections") >= 1
    assert figure(tight, "scoria_http_requests_in_flight") == 1


# What is too large

@pytest.mark.parametrize("headers", [
    "X-Long: " + "a" * 3000 + "\r\n",
    "".join(f"X-Long-{n}: {'a' * 1500}\r\n" for n in range(8)),
    "".join(f"X-{n}: 1\r\n" for n in range(40)),
    "X-" + "a" * 3000 + ": 1\r\n",
], ids=["a long line", "long together", "many lines", "a long name"])
def test_header_too_large(tight, counted, headers):
    judge(counted("header_bytes", lambda: exchange(tight, get(headers=headers))), 431, "too long")


def test_path_too_long(tight, counted):
    judge(counted("header_bytes", lambda: exchange(tight, get("/v3/" + "a" * 20_000))), 431)


def test_token_of_64_kibibytes(tight):
    """Refused before anybody looks at it."""
    assert exchange(tight, f"GET /v3/limits HTTP/1.1\r\nHost: x\r\nX-Auth-Token: {'t' * 65536}\r\n\r\n")[0] == 431


def test_body_too_large(tight, counted):
    body = json.dumps({"volume": {"size": 1, "name": "x" * 5000}}).encode()
    assert counted("body_bytes", lambda: exchange(tight, request("POST", "/v3/volumes", body=body)))[0] == 413


def nested(depth):
    return b'{"volume": ' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


JSON = {
    "too deep": (nested(9), "inside each other"),
    "a member twice": (b'{"volume": {"size": 1, "size": 2}}', '"size" occurs twice'),
    "a member twice, once escaped": (b'{"volume": {"size": 1, "s\\u0069ze": 2}}', '"size" occurs twice'),
    "the resource twice": (b'{"volume": {"size": 1}, "volume": {"size": 1}}', '"volume" occurs twice'),
    "a lone high surrogate": (b'{"volume": {"size": 1, "name": "\\ud800"}}', "surrogate"),
    "a lone low surrogate": (b'{"volume": {"size": 1, "name": "\\udc00x"}}', "surrogate"),
    "surrogates the wrong way round": (b'{"volume": {"size": 1, "name": "\\udc00\\ud800"}}', "surrogate"),
    "2 to the 63": (b'{"volume": {"size": 9223372036854775808}}', "beyond 64 bits"),
    "minus 2 to the 63, less one": (b'{"volume": {"size": -9223372036854775809}}', "beyond 64 bits"),
    "400 digits": (b'{"volume": {"size": ' + b"9" * 400 + b"}}", "beyond 64 bits"),
    "beyond a double": (b'{"volume": {"size": 1e400}}', "larger than can be held"),
    "2 to the 63, less one": (b'{"volume": {"size": 9223372036854775807}}', "size|gigabytes"),
    "a byte order mark": (b'\xef\xbb\xbf{"volume": {"size": 1}}', ""),
    "a zero byte": (b'{"volume": {"size": 1, "name": "a\x00b"}}', "control character"),
}


@pytest.mark.parametrize("name", JSON)
def test_json(tight, name):
    body, mentions = JSON[name]
    status = 413 if name == "2 to the 63, less one" else 400
    answer = exchange(tight, request("POST", "/v3/volumes", "OpenStack-API-Version: volume 3.71\r\n", body))
    if status == 413 and answer[0] == 400:
        status = 400  # refused by the limit of one volume's size or by quota, as the configuration says
    judge(answer, status, mentions)


def test_refused_json_is_counted(tight, counted):
    counted("json_form", lambda: exchange(tight, request("POST", "/v3/volumes", body=nested(9))))
    judge(exchange(tight, request("POST", "/v3/volumes", body=nested(8))), 400)


def test_lists_are_bounded(tight):
    """A page has at most osapi_max_limit entries, whatever is asked for, and a link to the next."""
    api = tight.api()
    for name in ("one", "two", "three"):
        api.post("/types", {"volume_type": {"name": name}})
    for query in ("", "?limit=1000", "?limit=9223372036854775807"):
        page = api.get(f"/types{query}")
        assert len(page["volume_types"]) == 2, query
    judge(exchange(tight, get("/v3/types?limit=9223372036854775808")), 400)


# What is too slow

def test_slow_header(tight, counted):
    """A header that trickles in gets its time from the first byte on, not from the last."""
    def trickle():
        with Wire(tight) as wire:
            wire.send("GET /v3/limits HTTP/1.1\r\n")
            while True:
                try:
                    wire.send("X-Slow: 1\r\n")
                    wire.socket.settimeout(0.4)
                    if wire.more():
                        break
                except TimeoutError:
                    continue
                except OSError:
                    break
            wire.socket.settimeout(60)
            judge(wire.answer(), 408, "header")
    counted("header_seconds", trickle)


def test_slow_second_header(tight):
    """The same on a connection that has been used."""
    with Wire(tight) as wire:
        assert wire.send(get()).answer()[0] == 200
        wire.send("GET /v3/lim")
        judge(wire.answer(), 408, "header")
        assert wire.is_closed()


def test_silent_connection(tight):
    """A connection that says nothing is closed without a word."""
    with Wire(tight) as wire:
        assert wire.is_closed()


def test_slow_body(tight, counted):
    def trickle():
        with Wire(tight) as wire:
            wire.send(request("POST", "/v3/volumes", "Content-Length: 1000\r\nContent-Type: application/json\r\n") + b'{"volume"')
            judge(wire.answer(), 408, "body")
            assert wire.is_closed()
    counted("body_seconds", trickle)


def test_slow_chunked_body(tight):
    with Wire(tight) as wire:
        wire.send(request("POST", "/v3/volumes", "Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n"))
        for _ in range(8):
            try:
                wire.send('1\r\n{\r\n')
            except OSError:
                break
            time.sleep(0.2)
        judge(wire.answer(), 408, "body")


def test_idle_connection(tight):
    """A connection that was used and idles is closed after client_socket_timeout."""
    with Wire(tight) as wire:
        began = time.monotonic()
        assert wire.send(get()).answer()[0] == 200
        assert wire.is_closed()
        assert time.monotonic() - began > 2.5


def test_answers_that_nobody_takes(tight, counted):
    """A client that asks and asks and reads nothing is let go, and its answers do not pile up."""
    def ask():
        with Wire(tight) as wire:
            wire.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.socket.settimeout(0.5)
            many = get("/metrics") * 20
            gone = False
            until_end = time.monotonic() + 60
            while time.monotonic() < until_end and not gone:
                try:
                    wire.send(many)
                except TimeoutError:
                    continue
                except OSError:
                    gone = True
            assert gone, "the connection is still there"
    counted("stall_seconds", ask)


# What is too much

def test_connections(tight):
    """The thirteenth connection waits until one of twelve closes, and idle ones make room."""
    wires = [Wire(tight) for _ in range(11)]
    try:
        for wire in wires:
            wire.send(get("/healthcheck"))
        assert all(wire.answer()[0] == 200 for wire in wires)
        with Wire(tight) as late, Wire(tight) as later:
            late.send(get("/healthcheck"))
            later.send(get("/healthcheck"))
            assert late.answer()[0] == 200 and later.answer()[0] == 200
    finally:
        for wire in wires:
            wire.socket.close()
    until(lambda: figure(tight, "scoria_http_connections") <= 2, lambda: "the connections to be closed")


def hold(service, count, project=PROJECT):
    """Requests that are under way: their bodies are not complete."""
    wires = []
    for _ in range(count):
        wire = Wire(service)
        token = f"X-Auth-Token: admin:{project}\r\n"
        wire.send(f"POST /v3/volumes HTTP/1.1\r\nHost: x\r\n{token}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{")
        wires.append(wire)
    return wires


def in_flight(service, count):
    until(lambda: figure(service, "scoria_http_requests_in_flight") == count + 1, lambda: f"{count} requests to be under way")


def test_requests_of_one_project(unhurried, counted):
    """More than so many at a time are refused in the field's shape; another project does not notice."""
    def third():
        wires = hold(unhurried, 2)
        try:
            in_flight(unhurried, 2)
            answer = exchange(unhurried, get())
            stranger = exchange(unhurried, get().replace(PROJECT.encode(), OTHER.encode()))
            return answer, stranger
        finally:
            for wire in wires:
                wire.socket.close()
    answer, stranger = counted("requests_per_project", third, unhurried)
    name, content = judge(answer, 413, "max_requests_per_project")
    assert name == "overLimit" and answer[1]["retry-after"] == content["retryAfter"] == "1"
    assert stranger[0] == 200
    until(lambda: exchange(unhurried, get())[0] == 200, "the project to be let in again")


def test_requests_of_one_address(unhurried, counted):
    """Whatever project they are for, and before anybody has looked at their tokens."""
    def seventh():
        wires = [wire for n in range(3) for wire in hold(unhurried, 2, f"{n}" * 32)]
        try:
            in_flight(unhurried, 6)
            return exchange(unhurried, get())
        finally:
            for wire in wires:
                wire.socket.close()
    name, _ = judge(counted("requests_per_address", seventh, unhurried), 413, "max_requests_per_address")
    assert name == "overLimit"
    until(lambda: exchange(unhurried, get())[0] == 200, "the address to be let in again")


def test_rate(tmp_path):
    """Off by default; when it is set, a project has a burst and then a rate, and another project has its own."""
    path = tmp_path / "scoria.conf"
    path.write_text("[DEFAULT]\nrate_limit_per_project = 0.2\nrate_limit_burst = 3\n")
    service = Scoria(config=path, name="rate")
    try:
        # Without asking for pools until there are some: the rate holds for whoever asks.
        service.start(pools=False)
        mine = get().replace(PROJECT.encode(), b"a" * 32)
        answers = [exchange(service, mine) for _ in range(6)]
        assert [answer[0] for answer in answers[:3]] == [200, 200, 200]
        refused = answers[-1]
        name, content = judge(refused, 413, "rate-limited")
        assert name == "overLimit" and 1 <= int(refused[1]["retry-after"]) <= 5 and content["retryAfter"] == refused[1]["retry-after"]
        assert exchange(service, get().replace(PROJECT.encode(), b"b" * 32))[0] == 200
        assert exchange(service, get("/healthcheck"))[0] == 200
        until(lambda: exchange(service, mine)[0] == 200, "a token to be there again", every=0.2)
        assert refusals(service, "rate_per_project") >= 3
    finally:
        service.remove()


# What can be read in two ways

TWICE = {
    "two tokens": f"X-Auth-Token: admin:{OTHER}\r\n",
    "two tokens in other letters": f"x-AUTH-token: admin:{OTHER}\r\n",
    "two service tokens": "X-Service-Token: a\r\nX-Service-Token: b\r\n",
    "two content types": "Content-Type: application/json\r\nContent-Type: text/plain\r\n",
    "two hosts": "Host: evil.example\r\n",
    "two keys": "Idempotency-Key: a\r\nIdempotency-Key: b\r\n",
}


@pytest.mark.parametrize("name", TWICE)
def test_header_twice(tight, counted, name):
    judge(counted("request_form", lambda: exchange(tight, get(headers=TWICE[name]))), 400, "more than once")


FRAMES = {
    "two lengths": "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "two equal lengths": "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "a list of lengths": "Content-Length: 2, 3\r\n\r\n{}",
    "a length and chunks": "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and a length": "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
    "chunks and something else": "Transfer-Encoding: chunked, banana\r\n\r\n0\r\n\r\n",
    "a negative length": "Content-Length: -1\r\n\r\n",
    "a length with a plus": "Content-Length: +2\r\n\r\n{}",
    "a length beyond 64 bits": "Content-Length: 18446744073709551617\r\n\r\n{}",
    "a space before the colon": "Content-Length : 2\r\n\r\n{}",
    "a folded line": "X-Auth-Project-Id: a\r\n b\r\n\r\n",
    "a bare carriage return": "X-A: b\rX-Auth-Token: evil\r\n\r\n",
    "a bare line feed": "X-A: b\nContent-Length: 2\n\n{}",
    "a zero byte": "X-A: b\x00c\r\n\r\n",
    "no name": ": b\r\n\r\n",
    "a name with a space": "X A: b\r\n\r\n",
}


@pytest.mark.parametrize("name", FRAMES)
def test_framing(tight, name):
    """Refused, or read in the one way that leaves nothing behind for a second request; never two answers to one request."""
    data = f"POST /v3/volumes HTTP/1.1\r\nHost: x\r\n{TOKEN}Content-Type: application/json\r\n{FRAMES[name]}"
    with Wire(tight) as wire:
        answer = wire.send(data).answer()
        assert answer is not None and answer[0] == 400, answer
        wire.socket.shutdown(socket.SHUT_WR)
        second = wire.answer()
        assert second is None or second[0] >= 400, f"a second answer: {second}"


BODIES = {
    "no chunk": "zz\r\n{}",
    "a chunk beyond 64 bits": "fffffffffffffffff\r\n{}",
    "a chunk longer than it says": "1\r\n{}\r\n0\r\n\r\n",
}


@pytest.mark.parametrize("name", BODIES)
def test_chunks_that_are_none(tight, name):
    """What is found out behind the header is the client's fault as well."""
    head = f"POST /v3/volumes HTTP/1.1\r\nHost: x\r\n{TOKEN}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    with Wire(tight) as wire:
        judge(wire.send(head + BODIES[name]).answer(), 400, "framed")
        assert wire.is_closed()


def test_a_client_that_goes_away_is_no_fault_of_ours(tight):
    def answers(status):
        series = f'http_server_request_duration_seconds_count{{method="POST",route="createVolume",status="{status}"}} (\\S+)'
        found = re.search(f"^{series}$", tight.api().raw("GET", "/metrics").text, re.M)
        return float(found[1]) if found else 0

    before, failed = answers(400), answers(500)
    with Wire(tight) as wire:
        wire.send(request("POST", "/v3/volumes", "Content-Length: 100\r\nContent-Type: application/json\r\n") + b"{")
    until(lambda: answers(400) > before, "the request to be counted as one that the client did not end")
    assert answers(500) == failed


def test_a_client_that_waits_to_be_asked_for_its_body(unhurried):
    body = json.dumps({"volume": {"size": 0}}).encode()
    head = request("POST", "/v3/volumes", f"Expect: 100-continue\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n")
    with Wire(unhurried) as wire:
        assert wire.send(head).answer()[0] == 100
        judge(wire.send(body).answer(), 400, "size")
        assert wire.send(get()).answer()[0] == 200
    with Wire(unhurried) as wire:
        judge_large = wire.send(head.replace(f"Content-Length: {len(body)}".encode(), b"Content-Length: 99999")).answer()
        assert judge_large[0] == 413, "asked for a body that is too large"


ENDS = {
    "of the old version": ("HTTP/1.0", ""),
    "of the old version that would rather stay": ("HTTP/1.0", "Connection: keep-alive\r\n"),
    "that says so": ("HTTP/1.1", "Connection: close\r\n"),
    "that says so in its own way": ("HTTP/1.1", "Connection: Close\r\n"),
}


@pytest.mark.parametrize("name", ENDS)
def test_a_client_that_reads_until_the_end(unhurried, name):
    version, headers = ENDS[name]
    with Wire(unhurried, seconds=10) as wire:
        answer = wire.send(get("/healthcheck", headers).replace(b"HTTP/1.1", version.encode())).answer()
        assert answer[0] == 200 and wire.is_closed()


HOSTS = ["a b", "evil.example/path", "evil.example\"><script>", "x@evil.example", "ev\xefl"]


@pytest.mark.parametrize("host", HOSTS)
def test_hosts_that_are_none(tight, host):
    """What a client calls the service ends up in links: it has to be a host."""
    answer = exchange(tight, f"GET /v3/ HTTP/1.1\r\nHost: {host}\r\n\r\n")
    assert answer[0] == 400 and b"script" not in answer[2]


BEFORE = ["../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%2e%2e%2f%2e%2e", "..", "%00", "a%0ab", "%0d%0aSet-Cookie:x=1", "a%5c..%5cb",
          "a;rm", "%ff%fe", "x" * 300, "'--", "*", "%25", "null"]


@pytest.mark.parametrize("segment", BEFORE)
def test_ids_that_are_paths(tight, segment):
    """An id is looked up as text, never a path: nothing is found, and nothing of it is repeated as a header."""
    for path in ("/v3/volumes/{}", "/v3/snapshots/{}", "/v3/types/{}/extra_specs", "/v3/attachments/{}", "/v3/volumes/{}/metadata",
                 f"/v3/{PROJECT}/volumes/{{}}", "/v3/operations/{}", "/v3/messages/{}", "/v3/{}/volumes"):
        answer = exchange(tight, get(path.format(segment), "OpenStack-API-Version: volume 3.71\r\n"))
        assert answer[0] in (400, 404, 302), (path, answer)
        assert "set-cookie" not in answer[1]
        assert b"root:" not in answer[2]
    body = json.dumps({"volume": {"size": 1, "snapshot_id": segment}}).encode()
    assert exchange(tight, request("POST", "/v3/volumes", body=body))[0] in (400, 404)
    assert exchange(tight, request("DELETE", f"/v3/volumes/{segment}"))[0] in (400, 404)


def test_no_new_lines_in_the_log(tight):
    """Whatever comes in a path, a header or a name: one request is one line of the log."""
    for path in ("/v3/a%0a2026-11-21T00:00:00Z critical forged", "/v3/volumes/a%0d%0aforged"):
        exchange(tight, get(path.replace(" ", "%20")))
    exchange(tight, get(headers="X-OpenStack-Request-ID: req-forged-forged-forged-forged-forged-f\r\n"))
    body = json.dumps({"volume": {"size": 1, "name": "a\nforged"}}).encode()
    exchange(tight, request("POST", "/v3/volumes", body=body))
    tight.api().post("/volumes", {"volume": {"size": 0, "name": "a\r\n2026 forged"}}, 400)
    for line in tight.log.read_text("utf-8", "replace").splitlines():
        assert not line.startswith(("forged", "2026 forged")) and "critical" not in line.split("forged")[0][:40], line


def test_the_service_has_noticed_nothing(tight):
    """After all of it: it answers, it has no connection and no request left, and it has not grown."""
    wires = [threading.Thread(target=exchange, args=(tight, get())) for _ in range(2)]
    for wire in wires:
        wire.start()
    for wire in wires:
        wire.join()
    until(lambda: figure(tight, "scoria_http_connections") <= 2, "all connections to be closed")
    until(lambda: figure(tight, "scoria_http_requests_in_flight") == 1, "all requests to be over")
    assert tight.running
