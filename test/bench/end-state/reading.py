"""Prints what a server is after a tool has made it, as JSON. Argument: the project's name. As root."""

import grp
import json
import os
import pwd
import subprocess
import sys

PROJECT = sys.argv[1]
PYTHON = f"/opt/{PROJECT}/venv/bin/python"
UNITS = [f"{PROJECT}.service", f"{PROJECT}.socket", "nginx.service"]
PATHS = [f"/opt/{PROJECT}", f"/opt/{PROJECT}/venv/", f"/etc/opt/{PROJECT}", f"/var/opt/{PROJECT}", f"/var/log/{PROJECT}"]

# Run with the virtualenv's Python, in the environment and the folder of a worker that serves.
DJANGO = """
import json, os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", sys.argv[1] + ".settings")
import django
django.setup()
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
executor = MigrationExecutor(connection)
print(json.dumps({
    "debug": settings.DEBUG,
    "secretKey": settings.SECRET_KEY,
    "allowedHosts": settings.ALLOWED_HOSTS,
    "database": str(connection.settings_dict["NAME"]),
    "unapplied": len(executor.migration_plan(executor.loader.graph.leaf_nodes())),
}))
"""

GUNICORN = """
import importlib.metadata, json
found = importlib.metadata.distribution("gunicorn")
print(json.dumps({"version": found.version, "installer": (found.read_text("INSTALLER") or "").strip()}))
"""


def text(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options).stdout.strip()


def read_json(*command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode == 0:
        return json.loads(done.stdout)
    return {"error": done.stderr.strip().splitlines()[-1:]}


def user():
    try:
        found = pwd.getpwnam(PROJECT)
    except KeyError:
        return None
    state = text("passwd", "--status", PROJECT).split()
    return {"uid": found.pw_uid, "shell": found.pw_shell, "locked": state[1:2] in (["L"], ["NP"])}


def place(path):
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return {
        "owner": pwd.getpwuid(found.st_uid).pw_name,
        "group": grp.getgrgid(found.st_gid).gr_name,
        "mode": format(found.st_mode & 0o7777, "04o"),
    }


def unit(name):
    return {"active": text("systemctl", "is-active", name), "enabled": text("systemctl", "is-enabled", name)}


def service():
    shown = text("systemctl", "show", UNITS[0], "--property=User,MainPID,NRestarts").splitlines()
    values = dict(line.split("=", 1) for line in shown)
    main = values.get("MainPID", "0")
    return {
        "user": values.get("User", ""),
        "restarts": int(values.get("NRestarts") or 0),
        "workers": text("pgrep", "--parent", main).split() if main != "0" else [],
    }


def django(workers):
    if not workers:
        return {"error": ["no worker runs"]}
    with open(f"/proc/{workers[0]}/environ", encoding="utf-8") as file:
        environment = [entry for entry in file.read().split("\0") if "=" in entry]
    command = ["runuser", "-u", PROJECT, "--", "env", "-i", *environment, PYTHON, "-c", DJANGO, PROJECT]
    return read_json(*command, cwd=os.readlink(f"/proc/{workers[0]}/cwd"))


def main():
    serving = service()
    settings = django(serving["workers"])
    print(json.dumps({
        "packages": text("dpkg-query", "--show", "--showformat=${binary:Package} ${db:Status-Status}\n").splitlines(),
        "user": user(),
        "places": {path: place(path) for path in [*PATHS, settings.get("database", "")] if path},
        "units": {name: unit(name) for name in UNITS},
        "service": {**serving, "workers": len(serving["workers"])},
        "gunicorn": read_json(PYTHON, "-c", GUNICORN),
        "django": settings,
        "listening": [line.split()[3] for line in text("ss", "-Hltn").splitlines()],
    }))


main()
