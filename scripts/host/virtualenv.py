"""Run on the host as the project's user: makes a virtualenv and installs into it.

Arguments: its folder; what pip is to install: `-r FILE` first, if the project has one. The outcome is
that of `python3 -m venv` and `pip install`, in less time: pip is unpacked and not installed by itself,
what nobody runs is not compiled, and all cores compile the rest.
"""

import glob
import os
import re
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
INDEX = re.compile(r"(-i|--index-url|--extra-index-url|-f|--find-links|--no-index|--trusted-host)\b")
INCLUDED = re.compile(r"(?:-r\s*|--requirement[\s=]\s*)[\"']?([^\"'\s]+)")
LINKS = re.compile(r"(?:-f\s*|--find-links[\s=]\s*)(\S+)")


def lines_of(path):
    """A requirements file's lines, each with the folder that it counts from, and those of the files that
    it names. What cannot be read is for pip to say."""
    if not os.path.isfile(path):
        return
    with open(path, "rb") as file:
        data = file.read()
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    folder = os.path.dirname(os.path.abspath(path))
    for line in re.sub(r"\\\r?\n", "", data.decode(encoding, "replace")).splitlines():
        yield folder, line.strip()
        included = INCLUDED.match(line.strip())
        if included:
            yield from lines_of(os.path.join(folder, included[1]))


def index_line(folder, line):
    """The option as it counts from another folder."""
    links = LINKS.match(line)
    if links and os.path.exists(os.path.join(folder, links[1])):
        return f"--find-links {os.path.join(folder, links[1])}"
    return line


def installations(requirements, beside):
    """What each run of pip is told: a second one, by the file `beside`, where the project's own has hashes.
    pip then asks for one of everything, and what comes beside it has none."""
    if not requirements:
        return []
    own, others = requirements[:2], requirements[2:]
    lines = list(lines_of(own[1])) if own[0] == "-r" and others else []
    if not any("--hash" in line or "--require-hashes" in line for _, line in lines):
        return [requirements]
    # In a file: pip reads variables in its options there alone, and no list of processes has it.
    with open(beside, "w", encoding="utf-8") as file:
        for text in [*(index_line(*each) for each in lines if INDEX.match(each[1])), *others]:
            file.write(f"{text}\n")
    return [own, ["-r", beside]]


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
beside = f"{folder}/.beside.txt"
for wanted in installations(requirements, beside):
    pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "--no-cache-dir", "--no-compile"]
    ran = subprocess.run([*pip, "--disable-pip-version-check", *wanted])
    if ran.returncode != 0:
        sys.exit(ran.returncode)
if os.path.exists(beside):
    os.unlink(beside)
# One that does not compile is for another Python, and pip says nothing of it either.
compiling = [python, "-m", "compileall", "-qq", "-j", "0", "-x", "/site-packages/pip/"]
subprocess.run([*compiling, packages])
