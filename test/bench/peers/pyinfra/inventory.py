"""The hosts that the file BENCH_HOSTS (JSON) names; NO_DELAY=1 sends small packets at once."""

import json
import os
import socket
from pathlib import Path

from paramiko import Transport


def no_delay_transport(sock, **options):
    """A transport as paramiko makes it, of a socket that waits for no acknowledgement.

    Without it the kernel holds back a small packet until the one before is acknowledged (Nagle's
    algorithm), and paramiko sends several small ones for each command.
    """
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Transport(sock, **options)


def host_data(own):
    tuning = {"transport_factory": no_delay_transport} if os.environ.get("NO_DELAY") else {}
    return {
        "ssh_user": "root",
        # Neither configuration nor keys of the person's own.
        "ssh_config_file": os.devnull,
        "ssh_strict_host_key_checking": "yes",
        "ssh_paramiko_connect_kwargs": tuning,
        **own,
    }


hosts = [
    (name, host_data(own))
    for name, own in json.loads(Path(os.environ["BENCH_HOSTS"]).read_text()).items()
]
