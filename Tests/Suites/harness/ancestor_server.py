"""Serves the ancestor's API, as it is, on a port: run with the Python of its own environment.

    python ancestor_server.py PORT CONFIGURATION

Only the WSGI application of the API runs, in threads of this one process: no scheduler, no volume service, no broker.
"""
import socketserver
import sys
import wsgiref.simple_server

port, configuration = int(sys.argv[1]), sys.argv[2]
sys.argv = ["cinder-api", "--config-file", configuration]

from cinder.wsgi import wsgi  # noqa: E402


class Server(socketserver.ThreadingMixIn, wsgiref.simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(wsgiref.simple_server.WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


application = wsgi.initialize_application()
with wsgiref.simple_server.make_server("127.0.0.1", port, application, Server, Handler) as server:
    print("serving", flush=True)
    server.serve_forever()
