import type { ProjectPaths } from "../naming";
import { override, type Directive } from "./directives";
import { overridesOf } from "./sandbox";

/** The gunicorn that is installed where the project's requirements name none. */
const GUNICORN_REQUIREMENT = "gunicorn==26.1.0";

/**
 * What pip installs beside the project's requirements (6.2: by pip, into the virtualenv): gunicorn,
 * unless the project names its own.
 *
 * @param names the packages that the requirements name, normalized (PEP 503)
 */
export function gunicornRequirement(names: readonly string[]): string {
  return names.includes("gunicorn") ? "" : GUNICORN_REQUIREMENT;
}

export interface GunicornOptions {
  project: string;
  paths: ProjectPaths;
  workers: number;
  binds: readonly string[];
  /** Where gunicorn's own messages go; `-` is standard error. Default: the chapter's log. */
  logFile?: string;
  /** The configuration's file name. Default: gunicorn.conf.py. */
  configFile?: string;
}

/**
 * The command line. The chapter's options (6.2: workers, log file, binds) stand here, where a
 * person looks for them; the rest is in the configuration file, in which an older gunicorn, pinned
 * by a project, skips a setting that it does not know instead of refusing to start.
 */
export function execStart(options: GunicornOptions): string {
  const { project, paths, workers, binds } = options;
  const { logFile = `${paths.logs}/gunicorn.log`, configFile = "gunicorn.conf.py" } = options;
  return [
    `${paths.venv}/bin/python -m gunicorn`,
    `--config ${paths.config}/${configFile}`,
    `--chdir ${paths.current}/src`,
    `--workers=${workers}`,
    `--log-file=${logFile}`,
    ...binds.map((bind) => `--bind=${bind}`),
    `${project}.wsgi:application`,
  ].join(" ");
}

/** Where the project's code and its managed settings are found, in the release at `release`. */
export function pythonEnvironment(release: string): Directive[] {
  return [
    ["Environment", `PYTHONPATH=${release}/etc:${release}/src`],
    ["Environment", "DJANGO_SETTINGS_MODULE=deployed_settings"],
  ];
}

/** The `[Service]` section, the sandbox last so that a reader meets the chapter's part first. */
export function serviceDirectives(
  options: GunicornOptions,
  confinement: readonly Directive[],
  overrides: Readonly<Record<string, string>>,
): Directive[] {
  const { paths } = options;
  const runtime = paths.runtime.replace("/run/", "");
  const service = override(
    [
      ["Type", "notify"],
      ["NotifyAccess", "main"],
      ["RuntimeDirectory", runtime],
      ["RuntimeDirectoryMode", "0750"],
      ...pythonEnvironment(paths.current),
      ["ExecStart", execStart(options)],
      ["ExecReload", "/bin/kill -s HUP $MAINPID"],
      ["KillMode", "mixed"],
      ["TimeoutStartSec", "60"],
      // Longer than gunicorn's graceful_timeout, so that running requests end by themselves.
      ["TimeoutStopSec", "40"],
      ["Restart", "on-failure"],
      ["RestartSec", "2"],
    ],
    overridesOf(overrides, "service"),
  );
  return [...service, ...confinement];
}

/**
 * gunicorn.conf.py: all that is not in the chapter, each with its reason. It is read again at a
 * reload.
 */
export function renderGunicornConfig(paths: ProjectPaths): string {
  return `# Managed by django-droplet; the next \`pulumi up\` overwrites it.
import os

# In memory: a worker's heartbeat must not wait for a busy disk.
worker_tmp_dir = "/dev/shm"

# The default lies in the home directory, which the service's user does not have.
control_socket = os.path.join(os.environ["RUNTIME_DIRECTORY"], "gunicorn.ctl")

timeout = 30
graceful_timeout = 30

# Workers are replaced now and then, at different times, so that a small leak stays small.
max_requests = 1000
max_requests_jitter = 100

# Only the web server on this machine tells who the client is.
forwarded_allow_ips = "127.0.0.1,::1"

accesslog = "${paths.logs}/access.log"
# What the project prints, tracebacks above all, stands in the chapter's log as well.
capture_output = True
`;
}
