"""A Django site behind nginx."""

from io import BytesIO
from pathlib import Path

from page import answers
from pyinfra import host
from pyinfra.facts.files import Link
from pyinfra.operations import apt, files, pip, server, systemd
from pyinfra.operations.util import any_changed
from release import pack

# The texts are the same for the same server.
ROLES = Path(__file__).resolve().parent.parent / "ansible" / "roles"

PROJECT = host.data.project
ROOT = f"/opt/{PROJECT}"
CONFIG = f"/etc/opt/{PROJECT}"
PATHS = {
    "site_venv": f"{ROOT}/venv",
    "site_static": f"{ROOT}/static",
    "site_current": f"{ROOT}/current",
    "site_config": CONFIG,
    "site_data": f"/var/opt/{PROJECT}",
    "site_logs": f"/var/log/{PROJECT}",
}


def template(role, source, destination, **owner):
    return files.template(
        name=f"{destination} is in place",
        src=str(ROLES / role / "templates" / source),
        dest=destination,
        **owner,
        project=PROJECT,
        workers=host.data.workers,
        secret_key=host.data.secret_key,
        allowed_hosts=host.data.allowed_hosts,
        **PATHS,
    )


def packages():
    apt.packages(
        name="Packages are installed",
        packages=["nginx", "python3-venv"],
        no_recommends=True,
        update=True,
        cache_time=3600,
    )


def user_and_folders():
    server.user(
        name="The user is there, without login",
        user=PROJECT,
        system=True,
        home="/nonexistent",
        shell="/usr/sbin/nologin",
        ensure_home=False,
        create_home=False,
    )
    for path, mode, user, group in [
        (f"{ROOT}/releases", "755", "root", "root"),
        (PATHS["site_static"], "755", PROJECT, PROJECT),
        (CONFIG, "750", "root", PROJECT),
        (PATHS["site_data"], "750", PROJECT, PROJECT),
        (PATHS["site_logs"], "750", PROJECT, "adm"),
    ]:
        files.directory(name=f"{path} is there", path=path, mode=mode, user=user, group=group)


def settings():
    return [
        template("django", f"{name}.j2", f"{CONFIG}/{name}", user="root", group=PROJECT, mode="640")
        for name in ("environment", "deployed_settings.py")
    ]


def release():
    """Builds the release in a folder of its own; the link goes to it once all is done, so that a run
    that was cut short is taken up again."""
    identifier, archive = pack(host.data.source)
    folder = f"{ROOT}/releases/{identifier}"
    current = host.get_fact(Link, path=PATHS["site_current"])
    if current and current["link_target"] == folder:
        return []
    venv = PATHS["site_venv"]
    packed = f"{folder}.tar.gz"
    files.put(name="The project is uploaded", src=BytesIO(archive), dest=packed, mode="644")
    server.shell(
        name="The project is unpacked",
        # The archive has no times; collectstatic goes by them.
        commands=[f"mkdir -p {folder} && tar -xz --touch -C {folder} -f {packed} && rm {packed}"],
    )
    pip.packages(
        name="The requirements are installed",
        requirements=f"{folder}/requirements.txt",
        virtualenv=venv,
        virtualenv_kwargs={"venv": True, "python": "/usr/bin/python3"},
        extra_install_args=f"--no-cache-dir --disable-pip-version-check {host.data.gunicorn_requirement}",
    )
    # The key from its file, where no list of processes has it.
    manage = f"set -a; . {CONFIG}/environment; exec {venv}/bin/python {folder}/manage.py"
    server.shell(
        name="Checked, static files collected, database migrated",
        commands=[f"{manage} check", f"{manage} collectstatic --noinput", f"{manage} migrate --noinput"],
        _sudo=True,
        _sudo_user=PROJECT,
        _env={"PYTHONDONTWRITEBYTECODE": "1"},
    )
    return [files.link(name="The release is current", path=PATHS["site_current"], target=folder)]


def service(*changes):
    units = [
        template("django", f"gunicorn.{kind}.j2", f"/etc/systemd/system/{PROJECT}.{kind}", mode="644")
        for kind in ("socket", "service")
    ]
    template("django", "logrotate.j2", f"/etc/logrotate.d/{PROJECT}", mode="644")
    # The first start too: what is started below would be restarted at once. By the socket, which
    # systemd holds meanwhile, nobody is refused.
    systemd.service(
        name="Gunicorn is restarted",
        service=f"{PROJECT}.service",
        restarted=True,
        daemon_reload=True,
        _if=any_changed(*units, *changes),
    )
    for unit in (f"{PROJECT}.socket", f"{PROJECT}.service"):
        systemd.service(name=f"{unit} is enabled and runs", service=unit, running=True, enabled=True)


def web_server():
    site = f"/etc/nginx/sites-available/{PROJECT}"
    enabled = "/etc/nginx/sites-enabled"
    changed = any_changed(
        template("nginx", "site.j2", site, mode="644"),
        files.link(name="The site is on", path=f"{enabled}/{PROJECT}", target=site),
        files.link(name="Debian's own site is off", path=f"{enabled}/default", present=False),
    )
    server.shell(name="nginx's configuration is right", commands=["nginx -q -t"], _if=changed)
    systemd.service(name="nginx is reloaded", service="nginx.service", reloaded=True, _if=changed)
    systemd.service(
        name="nginx is enabled and runs", service="nginx.service", running=True, enabled=True
    )


packages()
user_and_folders()
changes = [*settings(), *release()]
service(*changes)
web_server()
answers(name="The page answers", url=f"http://{host.data.ssh_hostname}/")
