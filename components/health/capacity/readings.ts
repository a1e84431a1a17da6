import { countCores, cpuShares, type CpuShares } from "./cpu";
import { parseLoadavg, parseUptime, type Load } from "./load";
import { parseMeminfo, parseVmstat, type Memory, type Paging } from "./memory";
import { parseProcess, type ProcessMemory, type ProcessTexts } from "./processes";

/** What the kernel says, as it says it; a text that could not be read is empty. */
export interface ProcTexts {
  uptime: string;
  meminfo: string;
  loadavg: string;
  /** The `cpu` lines of /proc/stat, the earlier first. */
  stat: readonly string[];
  /** Of /proc/vmstat, likewise; empty in a container, where they are the whole machine's. */
  vmstat: readonly string[];
  /** Between the two. */
  seconds: number;
  /** The application servers' masters, of all sites; Apache's main process is none of them. */
  masters: readonly ProcessTexts[];
  /** Of all sites. */
  workers: readonly ProcessTexts[];
}

/** The same as numbers; undefined where a text is missing, cut or strange. */
export interface Readings {
  uptimeSeconds: number | undefined;
  memory: Memory | undefined;
  paging: Paging | undefined;
  load: Load | undefined;
  cores: number | undefined;
  cpu: CpuShares | undefined;
  /** The interval of `cpu` and `paging`. */
  seconds: number;
  masters: readonly ProcessMemory[];
  workers: readonly ProcessMemory[];
}

export function parseReadings(texts: ProcTexts): Readings {
  return {
    uptimeSeconds: parseUptime(texts.uptime),
    memory: parseMeminfo(texts.meminfo),
    paging: parseVmstat(texts.vmstat, texts.seconds),
    load: parseLoadavg(texts.loadavg),
    cores: countCores(texts.stat.at(-1) ?? ""),
    cpu: cpuShares(texts.stat),
    seconds: texts.seconds,
    masters: texts.masters.map(parseProcess),
    workers: texts.workers.map(parseProcess),
  };
}
