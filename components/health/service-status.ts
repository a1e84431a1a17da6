import { z } from "zod";

/**
 * The service as it is on the host, in systemd's words whoever starts it: a service of systemd's, a
 * program of supervisor's, or Apache with mod_wsgi in it.
 */
export interface ServiceStatus {
  /** The service's name without its suffix, the program's, or `apache2`. */
  unit: string;
  /**
   * active, reloading, inactive, failed, activating, deactivating; `unknown` unread. Of supervisor's
   * states RUNNING is active, STARTING and BACKOFF are activating, STOPPING is deactivating, STOPPED
   * inactive, EXITED and FATAL failed; where supervisord does not run it is as supervisord's service.
   */
  activeState: string;
  /**
   * systemd's finer state: running, dead, auto-restart … Of supervisor's STARTING is start, BACKOFF
   * auto-restart, STOPPING stop-sigterm, STOPPED dead.
   */
  subState: string;
  /** Whether it starts at boot (6.3): under supervisor both supervisord and, by it, the program. */
  enabled: boolean;
  /**
   * When it became active, ISO 8601 in UTC; empty if it never was. Under supervisor when the program
   * was started, under Apache when Apache was.
   */
  since: string;
  /** The application server's master, or Apache's main process; 0 if there is none. */
  mainPid: number;
  /**
   * How often it was started again after a failure, by systemd (under Apache: Apache as a whole) or
   * by supervisord since that started, as far back as the end of its log reaches.
   */
  restarts: number;
  /** Worker processes that run; under Apache the daemon processes of the site. */
  workers: number;
  /**
   * The status of GET / on the host itself, through the web server where there is one; 0 without an
   * answer, or unasked.
   */
  httpStatus: number;
  /** Whether the host could be asked at all. */
  reachable: boolean;
}

/** What scripts/host/status.sh prints of each site. */
const reading = z.object({
  activeState: z.string(),
  subState: z.string(),
  unitFileState: z.string(),
  since: z.string(),
  mainPid: z.number(),
  restarts: z.number(),
  workers: z.number(),
  httpStatus: z.number(),
  record: z.string(),
});

const readings = z.object({ sites: z.record(z.string(), reading) });

/** A status and what it was read with. */
export interface Reading {
  status: ServiceStatus;
  /** Digest of the record that is active on the host; empty if there is none or nobody answered. */
  record: string;
}

/**
 * Reads one site from the script's JSON.
 *
 * @throws if the text is not what the script prints, or does not tell of the site
 */
export function parseReading(project: string, unit: string, text: string): Reading {
  const found = readings.parse(JSON.parse(text)).sites[project];
  if (!found) throw new Error(`what the host printed does not tell of ${project}`);
  const { record, unitFileState, ...rest } = found;
  const enabled = unitFileState === "enabled";
  return { status: { unit, ...rest, enabled, reachable: true }, record };
}

/** The status of a service whose host did not answer. */
export function unreachable(unit: string): Reading {
  return {
    status: {
      unit,
      activeState: "unknown",
      subState: "unknown",
      enabled: false,
      since: "",
      mainPid: 0,
      restarts: 0,
      workers: 0,
      httpStatus: 0,
      reachable: false,
    },
    record: "",
  };
}
