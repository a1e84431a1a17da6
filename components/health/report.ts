import { z } from "zod";

const unit = {
  /** systemd's: loaded, not-found, masked, error … */
  loadState: z.string(),
  activeState: z.string(),
  subState: z.string(),
  unitFileState: z.string(),
  /** systemd's reason for the last end: success, exit-code, oom-kill, start-limit-hit … */
  result: z.string(),
};

const process = z.object({ pid: z.number(), status: z.string(), smapsRollup: z.string() });

/** What scripts/host/status.sh prints beside what makes the service's status. */
const report = z.object({
  ...unit,
  /** Whether GET / was asked for: it would start a service that is stopped while its socket listens. */
  asked: z.boolean(),
  /** Of gunicorn's command line; 0 if it names none. */
  wantedWorkers: z.number(),
  /** What holds the site's port; `listen`: the addresses. */
  socket: z.object({ ...unit, listen: z.array(z.string()) }),
  /** The web server. */
  web: z.object({ ...unit, unit: z.string() }),
  /** All units of the host that have failed: timers' services too. */
  failedUnits: z.array(z.string()),
  rebootRequired: z.boolean(),
  /** Packages that ask for it. */
  rebootPackages: z.array(z.string()),
  /** File systems; percentages of what an ordinary user may still take. */
  disks: z.array(
    z.object({
      path: z.string(),
      sizeMiB: z.number(),
      usedMiB: z.number(),
      freePercent: z.number(),
      freeFilesPercent: z.number(),
    }),
  ),
  /** The end of the log that tells why the service is not well; empty where it is. */
  log: z.object({ source: z.string(), lines: z.array(z.string()) }),
  proc: z.object({
    /** systemd's name of the container; empty on a machine. */
    container: z.string(),
    uptime: z.string(),
    meminfo: z.string(),
    loadavg: z.string(),
    stat: z.array(z.string()),
    vmstat: z.array(z.string()),
    seconds: z.number(),
    master: process.nullable(),
    workers: z.array(process),
  }),
});

export type Report = z.infer<typeof report>;

/**
 * Reads the script's JSON.
 *
 * @returns undefined if the text is not what the script prints
 */
export function parseReport(text: string): Report | undefined {
  try {
    return report.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
