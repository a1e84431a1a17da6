"""Run on the host as root, isolated. Reads the service and the machine, and prints one JSON object.

Changes nothing. What cannot be read is empty, since a status is most wanted when a host is unwell.
Arguments: project, unit, the status of GET / (empty: not asked), the record's digest, seconds
between two CPU readings.
"""

import datetime
import json
import os
import pwd
import re
import subprocess
import sys
import time

PROJECT, UNIT, ANSWER, RECORD = sys.argv[1:5]
HTTP_STATUS = int(ANSWER or 0)
SECONDS = float(sys.argv[5])
WEB = "nginx.service"
LOG = f"/var/log/{PROJECT}/gunicorn.log"
LOG_LINES = 15
PROPERTIES = (
    "Id LoadState ActiveState SubState UnitFileState ActiveEnterTimestamp ExecMainStartTimestamp"
    " MainPID NRestarts Result ExecStart Listen"
).split()
STATUS_LINES = ("Name", "State", "VmRSS", "RssAnon", "RssFile", "RssShmem", "VmSwap")
SMAPS_LINES = ("Rss", "Pss", "Shared_Clean", "Shared_Dirty", "SwapPss")
VMSTAT_LINES = ("pswpin ", "pswpout ", "oom_kill ")


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


def units(*names):
    """The properties of each; `Listen` stands once for each address."""
    shown = output("systemctl", "show", "--timestamp=utc", f"--property={','.join(PROPERTIES)}", *names)
    found = [{"Listen": []} for _ in names]
    for unit, block in zip(found, shown.split("\n\n")):
        for key, _, value in (line.partition("=") for line in block.splitlines()):
            if key == "Listen":
                unit["Listen"].append(value.split(" ")[0])
            else:
                unit[key] = value
    return found


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


def children(parent):
    if parent == 0:
        return []
    numbers = sorted(int(name) for name in os.listdir("/proc") if name.isdigit())
    # After the name, which is in parentheses and may hold anything: state, parent.
    parents = ((pid, read(f"/proc/{pid}/stat").rpartition(")")[2].split()) for pid in numbers)
    return [pid for pid, fields in parents if len(fields) > 1 and fields[1] == str(parent)]


def process(pid):
    return {
        "pid": pid,
        "status": lines_of(f"/proc/{pid}/status", STATUS_LINES),
        "smapsRollup": lines_of(f"/proc/{pid}/smaps_rollup", SMAPS_LINES),
    }


def state(unit):
    return {
        "loadState": unit.get("LoadState", ""),
        "activeState": unit.get("ActiveState", "unknown"),
        "subState": unit.get("SubState", "unknown"),
        "unitFileState": unit.get("UnitFileState", ""),
        "result": unit.get("Result", ""),
    }


def disks():
    """One for each file system that the system, the project or its logs are on."""
    found = {}
    for path in ("/", "/var", "/var/log", f"/opt/{PROJECT}", f"/var/opt/{PROJECT}"):
        try:
            device, disk = os.stat(path).st_dev, os.statvfs(path)
        except OSError:
            continue
        free = 100 * disk.f_bavail / disk.f_blocks if disk.f_blocks else 100
        free_files = 100 * disk.f_favail / disk.f_files if disk.f_files else 100
        found.setdefault(
            device,
            {
                "path": path,
                "sizeMiB": disk.f_blocks * disk.f_frsize / 2**20,
                "usedMiB": (disk.f_blocks - disk.f_bfree) * disk.f_frsize / 2**20,
                "freePercent": free,
                "freeFilesPercent": free_files,
            },
        )
    return list(found.values())


def is_well(service):
    accepted = 100 <= HTTP_STATUS < 500 and HTTP_STATUS != 400
    return service.get("ActiveState") == "active" and accepted


def log_end(service, web):
    """The end of the log that tells why: the web server's, gunicorn's, or systemd's of a start that
    came to an end before gunicorn wrote anything."""
    if service.get("ActiveState") == "active" and web.get("ActiveState") != "active":
        return journal(WEB)
    started = moment(service.get("ExecMainStartTimestamp", ""))
    try:
        written = os.lstat(LOG).st_mtime
        # Its folder is the project's user's, who could have put a link to any file there: it is
        # read as that user.
        owner = pwd.getpwuid(os.lstat(os.path.dirname(LOG)).st_uid).pw_name
    except (OSError, KeyError):
        return journal(f"{UNIT}.service")
    if started is not None and written < started:
        return journal(f"{UNIT}.service")
    # By bytes, since a line may be of any length; within a time, since it may be a pipe.
    text = output("timeout", "2", "runuser", "-u", owner, "--", "tail", "-c", "16384", LOG)
    return {"source": LOG, "lines": shortened(text)}


def journal(unit):
    text = output(
        *("journalctl", "--quiet", "--no-pager", "--output=cat", f"--unit={unit}", f"--lines={LOG_LINES}")
    )
    return {"source": f"journalctl -u {unit}", "lines": shortened(text)}


def shortened(text):
    return [line[:400] for line in text.splitlines()[-LOG_LINES:]]


def failed_units():
    listed = output("systemctl", "list-units", "--state=failed", "--plain", "--no-legend", "--full")
    return [line.split()[0] for line in listed.splitlines() if line.strip()]


def machine():
    """In a container the kernel's counts of paging are those of the whole machine."""
    container = read("/run/systemd/container").strip()
    vmstat = "" if container else lines_of("/proc/vmstat", VMSTAT_LINES)
    return container, vmstat, lines_of("/proc/stat", "cpu")


started = time.monotonic()
container, vmstat, stat = machine()
service, socket, web = units(f"{UNIT}.service", f"{UNIT}.socket", WEB)
main_pid = number(service.get("MainPID"))
workers = children(main_pid)
wanted = re.search(r"--workers=([0-9]+)", service.get("ExecStart", ""))
reading = {
    **state(service),
    "since": iso(moment(service.get("ActiveEnterTimestamp", ""))),
    "mainPid": main_pid,
    "restarts": number(service.get("NRestarts")),
    "workers": len(workers),
    "wantedWorkers": int(wanted[1]) if wanted else 0,
    "httpStatus": HTTP_STATUS,
    "asked": ANSWER != "",
    "record": RECORD,
    "socket": {**state(socket), "listen": socket["Listen"]},
    "web": {**state(web), "unit": WEB},
    "failedUnits": failed_units(),
    "rebootRequired": os.path.exists("/run/reboot-required"),
    "rebootPackages": sorted(set(read("/run/reboot-required.pkgs").split())),
    "disks": disks(),
    "log": {"source": "", "lines": []} if is_well(service) else log_end(service, web),
    "proc": {
        "container": container,
        "uptime": read("/proc/uptime"),
        "meminfo": read("/proc/meminfo"),
        "loadavg": read("/proc/loadavg"),
        "master": process(main_pid) if main_pid else None,
        "workers": [process(pid) for pid in workers],
    },
}
time.sleep(max(0, started + SECONDS - time.monotonic()))
_, vmstat_after, stat_after = machine()
reading["proc"] |= {
    "seconds": time.monotonic() - started,
    "stat": [stat, stat_after],
    "vmstat": [vmstat, vmstat_after],
}
print(json.dumps(reading))
