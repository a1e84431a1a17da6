"""Opens the sockets ADDRESS:PORT… and becomes COMMAND, which finds them as it would find systemd's
(sd_listen_fds(3)): a server takes longer to start, and visitors wait in them meanwhile.

usage: listen.py ADDRESS:PORT… -- COMMAND…
"""

import errno
import os
import socket
import sys
import time

# Seconds in which whoever had the port lets go of it: less than supervisor's startsecs, so that for
# supervisor a port that is not to be had is a start that failed.
PATIENCE = 1.5
FIRST_DESCRIPTOR = 3


def listener(address):
    host, port = address.rsplit(":", 1)
    is_ipv6 = host.startswith("[")
    opened = socket.socket(socket.AF_INET6 if is_ipv6 else socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if is_ipv6:
        opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    opened.bind((host.strip("[]"), int(port)))
    opened.listen(4096)
    return opened


def patiently(address, last):
    while True:
        try:
            return listener(address)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > last:
                sys.exit(f"{address}: {error.strerror}")
        time.sleep(0.02)


end = sys.argv.index("--")
last = time.monotonic() + PATIENCE
listeners = [patiently(address, last) for address in sys.argv[1:end]]
for number, each in enumerate(listeners, FIRST_DESCRIPTOR):
    # Never the descriptor of a later one: they were opened in this order, none below the first.
    os.dup2(each.fileno(), number)
    os.set_inheritable(number, True)
os.environ["LISTEN_FDS"] = str(len(listeners))
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[end + 1], sys.argv[end + 1 :])
