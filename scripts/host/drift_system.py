"""What runs, what listens, who there is, and which packages."""

UNIT_PROPERTIES = "Id LoadState ActiveState SubState UnitFileState NeedDaemonReload DropInPaths"


def read_units(names):
    found = {name: {} for name in names}
    # Without a name it would show the manager's own properties.
    shown = output("systemctl", "show", f"--property={UNIT_PROPERTIES.replace(' ', ',')}", *names) if names else ""
    for unit, block in zip(found.values(), shown.split("\n\n")):
        unit.update(line.partition("=")[::2] for line in block.splitlines())
    return found


def read_programs():
    """None where supervisord does not answer."""
    known = programs()
    return known and {name: program["statename"] for name, program in known.items()}


def read_listeners():
    """TCP, each address once, with the names of the programs that have it."""
    found = {}
    for line in output("ss", "-Hltnp").splitlines():
        fields = line.split(None, 5)
        if len(fields) < 4:
            continue
        address, _, port = fields[3].rpartition(":")
        users = fields[5] if len(fields) > 5 else ""
        # An interface may stand behind the address.
        names = found.setdefault((re.sub(r"%[^\]]*", "", address), number(port)), set())
        names.update(re.findall(r'\("([^"]*)",pid=', users))
    return [
        {"address": address, "port": port, "programs": sorted(names)}
        for (address, port), names in sorted(found.items())
    ]


def read_packages(names):
    # Without a name it would show all that there are.
    shown = output("dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names) if names else ""
    return dict(line.split(" ", 1) for line in shown.splitlines())


def changed_conffiles(names):
    """The packages' own configuration files that are not as they came."""
    shown = output("dpkg-query", "--show", "--showformat=${Conffiles}\n", *names)
    changed = []
    for line in shown.splitlines():
        path, digest, *rest = (line.split() + ["", ""])[:3]
        if not path.startswith("/") or "obsolete" in rest:
            continue
        try:
            with open(path, "rb") as file:
                found = hashlib.md5(file.read(), usedforsecurity=False).hexdigest()
        except OSError:
            found = ""
        if found != digest:
            changed.append(path)
    return sorted(changed)


def read_user(name):
    try:
        user = pwd.getpwnam(name)
    except KeyError:
        return None
    own = grp.getgrgid(user.pw_gid)
    groups = sorted(group.gr_name for group in grp.getgrall() if name in group.gr_mem)
    return {
        "shell": user.pw_shell,
        "home": user.pw_dir,
        "group": own.gr_name,
        "groups": groups,
        "members": sorted(own.gr_mem),
        "locked": password_of(name).startswith(("!", "*")),
    }


def password_of(name):
    for line in read("/etc/shadow").splitlines():
        user, password, *_ = line.split(":")
        if user == name:
            return password
    return "!"


def read_firewall():
    """The host's own: the names of all tables, the text of the metadata guard's, and the user (an id, none
    where there is none) who may read there as root does."""
    tables = [line.removeprefix("table ") for line in output("nft", "list", "tables").splitlines()]
    guard = output("nft", "--numeric", "--stateless", "list", "table", "inet", "django_droplet_metadata")
    agent = output("id", "--user", "do-agent").strip()
    return {"tables": tables, "guard": guard, "agent": agent}


def read_sshd():
    """What is in effect, whichever file says it; the first of several values."""
    found = {}
    for line in output("sshd", "-T").splitlines():
        key, _, value = line.partition(" ")
        found.setdefault(key, value)
    return found
