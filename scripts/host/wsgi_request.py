"""Run on the host as the project's user: one GET / to a release that does not serve yet.

Arguments: project, the Host header.
"""

import importlib
import sys
from wsgiref.util import setup_testing_defaults

statuses = []


def start_response(status, headers, exc_info=None):
    statuses.append(status)
    return sys.stdout.buffer.write


environ = {"HTTP_HOST": sys.argv[2], "REMOTE_ADDR": "127.0.0.1", "QUERY_STRING": ""}
setup_testing_defaults(environ)
application = importlib.import_module(f"{sys.argv[1]}.wsgi").application
body = application(environ, start_response)
for _ in body:
    pass
if hasattr(body, "close"):
    body.close()
code = int(statuses[-1].split()[0])
# 400 is Django's answer to a host that it does not allow.
if code >= 500 or code == 400:
    sys.exit(f"GET / is answered with {code}")
