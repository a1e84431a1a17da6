"""A program of supervisor's, in systemd's words; asked of supervisord over its socket, which is root's."""

import configparser
import http.client
import socket
import xml.parsers.expat
import xmlrpc.client

SUPERVISOR = "supervisor.service"
SUPERVISOR_SOCKET = "/run/supervisor.sock"
SUPERVISOR_LOGS = "/var/log/supervisor"
# How much of supervisord's log is read: it holds at most 50 MB.
SUPERVISOR_LOG_BYTES = 262144
PROGRAM_STATES = {
    "STOPPED": ("inactive", "dead"),
    "STARTING": ("activating", "start"),
    "RUNNING": ("active", "running"),
    "BACKOFF": ("activating", "auto-restart"),
    "STOPPING": ("deactivating", "stop-sigterm"),
    "EXITED": ("failed", "failed"),
    "FATAL": ("failed", "failed"),
}


class SupervisorConnection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(3)
        self.sock.connect(SUPERVISOR_SOCKET)


class SupervisorTransport(xmlrpc.client.Transport):
    def make_connection(self, host):
        return SupervisorConnection(host)


@functools.lru_cache(maxsize=None)
def programs():
    """What supervisord says of each of its programs; none where it does not answer."""
    server = xmlrpc.client.ServerProxy("http://localhost", transport=SupervisorTransport())
    try:
        return {program["name"]: program for program in server.supervisor.getAllProcessInfo()}
    except (OSError, http.client.HTTPException, xmlrpc.client.Error, xml.parsers.expat.ExpatError):
        return None


def starts_by_itself(name):
    """Whether supervisord starts the program when it starts: unless its configuration says no."""
    config = configparser.ConfigParser(interpolation=None, strict=False, inline_comment_prefixes=(";",))
    try:
        config.read_string(read(f"/etc/supervisor/conf.d/{name}.conf"))
    except configparser.Error:
        return False
    if not config.has_section(f"program:{name}"):
        return False
    wanted = config.get(f"program:{name}", "autostart", fallback="true")
    return wanted.strip().lower() in ("true", "yes", "on", "1")


def restarts_of(name):
    """How often supervisord has started it again after an end that was not expected, since it started
    itself, as far back as the end of its log reaches."""
    try:
        with open(f"{SUPERVISOR_LOGS}/supervisord.log", "rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - SUPERVISOR_LOG_BYTES))
            text = file.read(SUPERVISOR_LOG_BYTES).decode(errors="replace")
    except OSError:
        return 0
    restarts, ended = 0, False
    for line in text.splitlines():
        # After date, time and level.
        said = line.split(" ", 3)[-1]
        if said.startswith("supervisord started with pid "):
            restarts, ended = 0, False
        elif said.startswith(f"exited: {name} (") and said.endswith("; not expected)"):
            ended = True
        elif said.startswith(f"gave up: {name} "):
            ended = False
        elif said.startswith(f"spawned: '{name}' "):
            restarts, ended = restarts + ended, False
    return restarts


def program(name, service):
    """Its state, main process and times; `service` is supervisord's own."""
    known = programs()
    found = {} if known is None else known.get(name, {})
    enabled = service.get("UnitFileState") == "enabled" and starts_by_itself(name)
    running, fine = PROGRAM_STATES.get(found.get("statename"), ("unknown", "unknown"))
    reading = {
        "loadState": "loaded",
        "activeState": running,
        "subState": fine,
        "unitFileState": "enabled" if enabled else "disabled",
        "result": end_in_words(found),
    }
    if known is None and service.get("ActiveState") != "active":
        reading = {**state(service), "unitFileState": reading["unitFileState"]}
    elif known is not None and not found:
        reading |= {"loadState": "not-found", "activeState": "inactive", "subState": "dead"}
    started = found.get("start") or None
    return {
        "state": reading,
        "since": started,
        "started": started,
        "mainPid": found.get("pid", 0),
        "restarts": restarts_of(name),
    }


def end_in_words(found):
    if found.get("spawnerr"):
        return found["spawnerr"]
    # -1 is what it has of one that was stopped.
    status = found.get("exitstatus", 0)
    return f"exit status {status}" if found.get("statename") == "EXITED" else ""
