import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ProcessTexts } from "../../components/health/capacity/processes";
import type { ProcTexts } from "../../components/health/capacity/readings";

const FOLDER = join(__dirname, "..", "fixtures", "proc");

/** The hosts whose texts lie in test/fixtures/proc. */
export const HOSTS = readdirSync(FOLDER);

/** As the status script prints them; `container` is the one thing that no reading is made from. */
export type HostTexts = ProcTexts & { container: string };

/** The texts of one of them, as the status script prints them; the process of the lowest id is the master. */
export function procTexts(name: string): HostTexts {
  const folder = join(FOLDER, name);
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");
  const [master, ...workers] = readdirSync(folder)
    .flatMap((file) => (file.endsWith(".status") ? Number.parseInt(file) : []))
    .sort((one, other) => one - other)
    .map((pid): ProcessTexts => {
      return { pid, status: text(`${pid}.status`), smapsRollup: text(`${pid}.smaps_rollup`) };
    });
  return {
    container: "",
    uptime: text("uptime"),
    meminfo: text("meminfo"),
    loadavg: text("loadavg"),
    stat: [text("stat.0"), text("stat.1")],
    vmstat: [text("vmstat.0"), text("vmstat.1")],
    seconds: 1,
    masters: master ? [master] : [],
    workers,
  };
}
