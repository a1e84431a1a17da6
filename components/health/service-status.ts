import { z } from "zod";

/** The service as it is on the host. */
export interface ServiceStatus {
  unit: string;
  /** systemd's: active, reloading, inactive, failed, activating, deactivating; `unknown` unread. */
  activeState: string;
  /** systemd's finer state: running, dead, auto-restart … */
  subState: string;
  /** Whether it starts at boot (6.3). */
  enabled: boolean;
  /** When it became active, ISO 8601 in UTC; empty if it never was. */
  since: string;
  /** gunicorn's master; 0 if there is none. */
  mainPid: number;
  /** How often systemd started it again after a failure. */
  restarts: number;
  /** Worker processes that run. */
  workers: number;
  /** The status of GET / through the web server, on the host itself; 0 without an answer, or unasked. */
  httpStatus: number;
  /** Whether the host could be asked at all. */
  reachable: boolean;
}

/** What scripts/host/status.sh prints. */
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

/** A status and what it was read with. */
export interface Reading {
  status: ServiceStatus;
  /** Digest of the record that is active on the host; empty if there is none or nobody answered. */
  record: string;
}

/**
 * Reads the script's JSON.
 *
 * @throws if the text is not what the script prints
 */
export function parseReading(unit: string, text: string): Reading {
  const { record, unitFileState, ...rest } = reading.parse(JSON.parse(text));
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
