import type { AppServer, ServeOptions } from "../../../components/serve/app-server";
import { gunicorn } from "../../../components/serve/gunicorn";
import { renderService, renderSocket, serviceDirectives } from "../../../components/serve/units";
import { uwsgi } from "../../../components/serve/uwsgi";
import { BINDS, CONFINEMENT, PATHS, SITE } from "../../support/site";

const NAMES = { project: SITE.project, unit: SITE.unit };

const { project, workers, threads, workerClass } = SITE;
const OPTIONS: ServeOptions = {
  ...{ project, workers, threads, workerClass },
  paths: PATHS,
  binds: BINDS,
};

function service(server: AppServer): string {
  return renderService(NAMES, server, serviceDirectives(server, OPTIONS, CONFINEMENT, {}));
}

test("the service", () => {
  expect(service(gunicorn)).toMatchInlineSnapshot(`
    "[Unit]
    Description=Django project shop under Gunicorn
    Documentation=https://gunicorn.org/
    Requires=shop-unit.socket
    After=shop-unit.socket network-online.target
    Wants=network-online.target
    StartLimitIntervalSec=0

    [Service]
    Type=notify
    NotifyAccess=main
    RuntimeDirectory=shop
    RuntimeDirectoryMode=0750
    Environment=PYTHONPATH=/opt/shop/current/etc:/opt/shop/current/src
    Environment=DJANGO_SETTINGS_MODULE=deployed_settings
    ExecStart=/opt/shop/venv/bin/python -m gunicorn --config /etc/opt/shop/gunicorn.conf.py --chdir /opt/shop/current/src --workers=5 --log-file=/var/log/shop/gunicorn.log --bind=127.0.0.1:8000 --bind=[::1]:8000 shop.wsgi:application
    ExecReload=/bin/kill -s HUP $MAINPID
    KillMode=mixed
    TimeoutStartSec=60
    TimeoutStopSec=40
    Restart=on-failure
    RestartSec=2
    User=shop-user
    Group=shop-user
    WorkingDirectory=/
    UMask=0027
    ReadWritePaths=/var/opt/shop /var/log/shop
    NoNewPrivileges=yes
    CapabilityBoundingSet=
    AmbientCapabilities=
    ProtectSystem=strict
    ProtectHome=yes
    PrivateTmp=yes
    PrivateDevices=yes
    PrivateUsers=yes
    ProtectProc=invisible
    ProtectClock=yes
    ProtectHostname=yes
    ProtectKernelLogs=yes
    ProtectKernelModules=yes
    ProtectKernelTunables=yes
    ProtectControlGroups=yes
    RestrictNamespaces=yes
    RestrictRealtime=yes
    RestrictSUIDSGID=yes
    RemoveIPC=yes
    LockPersonality=yes
    RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6
    SystemCallArchitectures=native
    SystemCallFilter=@system-service
    SystemCallFilter=~@privileged @resources
    SystemCallErrorNumber=EPERM
    IPAddressDeny=169.254.169.254

    [Install]
    WantedBy=multi-user.target
    Also=shop-unit.socket
    "
  `);
});

test("the service of uWSGI differs in what it is called and what it starts, and in nothing else", () => {
  const [own, other] = [service(gunicorn).split("\n"), service(uwsgi).split("\n")];
  expect(other.filter((line) => !own.includes(line))).toEqual([
    "Description=Django project shop under uWSGI",
    "Documentation=https://uwsgi-docs.readthedocs.io/",
    `ExecStart=${uwsgi.execStart(OPTIONS)}`,
  ]);
  expect(other.map(keyOf)).toEqual(own.map(keyOf));
});

test("the service with a project's own choices: the program's lines stay, theirs come to them", () => {
  const overrides = { TimeoutStopSec: "90", RestartSec: "5" };
  const changed = serviceDirectives(gunicorn, OPTIONS, CONFINEMENT, overrides);
  const own = serviceDirectives(gunicorn, OPTIONS, CONFINEMENT, {});
  expect(changed.map(([key]) => key)).toEqual(own.map(([key]) => key));
  expect(changed.filter((line, index) => line[1] !== own[index]?.[1])).toEqual([
    ["TimeoutStopSec", "90"],
    ["RestartSec", "5"],
  ]);
});

test("the socket", () => {
  expect(renderSocket(NAMES, BINDS)).toMatchInlineSnapshot(`
    "[Unit]
    Description=Sockets of the Django project shop (stop both: systemctl stop shop-unit.socket shop-unit)

    [Socket]
    ListenStream=127.0.0.1:8000
    ListenStream=[::1]:8000
    BindIPv6Only=ipv6-only
    NoDelay=yes

    [Install]
    WantedBy=sockets.target
    "
  `);
});

test("the socket of a server without IPv6 has one address", () => {
  const text = renderSocket(NAMES, ["127.0.0.1:8000"]);
  expect(text.match(/^ListenStream=.*$/gm)).toEqual(["ListenStream=127.0.0.1:8000"]);
});

test("the socket of a server without a web server is everybody's, a family at a time", () => {
  const text = renderSocket(NAMES, ["0.0.0.0:80", "[::]:80"]);
  expect(text.match(/^(ListenStream|BindIPv6Only)=.*$/gm)).toEqual([
    "ListenStream=0.0.0.0:80",
    "ListenStream=[::]:80",
    "BindIPv6Only=ipv6-only",
  ]);
});

/** The directive of a unit's line. */
function keyOf(line: string): string {
  return line.replace(/=.*/, "");
}
