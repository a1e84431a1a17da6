"""One site: its service whoever starts it, its processes, its web server, and why it is not well."""

import typing

APACHE = "apache2.service"
WEB_UNITS = {"nginx": "nginx.service", "apache": APACHE}
# mod_wsgi writes a daemon's name over `/usr/sbin/apache2` and cuts it to that length.
DAEMON_NAME_LENGTH = len("/usr/sbin/apache2")


class Site(typing.NamedTuple):
    project: str
    way: str
    unit: str
    web_server: str
    log: str
    host: str

    @property
    def service_unit(self):
        return {"supervisor": SUPERVISOR, "apache": APACHE}.get(self.way, f"{self.unit}.service")

    @property
    def socket_unit(self):
        return f"{self.unit}.socket" if self.way == "systemd" else None

    @property
    def web_unit(self):
        return WEB_UNITS.get(self.web_server)

    @property
    def unit_names(self):
        return [name for name in (self.service_unit, self.socket_unit, self.web_unit) if name]


def service_of(site, unit):
    """Its state, main process and times, from the unit that starts it."""
    if site.way == "supervisor":
        return program(site.unit, unit)
    return {
        "state": state(unit),
        "since": moment(unit.get("ActiveEnterTimestamp", "")),
        "started": moment(unit.get("ExecMainStartTimestamp", "")),
        "mainPid": number(unit.get("MainPID")),
        "restarts": number(unit.get("NRestarts")),
    }


def workers_of(site, main_pid):
    """Under Apache only the site's own daemon processes: the others serve files, or other sites."""
    found = children(main_pid)
    return [pid for pid in found if is_daemon_of(site.project, pid)] if site.way == "apache" else found


def is_daemon_of(project, pid):
    named = read(f"/proc/{pid}/cmdline").partition("\0")[0].rstrip()
    whole = f"(wsgi:{project})"
    if named not in (whole, whole[:DAEMON_NAME_LENGTH]):
        return False
    # Names that are cut may be the same; users are not.
    try:
        user = os.lstat(f"/var/log/{project}").st_uid
    except OSError:
        return True
    return lines_of(f"/proc/{pid}/status", "Uid").split()[1:2] == [str(user)]


def is_well(active_state, http_status):
    return active_state == "active" and 100 <= http_status < 500 and http_status != 400


def log_end(site, service, web):
    """The end of the log that tells why: the web server's, the application server's, or that of a start
    that came to an end before it wrote anything."""
    active = service["state"]["activeState"] == "active"
    if web and web.get("ActiveState") != "active":
        if active or site.way == "apache":
            return journal(site.web_unit)
    if site.way == "supervisor" and programs() is None:
        return journal(SUPERVISOR)
    written = end_of(site.log, service["started"])
    if not written and site.way == "supervisor":
        written = end_of(f"{SUPERVISOR_LOGS}/{site.unit}.log", None)
    return written or journal(site.service_unit)


def read_site(site, shown, code, record):
    """`shown`: the properties of its units; `code`: the status of GET /, `record`: the record's digest,
    both `-` for none."""
    service = service_of(site, shown[site.service_unit])
    listening, web = shown.get(site.socket_unit), shown.get(site.web_unit)
    main_pid = service["mainPid"]
    workers = workers_of(site, main_pid)
    http_status = number(code)
    well = is_well(service["state"]["activeState"], http_status)
    # Apache's main process is no site's.
    has_master = main_pid and site.way != "apache"
    return {
        **service["state"],
        "since": iso(service["since"]),
        "mainPid": main_pid,
        "restarts": service["restarts"],
        "workers": len(workers),
        "httpStatus": http_status,
        "asked": code != "-",
        "record": record.strip("-"),
        "socket": {**state(listening), "listen": listening["Listen"]} if listening else None,
        "supervisor": state(shown[SUPERVISOR]) if site.way == "supervisor" else None,
        "web": {**state(web), "unit": site.web_unit} if web else None,
        "log": {"source": "", "lines": []} if well else log_end(site, service, web),
        "processes": {
            "master": process(main_pid) if has_master else None,
            "workers": [process(pid) for pid in workers],
        },
    }
