/** Where a project's parts are on the host. The same for every release: only `current` moves. */
export interface ProjectPaths {
  /** Root's: the code, which the project's user reads and never writes. */
  root: string;
  releases: string;
  /** The one link that an activation moves, to a folder in `releases`. */
  current: string;
  /** `current/src`, the folder with manage.py. */
  source: string;
  /** `current/static`, what collectstatic gathered. */
  static: string;
  /** `current/etc`, the managed settings and their secrets. */
  etc: string;
  /** A link to `current/venv`, so that the path in the unit never changes. */
  venv: string;
  /** Virtualenvs by the digest of what they hold, shared by releases. */
  venvs: string;
  /** gunicorn.conf.py. */
  config: string;
  /** The project's user's: the database and `media`. */
  data: string;
  media: string;
  logs: string;
  /** systemd's RuntimeDirectory: sockets. */
  runtime: string;
}

/** The paths of a project, as the Filesystem Hierarchy Standard has them for add-on software. */
export function projectPaths(project: string): ProjectPaths {
  const root = `/opt/${project}`;
  const current = `${root}/current`;
  const data = `/var/opt/${project}`;
  return {
    root,
    releases: `${root}/releases`,
    current,
    source: `${current}/src`,
    static: `${current}/static`,
    etc: `${current}/etc`,
    venv: `${root}/venv`,
    venvs: `${root}/venvs`,
    config: `/etc/opt/${project}`,
    data,
    media: `${data}/media`,
    logs: `/var/log/${project}`,
    runtime: `/run/${project}`,
  };
}

/**
 * The logical name of a component's child. The suffix is part of the resource's URN: changing one
 * replaces the resource in every stack, unless an alias names the old one.
 */
export function childName(name: string, suffix: string): string {
  return `${name}-${suffix}`;
}
