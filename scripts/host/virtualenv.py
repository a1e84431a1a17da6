"""Run on the host as the project's user: makes a virtualenv and installs into it.

Arguments: its folder; what pip is to install: `-r FILE` first, if the project has one. The outcome is
that of `python3 -m venv` and `pip install`, in less time: pip is unpacked and not installed by itself,
what nobody runs is not compiled, and all cores compile the rest.
"""

import glob
import os
import re
import shlex
import subprocess
import sys
import sysconfig
import venv
import zipfile

# What `python3 -m venv` puts into a virtualenv, from Debian's wheels; the `scripts` are pip's.
OWN = ["pip"] if sys.version_info >= (3, 12) else ["pip", "setuptools"]
WHEELS = sysconfig.get_config_var("WHEEL_PKG_DIR") or "/usr/share/python-wheels"
SCRIPTS = ("pip", "pip3", f"pip3.{sys.version_info.minor}")
SCRIPT = """import sys
from pip._internal.cli.main import main
sys.exit(main())
"""

# Where packages are from, which holds for what comes beside the file as well.
INDEX = re.compile(r"^(-i|--index-url|--extra-index-url|-f|--find-links|--no-index|--trusted-host)\b", re.MULTILINE)


def lines_of(path):
    """A requirements file's lines, with those of the files that it names."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            yield line.strip()
            named = re.match(r"\s*(?:-r|--requirement)[ =]\s*(\S+)", line)
            if named:
                yield from lines_of(os.path.join(os.path.dirname(path), named[1]))


def installations(requirements):
    """What each run of pip is told: a second one, where a file has hashes. pip then asks for one of
    everything, and what comes beside the file has none."""
    if not requirements:
        return []
    own, beside = requirements[:2], requirements[2:]
    if own[0] != "-r" or not beside:
        return [requirements]
    lines = list(lines_of(own[1]))
    if not any("--hash" in line or "--require-hashes" in line for line in lines):
        return [requirements]
    index = [word for line in lines if INDEX.match(line) for word in shlex.split(line, comments=True)]
    return [own, [*index, *beside]]


folder, *requirements = sys.argv[1:]
python = f"{folder}/bin/python"
packages = sysconfig.get_path("purelib", "venv", {"base": folder})

venv.create(folder, symlinks=True)
for name in OWN:
    wheel = max(glob.glob(f"{WHEELS}/{name}-*.whl"))
    zipfile.ZipFile(wheel).extractall(packages)
for name in SCRIPTS:
    with open(f"{folder}/bin/{name}", "w", encoding="utf-8") as file:
        file.write(f"#!{python}\n{SCRIPT}")
    os.chmod(file.name, 0o755)
for wanted in installations(requirements):
    pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir", "--no-compile"]
    ran = subprocess.run([*pip, "--disable-pip-version-check", *wanted])
    if ran.returncode != 0:
        sys.exit(ran.returncode)
# One that does not compile is for another Python, and pip says nothing of it either.
compiling = [python, "-m", "compileall", "-qq", "-j", "0", "-x", "/site-packages/pip/"]
subprocess.run([*compiling, packages])
