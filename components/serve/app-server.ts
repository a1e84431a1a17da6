import type { ProjectPaths } from "../naming";

/** How gunicorn's workers serve: one request at a time, by threads, or by greenlets. */
export type WorkerClass = "sync" | "gthread" | "gevent";

/** What a stack decides about its application server. */
export interface ServeOptions {
  project: string;
  paths: ProjectPaths;
  workers: number;
  /** Of each worker. */
  threads: number;
  /** gunicorn's; the others have nothing of the kind. */
  workerClass: WorkerClass;
  /** Addresses with their ports, or `unix:` and a path; see `bindList`. */
  binds: readonly string[];
  /** Where the server's messages go; `-` is standard error. Default: its log in the project's folder. */
  logFile?: string;
  /** The configuration's name in the project's folder of /etc/opt. Default: the server's own. */
  configFile?: string;
}

/**
 * An application server with processes of its own, whoever supervises them. It tells systemd that it
 * is ready, takes new code on HUP, and ends on TERM within 30 seconds, when its requests have ended.
 */
export interface AppServer {
  /** As its makers write it. */
  title: string;
  documentation: string;
  /** The configuration's name in the project's folder of /etc/opt. */
  configFile: string;
  /** The name of its log in the project's folder of /var/log. */
  logFile: string;
  /** The configuration: all that is no choice of the stack's. */
  renderConfig(paths: ProjectPaths): string;
  /** The command line, which holds the stack's choices, for a person who looks at the unit. */
  execStart(options: ServeOptions): string;
  /**
   * What pip installs beside the project's requirements: nothing that the project names itself.
   *
   * @param names the packages that the requirements name, normalized (PEP 503)
   */
  requirements(names: readonly string[], workerClass: WorkerClass): string[];
  /** The signal on which it opens its logs again; absent: they are copied and cut instead. */
  reopenSignal?: string;
}
