import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";
import { hostFile } from "../remote/script";
import { pythonEnvironment } from "./environment";
import type { AppServer, ServeOptions } from "./app-server";

export interface ProgramOptions {
  /** The program's name. */
  unit: string;
  user: string;
  server: AppServer;
  options: ServeOptions;
}

/** Where root's supervisord writes what the server says before it has its own log. */
export function supervisorLog(unit: string): string {
  return `/var/log/supervisor/${unit}.log`;
}

/** The script that opens the program's sockets; see `renderListen`. */
export function listenScript(root: string): string {
  return `${root}/listen.py`;
}

/**
 * What opens the program's sockets, since supervisor does not, as root, so that the server needs no
 * right to open a public port, and at once: a server is half a second away from its own.
 */
export function renderListen(): string {
  return `# ${MANAGED}\n${hostFile("listen.py")}`;
}

/**
 * A program of supervisor's (supervisord.org, "[program:x]"). Without `user`: setpriv drops to the
 * project's user, for good, and is then the server itself. What of the unit's sandbox holds here is no
 * new privileges, an empty bounding set and the umask; supervisor can do no more.
 */
export function renderProgram({ unit, user, server, options }: ProgramOptions): string {
  const command = [
    // Without the site's modules: it is there at once.
    `/usr/bin/python3 -IS ${listenScript(options.paths.root)} ${options.binds.join(" ")} --`,
    `/usr/bin/setpriv --reuid=${user} --regid=${user} --init-groups --no-new-privs`,
    "--inh-caps=-all --ambient-caps=-all --bounding-set=-all",
    server.execStart(options),
  ].join(" ");
  return `; ${MANAGED}
[program:${unit}]
command=${escaped(command)}
environment=${environment(options.paths)}
; Not the release's folder: a process that starts in it keeps the old release after the switch.
directory=/
umask=027
autostart=true
autorestart=true
startsecs=2
startretries=1000
; Longer than a request may run, so that those that run end by themselves.
stopwaitsecs=40
killasgroup=true
redirect_stderr=true
; Root opens it: not in a folder of the project's user. The server's own log is in ${options.paths.logs}.
stdout_logfile=${supervisorLog(unit)}
stdout_logfile_maxbytes=1MB
stdout_logfile_backups=1
`;
}

function environment(paths: ProjectPaths): string {
  const variables = { ...pythonEnvironment(paths.current), HOME: "/nonexistent", LANG: "C.UTF-8" };
  return Object.entries(variables)
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(",");
}

/** supervisor expands what stands behind a %. */
function escaped(text: string): string {
  return text.replaceAll("%", "%%");
}
