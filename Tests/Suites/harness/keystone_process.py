"""Runs Keystone's WSGI application with waitress: keystone_process.py PORT. One line a request goes to standard output.

Started by harness/keystone.py with Keystone's own Python; OS_KEYSTONE_CONFIG_FILES names the configuration.
"""
import ctypes
import signal
import sys

import waitress

# Whoever started this may be killed without a chance to clean up: 1 is PR_SET_PDEATHSIG of Linux.
ctypes.CDLL(None).prctl(1, signal.SIGKILL)

port = int(sys.argv[1])
# Keystone reads the command line of its process, and knows no port there.
sys.argv = ["keystone"]
from keystone.server.wsgi import initialize_public_application  # noqa: E402

application = initialize_public_application()


def logged(environ, start_response):
    def note(status, *rest):
        print(environ["REQUEST_METHOD"], environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "") or "-", status[:3], flush=True)
        return start_response(status, *rest)

    return application(environ, note)


# SQLite lets one thread write at a time, which is enough here; idle connections of clients must not use up the threads' listeners.
waitress.serve(logged, host="127.0.0.1", port=port, threads=6, connection_limit=2000, ident="keystone")
