"""Run on the host as root, isolated: reads sites and machine, and prints one JSON object.

Changes nothing. What cannot be read is empty, since a status is most wanted when a host is unwell.
The files status_*.py are one program: status_basics, status_supervisor, status_site, status_reading.
This one has what the others read with.
"""

import datetime
import functools
import os
import pwd
import re
import subprocess
import time

LOG_LINES = 15
PROPERTIES = (
    "Id LoadState ActiveState SubState UnitFileState ActiveEnterTimestamp ExecMainStartTimestamp"
    " MainPID NRestarts Result Listen"
).split()
STATUS_LINES = ("Name", "State", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmSwap")
SMAPS_LINES = ("Rss", "Pss", "Shared_Clean", "Shared_Dirty", "SwapPss")


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read(65536)
    except OSError:
        return ""


def lines_of(path, starts):
    return "".join(line for line in read(path).splitlines(True) if line.startswith(starts))


def output(*command):
    """What a command prints; it must not hold the reading up."""
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=3,
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return ran.stdout.decode(errors="replace")


def units(names):
    """The properties of each; `Listen` stands once for each address."""
    shown = output("systemctl", "show", "--timestamp=utc", f"--property={','.join(PROPERTIES)}", *names)
    found = {name: {"Listen": []} for name in names}
    for unit, block in zip(found.values(), shown.split("\n\n")):
        for key, _, value in (line.partition("=") for line in block.splitlines()):
            if key == "Listen":
                unit["Listen"].append(value.split(" ")[0])
            else:
                unit[key] = value
    return found


def state(unit):
    return {
        "loadState": unit.get("LoadState", ""),
        "activeState": unit.get("ActiveState", "unknown"),
        "subState": unit.get("SubState", "unknown"),
        "unitFileState": unit.get("UnitFileState", ""),
        "result": unit.get("Result", ""),
    }


def moment(text):
    """`Tue 2026-11-24 06:32:02 UTC` of systemd, as seconds; none for an event that never was."""
    try:
        parsed = datetime.datetime.strptime(text.partition(" ")[2], "%Y-%m-%d %H:%M:%S UTC")
    except ValueError:
        return None
    return parsed.replace(tzinfo=datetime.timezone.utc).timestamp()


def iso(seconds):
    return "" if seconds is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def number(text):
    return int(text) if re.fullmatch(r"[0-9]+", text or "") else 0


@functools.lru_cache(maxsize=None)
def parents():
    numbers = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
    # After the name, which is in parentheses and may hold anything: state, parent.
    found = ((pid, read(f"/proc/{pid}/stat").rpartition(")")[2].split()) for pid in numbers)
    return [(pid, int(fields[1])) for pid, fields in found if len(fields) > 1]


def children(parent):
    return [pid for pid, its_parent in parents() if its_parent == parent] if parent else []


def process(pid):
    return {
        "pid": pid,
        "status": lines_of(f"/proc/{pid}/status", STATUS_LINES),
        "smapsRollup": lines_of(f"/proc/{pid}/smaps_rollup", SMAPS_LINES),
    }


def journal(unit):
    text = output(
        *("journalctl", "--quiet", "--no-pager", "--output=cat", f"--unit={unit}", f"--lines={LOG_LINES}")
    )
    return {"source": f"journalctl -u {unit}", "lines": shortened(text)}


def end_of(log, since):
    """The end of a log; none where nothing was written to it since then.

    Its folder may be the project's user's, who could have put a link to any file there: it is read as
    the folder's owner."""
    try:
        written = os.lstat(log).st_mtime
        owner = pwd.getpwuid(os.lstat(os.path.dirname(log)).st_uid).pw_name
    except (OSError, KeyError):
        return None
    if since is not None and written < since:
        return None
    # By bytes, since a line may be of any length; within a time, since it may be a pipe.
    text = output("timeout", "2", "runuser", "-u", owner, "--", "tail", "-c", "16384", log)
    return {"source": log, "lines": shortened(text)}


def shortened(text):
    return [line[:400] for line in text.splitlines()[-LOG_LINES:]]
