"""An identity service that does what a test tells it: slow, broken, hostile, or simply fast. Never a stand-in where the real one works.

    with StubKeystone() as stub:
        stub.delay = 0.2                 # seconds before each answer to a validation
        stub.answer = garbage            # instead of the protocol: a function that gets the request handler
    stub.options() are the lines of scoria.conf that make a service ask it. Any token that begins with "good" is valid.
"""
import datetime
import http.server
import json
import threading
import time
import urllib.parse

PROJECT = "5c0a1a00f00d4bad8badf00ddeadbeef"
SERVICE_PASSWORD = "stub-service-password"


def in_future(seconds=3600):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def document(user="stub-user", roles=("member", "reader"), project=PROJECT, expires=None, **more):
    """A token as Keystone shows it."""
    body = {
        "methods": ["password"], "user": {"id": user, "name": user, "domain": {"id": "default", "name": "Default"}},
        "roles": [{"id": name, "name": name} for name in roles], "audit_ids": ["stub"],
        "issued_at": in_future(-1), "expires_at": expires or in_future(),
    }
    if project:
        body["project"] = {"id": project, "name": "stub", "domain": {"id": "default", "name": "Default"}}
    return {"token": body | more}


class StubKeystone:
    def __init__(self):
        self.delay = 0.0
        # Takes the handler of a validation and returns True when it has answered in its own way.
        self.answer = None
        self.lock = threading.Lock()
        self.logins, self.asked, self.running, self.most_running = 0, [], 0, 0
        self.roles = ("admin", "member", "reader")

    def __enter__(self):
        stub = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *arguments):
                pass

            def reply(self, status, body, headers=()):
                content = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Content-Type", "application/json")
                for name, value in headers:
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def do_POST(self):
                content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with stub.lock:
                    stub.logins += 1
                sent = content["auth"]["identity"]["password"]["user"]["password"]
                if sent != SERVICE_PASSWORD:
                    return self.reply(401, {"error": {"code": 401, "title": "Unauthorized", "message": "no"}})
                self.reply(201, document("scoria", ("service",)), [("X-Subject-Token", f"service-token-{stub.logins}")])

            def do_GET(self):
                token = self.headers.get("X-Subject-Token", "")
                with stub.lock:
                    stub.asked.append((token, urllib.parse.urlsplit(self.path).query))
                    stub.running += 1
                    stub.most_running = max(stub.most_running, stub.running)
                try:
                    if stub.answer and stub.answer(self):
                        return
                    if stub.delay:
                        time.sleep(stub.delay)
                    if token.startswith("good"):
                        return self.reply(200, document(f"user-{token[:40]}", stub.roles))
                    self.reply(404, {"error": {"code": 404, "title": "Not Found", "message": "Could not recognize Fernet token"}})
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    with stub.lock:
                        stub.running -= 1

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 512

            def handle_error(self, request, client_address):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/v3"
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *failure):
        self.server.shutdown()
        self.server.server_close()

    def options(self, **more):
        settings = {
            "auth_url": self.url, "username": "scoria", "password": SERVICE_PASSWORD, "project_name": "service",
        } | more
        lines = "".join(f"{name} = {value}\n" for name, value in settings.items())
        return f"[DEFAULT]\nauth_strategy = keystone\n[keystone_authtoken]\n{lines}"
