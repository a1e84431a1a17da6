import { bindList } from "../../../components/serve/binds";
import type { Stack } from "./stack";
import type { Step } from "./walk";

/** What of a host differs from one combination to another, each list sorted. */
export interface HostView {
  /** Units of the servers that run or start at boot: `nginx active`, `nginx enabled`. */
  units: string[];
  /** The files of the project hello that are no part of its releases. */
  files: string[];
  /** Kinds of processes. */
  processes: string[];
  /** Addresses with one of the servers' ports. */
  listening: string[];
}

const UNITS = "nginx.service apache2.service supervisor.service hello.service hello.socket";

const FILES = `/etc/nginx/sites-*/*hello* /etc/apache2/sites-*/*hello* /etc/supervisor/conf.d/*
  /etc/systemd/system/*hello* /etc/systemd/system/*.wants/*hello* /etc/opt/hello/*
  /etc/logrotate.d/*hello* /opt/hello/mod_wsgi.py
  /opt/hello/listen.py`.replaceAll("\n", " ");

const SCRIPT = `
for unit in ${UNITS}; do
  for what in active enabled; do
    ! systemctl --quiet is-$what $unit 2>/dev/null || echo "units $unit $what"
  done
done
for file in ${FILES}; do [ ! -e "$file" ] && [ ! -L "$file" ] || echo "files $file"; done
ps -e -o args= | sed 's/^/processes /'
ss -Hltn 'sport = 80 or sport = 8000' | awk '{ print "listening", $4 }'
`;

/** By what a command line has in it. */
const PROCESSES: Readonly<Record<string, RegExp>> = {
  nginx: /^nginx: /,
  apache: /^\/usr\/sbin\/apache2 /,
  gunicorn: /python -m gunicorn /,
  uwsgi: /\/pyuwsgi /,
  mod_wsgi: /^\(wsgi:hello/,
  supervisor: /\/supervisord /,
};

/** The host as it is. */
export async function hostView(stack: Stack): Promise<HostView> {
  const lines = (await stack.ssh(SCRIPT)).split("\n");
  const of = (kind: string) =>
    lines
      .filter((line) => line.startsWith(`${kind} `))
      .map((line) => line.slice(kind.length + 1))
      .sort();
  const commands = of("processes");
  return {
    units: of("units"),
    files: of("files"),
    processes: Object.entries(PROCESSES)
      .filter(([, pattern]) => commands.some((command) => pattern.test(command)))
      .map(([name]) => name)
      .sort(),
    listening: of("listening"),
  };
}

/** The host as it has to be, the site being hello by the addresses: what a step needs, and no more. */
export function expectedView(step: Step): HostView {
  const { appServer, webServer, supervisor } = step;
  const inApache = appServer === "mod_wsgi";
  const bySystemd = !inApache && supervisor === "systemd";
  const bySupervisor = supervisor === "supervisor";
  const only = (condition: boolean, ...texts: string[]) => (condition ? texts : []);
  const services = [
    ...only(bySystemd, "hello.service", "hello.socket"),
    ...only(bySupervisor, "supervisor.service"),
    ...only(webServer === "nginx", "nginx.service"),
    ...only(webServer === "apache", "apache2.service"),
  ];
  const inBoth = (folder: string, file: string) =>
    ["available", "enabled"].map((kind) => `${folder}/sites-${kind}/${file}`);
  return {
    units: services.flatMap((unit) => [`${unit} active`, `${unit} enabled`]).sort(),
    files: [
      ...only(webServer === "nginx", ...inBoth("/etc/nginx", "hello")),
      ...only(webServer === "apache", ...inBoth("/etc/apache2", "000-hello.conf")),
      ...only(bySupervisor, "/etc/supervisor/conf.d/hello.conf"),
      ...only(
        bySystemd,
        "/etc/systemd/system/hello.service",
        "/etc/systemd/system/hello.socket",
        "/etc/systemd/system/multi-user.target.wants/hello.service",
        "/etc/systemd/system/sockets.target.wants/hello.socket",
      ),
      ...only(appServer === "gunicorn", "/etc/opt/hello/gunicorn.conf.py"),
      ...only(appServer === "uwsgi", "/etc/opt/hello/uwsgi.ini"),
      ...only(inApache, "/opt/hello/mod_wsgi.py"),
      ...only(bySupervisor, "/opt/hello/listen.py"),
      ...only(!inApache, "/etc/logrotate.d/hello"),
    ].sort(),
    processes: [
      appServer,
      ...only(webServer !== "none", webServer),
      ...only(bySupervisor, "supervisor"),
    ].sort(),
    listening: expectedListening(step),
  };
}

function expectedListening({ appServer, webServer, ipv6 }: Step): string[] {
  const web = {
    nginx: ipv6 ? ["0.0.0.0:80", "[::]:80"] : ["0.0.0.0:80"],
    // An IPv6 socket for all addresses takes IPv4 as well, where its maker does not say otherwise.
    apache: [ipv6 ? "*:80" : "0.0.0.0:80"],
    none: [],
  };
  const application = appServer === "mod_wsgi" ? [] : bindList(8000, ipv6, webServer);
  return [...web[webServer], ...application].sort();
}
