import { hostFile, script } from "../remote/script";
import type { Serving } from "../serve/serving";

/** A site as the script has to know it. */
export interface SiteToAsk {
  project: string;
  serving: Serving;
  /** The Host header under which the site answers. */
  hostHeader: string;
}

export interface StatusScriptOptions {
  sites: readonly SiteToAsk[];
  /**
   * Seconds between two readings of the CPU's time, which the script waits for; 0 for a reading that
   * wants no CPU shares.
   */
  seconds: number;
}

/** The reader's files, which are one program: each needs what stands before it. */
export const READER_FILES = [
  "status_basics.py",
  "status_supervisor.py",
  "status_site.py",
  "status_reading.py",
];

/** The script that reads sites and machine; `parseReading` and `parseReport` take what it prints. */
export function statusScript({ sites, seconds }: StatusScriptOptions): string {
  return script(["web-servers", "ways", "supervisor", "record", "probe", "status"], {
    SITES: sites.map(siteLine),
    SECONDS_APART: seconds,
    READER: READER_FILES.map(hostFile).join("\n"),
  });
}

/** No name or path of a site has a blank in it; the header stands last since it may be empty. */
function siteLine({ project, serving, hostHeader }: SiteToAsk): string {
  const { way, unit, webServer, log } = serving;
  return [project, way, unit, webServer, log, hostHeader].join(" ");
}
