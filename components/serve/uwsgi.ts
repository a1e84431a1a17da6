import { MANAGED } from "../managed";
import type { AppServer, ServeOptions } from "./app-server";
import { ownBinds } from "./binds";

/**
 * uWSGI as wheels of the unchanged source, for CPython 3.10 to 3.14 on x86_64 and aarch64. The
 * package `uwsgi` comes as source alone, and a server has no compiler.
 */
const PYUWSGI_REQUIREMENT = "pyuwsgi==2.0.30.post1";

/**
 * uWSGI. It listens on the sockets that systemd hands to it, and binds the same addresses by itself
 * where it is handed none: a `--http-socket` whose name is that of a handed one is not bound again.
 */
export const uwsgi: AppServer = {
  title: "uWSGI",
  documentation: "https://uwsgi-docs.readthedocs.io/",
  configFile: "uwsgi.ini",
  logFile: "uwsgi.log",
  renderConfig,
  execStart,
  // A project's own `uwsgi` stays installed beside it: a binary, which the command line cannot run.
  requirements: (names) => (names.includes("pyuwsgi") ? [] : [PYUWSGI_REQUIREMENT]),
};

/**
 * The command line. Python is named by the path that goes through the current release, as for
 * gunicorn: pip's script names the virtualenv that it was made in, and after a reload the new code
 * would run with the old dependencies.
 *
 * Workers enter the project's folder by themselves, each when it starts: the process that starts
 * them would keep the release that was current when it started.
 */
function execStart(options: ServeOptions): string {
  const { project, paths, workers, threads, binds } = options;
  const { configFile = uwsgi.configFile, logFile = `${paths.logs}/${uwsgi.logFile}` } = options;
  return [
    `${paths.venv}/bin/python ${paths.venv}/bin/pyuwsgi`,
    `--ini=${paths.config}/${configFile}`,
    `--hook-post-fork=cd:${paths.current}/src`,
    `--processes=${workers}`,
    `--threads=${threads}`,
    ...(logFile === "-"
      ? []
      : [`--logto=${logFile}`, `--req-logger=file:${paths.logs}/access.log`]),
    ...ownBinds(binds).map((bind) => `--http-socket=${socketName(bind)}`),
    `--module=${project}.wsgi:application`,
  ].join(" ");
}

/** A bind as uWSGI names its sockets: by that name it knows one that systemd hands to it. */
function socketName(bind: string): string {
  return bind.replace(/^unix:/, "").replace(/^0\.0\.0\.0:/, ":");
}

/**
 * uwsgi.ini: all that is not in the chapter, each with its reason. It is read at a start, not at a
 * reload. An option that uWSGI does not know is skipped.
 */
function renderConfig(): string {
  return `# ${MANAGED}
[uwsgi]
# Web servers and probes speak HTTP, on the sockets that systemd holds as well.
protocol = http
master = true
# A worker that outlived it would keep the port.
no-orphans = true
vacuum = true

# Each worker loads the project by itself: no connection that the project opens while it is loaded
# is shared. One that cannot load it ends the server: no site that answers 500 to everything.
lazy-apps = true
need-app = true
# Extension modules may not know more than one interpreter.
single-interpreter = true
enable-threads = true

# On HUP each worker is replaced as soon as its request has ended, on TERM the server ends when all
# have. uWSGI's own HUP serves nobody until the slowest request has ended, its TERM cuts them all.
hook-master-start = unix_signal:1 uwsgi_reload_workers
hook-master-start = unix_signal:15 grace_them_all
exit-on-reload = true
# A worker's end wakes the master, which does nothing else at that signal: by itself it looks after
# its workers once a second, so that a stop took that long, and so did another worker in one's place.
hook-master-start = unix_signal:17 uwsgi_opt_noop
# A worker that is told to end leaves after its request, and not within the signal's handler, where a
# connection that it has just accepted is lost and Python can wait for a lock of its own. One that
# still loads the project leaves at once, with what may be the old code.
hook-post-fork = unix_signal:1 _exit
hook-accepting = unix_signal:1 goodbye_cruel_world
# While it starts, too, TERM means the end and not a reload.
die-on-term = true
worker-reload-mercy = 30

harakiri = 30
# A client that for so long neither sends nor reads anything blocks no worker.
socket-timeout = 10
# A body is read before the project is called: a slow upload is no slow request, and an answer to
# one that the project does not read is not lost.
post-buffering = 65536
# nginx lets 32 KB of headers through, and adds some.
buffer-size = 65535
listen = 1024
# Every connection is closed after its request: Apache must not send a second one.
add-header = Connection: close

# Workers are replaced now and then, so that a small leak stays small; at different times, since one
# takes as long as the project takes to load. By itself uWSGI lets none go within its first seconds:
# under load all have had enough by then, and go at once.
max-requests = 1000
max-requests-delta = 250
min-worker-lifetime = 0

# Clients that go away are no errors.
ignore-sigpipe = true
ignore-write-errors = true
disable-write-exception = true

# Only the web server on this machine tells who the client is and whether it uses TLS.
route-run = setscheme:http
route-if = equal:\${REMOTE_ADDR}-\${HTTP_X_FORWARDED_PROTO};127.0.0.1-https setscheme:https
route-if = equal:\${REMOTE_ADDR}-\${HTTP_X_FORWARDED_PROTO};::1-https setscheme:https
final-route-if = equal:\${REMOTE_ADDR};127.0.0.1 setremoteaddr:\${HTTP_X_FORWARDED_FOR}
final-route-if = equal:\${REMOTE_ADDR};::1 setremoteaddr:\${HTTP_X_FORWARDED_FOR}
# A line break within a request would forge a line of the log.
route-if = regexp:${LOGGED};[\\r\\n] donotlog:
route-if = regexp:${LOGGED};[\\r\\n] break:400 Bad Request
log-date = true
log-format = %(addr) - %(user) [%(ltime)] "%(method) %(uri) %(proto)" %(status) %(rsize) "%(referer)" "%(uagent)"
`;
}

/** What a client writes into a line of the log. */
const LOGGED = "${REQUEST_METHOD}${REQUEST_URI}${SERVER_PROTOCOL}${HTTP_REFERER}${HTTP_USER_AGENT}";
