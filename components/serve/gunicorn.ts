import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";
import type { AppServer, ServeOptions, WorkerClass } from "./app-server";
import { ownBinds } from "./binds";

/** The gunicorn that is installed where the project's requirements name none. */
const GUNICORN_REQUIREMENT = "gunicorn==26.1.0";

/** What its gevent workers need besides. */
const GEVENT_REQUIREMENT = "gevent==26.9.0";

/** gunicorn (6.2): by pip, into the virtualenv. */
export const gunicorn: AppServer = {
  title: "Gunicorn",
  documentation: "https://gunicorn.org/",
  configFile: "gunicorn.conf.py",
  logFile: "gunicorn.log",
  renderConfig,
  execStart,
  requirements(names: readonly string[], workerClass: WorkerClass) {
    return [
      ...(names.includes("gunicorn") ? [] : [GUNICORN_REQUIREMENT]),
      ...(workerClass !== "gevent" || names.includes("gevent") ? [] : [GEVENT_REQUIREMENT]),
    ];
  },
  reopenSignal: "USR1",
};

/**
 * The command line. The chapter's options (6.2: workers, log file, binds) stand here, where a
 * person looks for them; the rest is in the configuration file, in which an older gunicorn, pinned
 * by a project, skips a setting that it does not know instead of refusing to start.
 */
function execStart(options: ServeOptions): string {
  const { project, paths, workers, threads, workerClass, binds } = options;
  const { configFile = gunicorn.configFile, logFile = `${paths.logs}/${gunicorn.logFile}` } =
    options;
  return [
    `${paths.venv}/bin/python -m gunicorn`,
    `--config ${paths.config}/${configFile}`,
    `--chdir ${paths.current}/src`,
    `--workers=${workers}`,
    ...(workerClass === "sync" ? [] : [`--worker-class=${workerClass}`]),
    ...(threads === 1 ? [] : [`--threads=${threads}`]),
    `--log-file=${logFile}`,
    // The boot before the switch writes into no log of the service.
    ...(logFile === "-" ? ["--access-logfile=/dev/null"] : []),
    ...ownBinds(binds).map((bind) => `--bind=${bind}`),
    `${project}.wsgi:application`,
  ].join(" ");
}

/**
 * gunicorn.conf.py: all that is not in the chapter, each with its reason. It is read again at a
 * reload.
 */
function renderConfig(paths: ProjectPaths): string {
  return `# ${MANAGED}
import contextlib
import gc
import importlib.util
import os
import sys

# In memory: a worker's heartbeat must not wait for a busy disk.
worker_tmp_dir = "/dev/shm"

# The default lies in the home directory, which the service's user does not have. Only systemd gives
# the service a folder for it.
if "RUNTIME_DIRECTORY" in os.environ:
    control_socket = os.path.join(os.environ["RUNTIME_DIRECTORY"], "gunicorn.ctl")
else:
    control_socket_disable = True

timeout = 30
graceful_timeout = 30

# Workers are replaced now and then, so that a small leak stays small; at different times, since one
# takes as long as the project takes to load: far enough apart that under load the others serve on.
max_requests = 1000
max_requests_jitter = 1000

# Only the web server on this machine tells who the client is.
forwarded_allow_ips = "127.0.0.1,::1"

accesslog = "${paths.logs}/access.log"
# What the project prints, tracebacks above all, stands in the chapter's log as well.
capture_output = True


# Django itself is loaded once, before there are workers: they start in half the time and share its
# memory. The project is loaded by each, so that a reload takes new code; another Django comes with
# another virtualenv, for which the service restarts. gevent's workers have to replace first what
# Django takes hold of.
def when_ready(server):
    found = importlib.util.find_spec("django")
    installed = found and str(found.origin).startswith(sys.prefix)
    if installed and server.cfg.worker_class_str in ("sync", "gthread"):
        # Whatever is wrong with it, the workers say it.
        with contextlib.suppress(Exception):
            importlib.import_module("django.core.wsgi")
        # What is there by now is no garbage: without a look at it its memory stays shared, and a
        # worker ends in a third of the time (docs.python.org, gc.freeze).
        gc.freeze()
`;
}
