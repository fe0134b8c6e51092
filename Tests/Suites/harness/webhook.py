"""A receiver of webhooks that can be told to misbehave."""
import hashlib
import hmac
import http.server
import json
import threading
import time


class Webhook:
    """An HTTP endpoint; use it as a context manager. `behave` is `take`, `fail`, `redirect`, `hang` or `flood`."""

    secret = "a-webhook-secret-that-is-planted"

    def __init__(self):
        self.behave, self.events, self.posts, self.bad, self.elsewhere = "take", [], 0, [], 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path != "/hook":
                    outer.elsewhere += 1
                outer.posts += 1
                outer.check(self.headers, body)
                behave = outer.behave
                if behave == "hang":
                    outer.released.wait(30)
                    return self.close()
                if behave == "redirect":
                    self.send_response(307)
                    self.send_header("Location", f"http://127.0.0.1:{outer.port}/elsewhere")
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                if behave == "fail":
                    self.send_response(503)
                    self.send_header("Content-Length", "0")
                    return self.end_headers()
                outer.events += json.loads(body)["events"]
                self.send_response(200)
                if behave == "flood":
                    self.send_header("Connection", "close")
                    self.end_headers()
                    try:
                        for _ in range(4096):
                            self.wfile.write(b"x" * 65536)
                    except OSError:
                        outer.cut = True
                    return self.close()
                self.send_header("Content-Length", "0")
                self.end_headers()

            def close(self):
                self.close_connection = True

            def log_message(self, *arguments):
                pass

        self.cut, self.released = False, threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}/hook"

    def check(self, headers, body):
        """Holds a post to its signature, as a receiver has to."""
        moment = headers["X-Scoria-Timestamp"]
        wanted = "sha256=" + hmac.new(self.secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(wanted, headers["X-Scoria-Signature"]) or abs(time.time() - int(moment)) > 60:
            self.bad.append(dict(headers))

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *failure):
        self.released.set()
        self.server.shutdown()
        self.server.server_close()
