import { z } from "zod";

const unit = {
  /** systemd's: loaded, not-found, masked, error … */
  loadState: z.string(),
  activeState: z.string(),
  subState: z.string(),
  /** enabled, disabled, masked …; of a supervisor's program whether both it and supervisord start. */
  unitFileState: z.string(),
  /**
   * systemd's reason for the last end: success, exit-code, oom-kill, start-limit-hit …; of a
   * supervisor's program in supervisor's words.
   */
  result: z.string(),
};

const process = z.object({ pid: z.number(), status: z.string(), smapsRollup: z.string() });

/** What scripts/host/status.sh prints of a site beside what makes its service's status. */
const site = z.object({
  ...unit,
  /** Whether GET / was asked for: it would start a service that is stopped while its socket listens. */
  asked: z.boolean(),
  /** What holds the site's port; `listen`: the addresses. null where systemd holds none. */
  socket: z.object({ ...unit, listen: z.array(z.string()) }).nullable(),
  /** supervisord's own service; null where it runs nothing of the site. */
  supervisor: z.object(unit).nullable(),
  /** The web server; null where the application server answers itself. */
  web: z.object({ ...unit, unit: z.string() }).nullable(),
  /** The end of the log that tells why the service is not well; empty where it is. */
  log: z.object({ source: z.string(), lines: z.array(z.string()) }),
  processes: z.object({
    /** null without one, and under Apache, whose main process serves all sites. */
    master: process.nullable(),
    workers: z.array(process),
  }),
});

const host = z.object({
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
  proc: z.object({
    /** systemd's name of the container; empty on a machine. */
    container: z.string(),
    uptime: z.string(),
    meminfo: z.string(),
    loadavg: z.string(),
    stat: z.array(z.string()),
    vmstat: z.array(z.string()),
    seconds: z.number(),
  }),
});

/** What the script prints: the sites by their projects, and the machine once. */
const report = z.object({ sites: z.record(z.string(), site), host });

export type SiteReport = z.infer<typeof site>;
export type HostReport = z.infer<typeof host>;
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
