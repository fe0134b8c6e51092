"""Keystone is down, slow, or not Keystone at all: 503 with a sentence and Retry-After, and never an open door."""
import concurrent.futures
import http.client
import json
import statistics
import threading
import time

import pytest

from harness.keystone import Keystone
from harness.service import Scoria
from harness.stub_keystone import PROJECT, StubKeystone, document, in_future
from harness.waiting import until

OPTIONS = {"timeout": 4, "http_connect_timeout": 4}


@pytest.fixture(scope="module")
def stub():
    with StubKeystone() as running:
        yield running


@pytest.fixture(scope="module")
def service(request, stub):
    with Scoria(name="trouble", settings=stub.options(**OPTIONS)) as running:
        request.node.scoria = running
        yield running


@pytest.fixture(autouse=True)
def friendly(request):
    """Each test begins with a stub that works."""
    if "stub" in request.fixturenames:
        stub = request.getfixturevalue("stub")
        stub.answer, stub.delay = None, 0.0


def ask(service, token, path="/v3/volumes", timeout=60):
    return service.api(timeout=timeout).raw("GET", path, None, {"X-Auth-Token": token})


def unavailable(answer, words):
    assert answer.status == 503, answer.text
    assert int(answer.headers["Retry-After"]) > 0
    name, message = answer.fault
    assert name == "serviceUnavailable" and words in message, message
    assert answer.json[name]["correction"]
    assert "127.0.0.1" not in answer.text and "stub" not in answer.text


def chunks(handler, content):
    handler.wfile.write(content)
    handler.wfile.flush()
    handler.close_connection = True
    return True


def whole(status, body, headers=()):
    def answer(handler):
        handler.reply(status, body, headers)
        return True
    return answer


def hang_with_head(handler):
    chunks(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"token\":")
    time.sleep(40)
    return True


def trickle(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    handler.close_connection = True
    for _ in range(400):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)
    return True


def endless(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    handler.close_connection = True
    for _ in range(4096):
        handler.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")
    return True


GOOD = document("intruder", ("admin",))


def without(*path):
    body = json.loads(json.dumps(GOOD))
    place = body
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return body


def changed(value, *path):
    body = json.loads(json.dumps(GOOD))
    place = body
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return body


NONSENSE = {
    "html": whole(200, b"<html><body>Welcome to nginx!</body></html>"),
    "empty": whole(200, b""),
    "list": whole(200, b"[]"),
    "null": whole(200, b"null"),
    "true": whole(200, b"true"),
    "truncated": whole(200, json.dumps(GOOD).encode()[:-20]),
    "bad utf-8": whole(200, json.dumps(GOOD).encode().replace(b"intruder", b"intr\xff\xfeder")),
    "deep": whole(200, b'{"token":' + b"[" * 5000 + b"]" * 5000 + b"}"),
    "no token": whole(200, {"access": GOOD["token"]}),
    "no user": whole(200, without("token", "user")),
    "no user id": whole(200, without("token", "user", "id")),
    "no expiry": whole(200, without("token", "expires_at")),
    "wrong expiry": whole(200, changed("tomorrow", "token", "expires_at")),
    "number for an id": whole(200, changed(1, "token", "user", "id")),
    "empty id": whole(200, changed("", "token", "user", "id")),
    "newline in an id": whole(200, changed("a\nb", "token", "project", "id")),
    "role without a name": whole(200, changed([{"id": "admin"}], "token", "roles")),
    "huge": whole(200, b'{"token": "' + b"x" * (3 << 20) + b'"}'),
    "204": whole(204, b""),
    "201": whole(201, GOOD),
    "300": whole(300, {"versions": {"values": []}}),
    "400": whole(400, {"error": {"code": 400}}),
    "404 of a web server": whole(404, b"<html>404 Not Found</html>"),
    "404 in JSON of another service": whole(404, {"message": "no such route"}),
    "405": whole(405, b""),
    "endless": endless,
    "no HTTP": lambda handler: chunks(handler, b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n"),
    "endless header": lambda handler: chunks(handler, b"HTTP/1.1 200 OK\r\n" + b"X-A: " + b"a" * (1 << 20) + b"\r\n\r\n"),
}


class TestNonsense:
    @pytest.mark.parametrize("kind", NONSENSE)
    def test_refused(self, stub, service, kind):
        stub.answer = NONSENSE[kind]
        unavailable(ask(service, f"good-{kind.replace(' ', '-')}"), "")
        # And when Keystone is itself again, so is the service.
        stub.answer = None
        assert ask(service, f"good-{kind.replace(' ', '-')}").status == 200

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_redirect(self, stub, service, status):
        """Followed, it would carry a token to whoever answers there."""
        before = len(stub.asked)
        stub.answer = whole(status, b"", [("Location", f"{stub.url}/auth/tokens?stolen")])
        unavailable(ask(service, f"good-redirect-{status}"), "")
        assert not any("stolen" in query for _, query in stub.asked[before:])

    @pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
    def test_failing(self, stub, service, status):
        stub.answer = whole(status, {"error": {"code": status, "message": "internal"}})
        unavailable(ask(service, f"good-failing-{status}"), "out of order")

    def test_forbidden(self, stub, service):
        stub.answer = whole(403, {"error": {"code": 403, "message": "You are not authorized"}})
        unavailable(ask(service, "good-forbidden"), "does not accept this service")

    def test_closed_in_the_middle(self, stub, service):
        stub.answer = lambda handler: chunks(handler, b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{\"token\":")
        unavailable(ask(service, "good-half"), "")

    def test_expired_by_our_clock(self, stub, service):
        """What Keystone holds for valid although it has expired is not let in."""
        stub.answer = whole(200, document("late", ("admin",), expires=in_future(-5)))
        assert ask(service, "good-but-late").status == 401

    def test_own_token_refused(self, stub, service):
        """When Keystone forgets this service's token, it logs in again and asks once more."""
        logins = stub.logins
        refused = []

        def once(handler):
            if not refused:
                refused.append(True)
                handler.reply(401, {"error": {"code": 401}})
                return True
            return False

        stub.answer = once
        assert ask(service, "good-after-new-login").status == 200
        assert stub.logins == logins + 1


class TestSlow:
    @pytest.mark.parametrize("kind", ["silent", "half", "trickle"])
    def test_deadline(self, stub, service, kind):
        """The deadline covers the whole answer, not only its beginning."""
        def silent(handler):
            time.sleep(40)
            return True
        stub.answer = {"silent": silent, "half": hang_with_head, "trickle": trickle}[kind]
        began = time.monotonic()
        unavailable(ask(service, f"good-slow-{kind}"), "does not answer in time")
        assert time.monotonic() - began < 25

    def test_known_tokens_do_not_wait(self, stub, service):
        """While 200 unknown tokens wait for a slow Keystone, a known one is answered as ever."""
        assert ask(service, "good-known").status == 200
        stub.delay = 0.5
        stop = threading.Event()
        latencies = []

        def known():
            api = service.api()
            while not stop.is_set():
                began = time.monotonic()
                assert api.raw("GET", "/v3/volumes", None, {"X-Auth-Token": "good-known"}).status == 200
                latencies.append(time.monotonic() - began)
                time.sleep(0.005)

        watcher = threading.Thread(target=known)
        watcher.start()
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            found = list(pool.map(lambda number: ask(service, f"good-cold-{number}").status, range(200)))
        stop.set()
        watcher.join()
        # 16 at a time, half a second each, within four seconds: some get their turn, the others are told to come back.
        assert set(found) <= {200, 503} and 200 in found and 503 in found
        # Questions whose deadline has passed go on at the other end, but never all of them come at once.
        assert stub.most_running < 150
        assert len(latencies) > 5
        assert statistics.median(latencies) < 1, statistics.median(latencies)

    def test_too_many_waiting(self, stub):
        with Scoria(name="crowd", settings=stub.options(concurrent_validations=1, waiting_validations=2, timeout=20)) as service:
            stub.delay = 1.0
            with concurrent.futures.ThreadPoolExecutor(12) as pool:
                found = list(pool.map(lambda number: ask(service, f"good-crowd-{number}"), range(12)))
            assert {answer.status for answer in found} == {200, 503}
            refused = [answer for answer in found if answer.status == 503]
            unavailable(refused[0], "too many others")

    def test_one_question_for_many(self, stub, service):
        stub.delay = 0.3
        with concurrent.futures.ThreadPoolExecutor(200) as pool:
            found = list(pool.map(lambda _: ask(service, "good-many").status, range(200)))
        assert found == [200] * 200
        assert [token for token, _ in stub.asked].count("good-many") == 1


class TestMemory:
    """What is remembered of tokens: bounded in number and in time, and never two questions about one token at once."""

    @staticmethod
    def questions(stub, token):
        return [asked for asked, _ in stub.asked].count(token)

    def test_bounded_in_number(self, stub):
        """What is used stays, what is not is forgotten; those who guess push nobody out."""
        with Scoria(name="small", settings=stub.options(token_cache_size=8)) as service:
            for number in range(40):
                assert ask(service, f"good-one-of-many-{number}").status == 200
                assert ask(service, "good-often").status == 200
            assert self.questions(stub, "good-often") == 1
            assert ask(service, "good-one-of-many-39").status == 200
            assert self.questions(stub, "good-one-of-many-39") == 1
            for number in range(10):
                assert ask(service, f"good-one-of-many-{number}").status == 200
                assert self.questions(stub, f"good-one-of-many-{number}") == 2
            assert ask(service, "good-often").status == 200
            before = self.questions(stub, "good-often")
            for number in range(200):
                assert ask(service, f"bad-guess-{number}").status == 401
            assert ask(service, "good-often").status == 200
            assert self.questions(stub, "good-often") == before

    def test_bounded_in_time(self, stub):
        """Use does not make an answer hold longer; when it is over, a Keystone that talks nonsense opens no door."""
        with Scoria(name="short", settings=stub.options(token_cache_time=1, timeout=2)) as service:
            began = time.monotonic()
            until(lambda: ask(service, "good-for-a-second").status == 200 and self.questions(stub, "good-for-a-second") >= 3, "three questions", every=0.01)
            assert time.monotonic() - began > 1.9
            stub.answer = whole(200, b"<html>hello</html>")
            until(lambda: ask(service, "good-for-a-second").status != 200, "the answer not to hold any more", every=0.01)
            unavailable(ask(service, "good-for-a-second"), "")
            stub.answer = whole(404, {"error": {"code": 404, "title": "Not Found", "message": "Could not recognize Fernet token"}})
            assert ask(service, "good-for-a-second").status == 401, "revoked meanwhile"

    def test_one_at_a_time(self, stub):
        """Without a memory every request asks, but those that come together ask together, and fail together."""
        running, most, lock = {}, {}, threading.Lock()

        def counted(handler):
            token = handler.headers["X-Subject-Token"]
            with lock:
                running[token] = running.get(token, 0) + 1
                most[token] = max(most.get(token, 0), running[token])
            time.sleep(0.05)
            with lock:
                running[token] -= 1
            if token == "good-but-broken":
                return whole(500, b"")(handler)
            return False

        with Scoria(name="together", settings=stub.options(token_cache_time=0)) as service:
            stub.answer = counted
            with concurrent.futures.ThreadPoolExecutor(60) as pool:
                found = list(pool.map(lambda number: ask(service, ("good-a", "good-b", "good-but-broken")[number % 3]).status, range(300)))
            assert found == [200, 200, 503] * 100
            assert most == {"good-a": 1, "good-b": 1, "good-but-broken": 1}
            assert 1 < self.questions(stub, "good-a") < 100


class TestRealOne:
    """Keystone itself, killed and stopped."""

    @pytest.fixture(scope="class")
    def own(self):
        with Keystone() as running:
            yield running

    @pytest.fixture(scope="class")
    def its_service(self, own):
        with Scoria(name="real", identity=own, options=OPTIONS | {"timeout": 4}) as running:
            yield running

    def test_killed_and_back(self, own, its_service):
        kept, fresh = own.token("member", fresh=True), own.token("member", fresh=True)
        until(lambda: ask(its_service, kept.id).status == 200, "Keystone to be asked", 60)
        own.stop()
        assert ask(its_service, kept.id).status == 200, "what is known holds while Keystone is down"
        unavailable(ask(its_service, fresh.id), "cannot be reached")
        own.start()
        until(lambda: ask(its_service, fresh.id).status == 200, "Keystone to be asked again", 60)

    def test_stopped_and_continued(self, own, its_service):
        fresh = own.token("reader", fresh=True)
        own.pause()
        try:
            began = time.monotonic()
            unavailable(ask(its_service, fresh.id), "does not answer in time")
            assert time.monotonic() - began < 30
        finally:
            own.resume()
        until(lambda: ask(its_service, fresh.id).status == 200, "Keystone to be asked again", 60)

    def test_new_keys(self, own, its_service):
        """Keystone loses its keys: old tokens are refused, and the service itself logs in again."""
        old = own.token("member", fresh=True)
        own.renew_keys()
        until(lambda: ask(its_service, old.id).status == 401, "the old token to be refused", 60)
        new = own.token("member", fresh=True)
        until(lambda: ask(its_service, new.id).status == 200, "the new token to be known", 60)


def test_start_without_keystone():
    """The service starts while Keystone is down, and lets people in as soon as it is up."""
    with StubKeystone() as stub:
        options = stub.options(**OPTIONS)
    with Scoria(name="alone", settings=options) as service:
        assert service.api().raw("GET", "/healthcheck").status == 200
        unavailable(ask(service, "good"), "cannot be reached")
        unavailable(ask(service, "admin:admin"), "cannot be reached")


def test_keystone_that_is_something_else(scoria):
    """auth_url names another service: here, another Scoria."""
    settings = f"""[DEFAULT]
auth_strategy = keystone
[keystone_authtoken]
auth_url = http://127.0.0.1:{scoria.port}
username = scoria
password = planted-service-password
project_name = service
"""
    with Scoria(name="misled", settings=settings) as service:
        unavailable(ask(service, "good"), "")
        assert "planted-service-password" not in service.log.read_text()


def test_metrics(stub, service):
    """Every outcome is counted, and no label comes from a request."""
    ask(service, "good-metrics")
    ask(service, "good-metrics")
    ask(service, "bad-metrics")
    ask(service, "x" * 9000)
    text = service.api().raw("GET", "/metrics").text
    lines = [line for line in text.splitlines() if line.startswith("scoria_token_checks_total{")]
    outcomes = {line.split('outcome="')[1].split('"')[0] for line in lines}
    assert outcomes <= {"known", "valid", "invalid", "refused", "slow", "unreachable", "nonsense", "failing", "refuses_service", "busy"}
    assert {"known", "valid", "invalid", "refused"} <= outcomes
    assert "metrics-" not in text and "good-" not in text
    assert "scoria_token_validation_seconds_count" in text


def test_one_line_and_not_thousands(stub, service):
    """A Keystone that is out of order does not fill the log."""
    stub.answer = whole(500, b"")
    before = service.log.read_text().count("credentials cannot be checked")
    for number in range(30):
        ask(service, f"good-flood-{number}")
    assert service.log.read_text().count("credentials cannot be checked") - before <= 2
