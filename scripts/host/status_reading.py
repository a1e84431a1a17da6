"""The machine, and all that is printed.

Arguments: seconds between two CPU readings; the sites, a line each; a line for each site that was
asked: project, status of GET /, the record's digest.
"""

import json
import sys

VMSTAT_LINES = ("pswpin ", "pswpout ", "oom_kill ")


def disks(projects):
    """One for each file system that the system, a project or its logs are on."""
    found = {}
    folders = [f"{folder}/{project}" for project in projects for folder in ("/opt", "/var/opt")]
    for path in ("/", "/var", "/var/log", *folders):
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


def failed_units():
    listed = output("systemctl", "list-units", "--state=failed", "--plain", "--no-legend", "--full")
    return [line.split()[0] for line in listed.splitlines() if line.strip()]


def machine():
    """In a container the kernel's counts of paging are those of the whole machine."""
    container = read("/run/systemd/container").strip()
    vmstat = "" if container else lines_of("/proc/vmstat", VMSTAT_LINES)
    return container, vmstat, lines_of("/proc/stat", "cpu")


def print_reading(seconds, sites, answers):
    started = time.monotonic()
    container, vmstat, stat = machine()
    shown = units(list(dict.fromkeys(name for site in sites for name in site.unit_names)))
    reading = {
        "sites": {
            site.project: read_site(site, shown, *answers.get(site.project, ("-", "-"))) for site in sites
        },
        "host": {
            "failedUnits": failed_units(),
            "rebootRequired": os.path.exists("/run/reboot-required"),
            "rebootPackages": sorted(set(read("/run/reboot-required.pkgs").split())),
            "disks": disks([site.project for site in sites]),
        },
    }
    proc = {
        "container": container,
        "uptime": read("/proc/uptime"),
        "meminfo": read("/proc/meminfo"),
        "loadavg": read("/proc/loadavg"),
    }
    time.sleep(max(0, started + seconds - time.monotonic()))
    _, vmstat_after, stat_after = machine()
    reading["host"]["proc"] = proc | {
        "seconds": time.monotonic() - started,
        "stat": [stat, stat_after],
        "vmstat": [vmstat, vmstat_after],
    }
    print(json.dumps(reading))


print_reading(
    float(sys.argv[1]),
    [Site(*line.split(" ", 5)) for line in sys.argv[2].splitlines()],
    {project: rest for project, *rest in map(str.split, sys.argv[3].splitlines())},
)
