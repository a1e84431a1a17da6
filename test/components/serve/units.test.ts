import { serviceDirectives } from "../../../components/serve/gunicorn";
import { renderService, renderSocket } from "../../../components/serve/units";
import { BINDS, CONFINEMENT, PATHS, SITE } from "../../support/site";

const NAMES = { project: SITE.project, unit: SITE.unit };

test("the service", () => {
  const options = { project: SITE.project, paths: PATHS, workers: SITE.workers, binds: BINDS };
  const text = renderService(NAMES, serviceDirectives(options, CONFINEMENT, {}));
  expect(text).toMatchInlineSnapshot(`
    "[Unit]
    Description=Django project shop under Gunicorn
    Documentation=https://gunicorn.org/
    Requires=shop-unit.socket
    After=shop-unit.socket network-online.target
    Wants=network-online.target
    StartLimitIntervalSec=60
    StartLimitBurst=5

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

test("the service with a project's own choices: the program's lines stay, theirs come to them", () => {
  const options = { project: SITE.project, paths: PATHS, workers: SITE.workers, binds: BINDS };
  const overrides = { TimeoutStopSec: "90", RestartSec: "5" };
  const changed = serviceDirectives(options, CONFINEMENT, overrides);
  const own = serviceDirectives(options, CONFINEMENT, {});
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
