import type { Size } from "../../host/sizes";
import type { CpuShares } from "./cpu";
import type { Finding } from "./finding";
import type { Load } from "./load";
import { moreCores, priced } from "./sizes";
import { count, percent } from "./wording";

/** The load's limits, as shares of the number of cores, in the chapter's own numbers (6.6). */
export const LOAD_LIMIT = 1;
export const PREFERRED_LOAD = 0.7;

/**
 * Steal is named from this share on, which is one tick of a core's second: the chapter names it when
 * it is not zero. From the second on it is much: a tenth of what was paid for goes to others.
 */
export const STEAL = { named: 0.01, much: 0.1 } as const;

/**
 * Waiting for disks is named from this share on. From the second on it is high: a fifth of the time
 * no request could go on although the CPU was there for it.
 */
export const WAITING = { named: 0.05, high: 0.2 } as const;

/** Interrupts' share from which it is not negligible any more. */
export const INTERRUPTS = 0.05;

export interface LoadOptions {
  size: Size | undefined;
  /** Absent without an interval. */
  cpu: CpuShares | undefined;
}

/** The 5- and 15-minute averages against the cores; the 1-minute average may spike (6.6). */
export function judgeLoad(load: Load, cores: number, options: LoadOptions): Finding[] {
  const fifteen = loadFinding(load.fifteen, 15, cores, options);
  const five = loadFinding(load.five, 5, cores, options);
  if (fifteen.level === five.level) {
    return [
      {
        ...fifteen,
        reading: `load ${load.five.toFixed(2)} and ${load.fifteen.toFixed(2)} on ${count(cores, "core")}`,
      },
    ];
  }
  return [fifteen, { ...five, lasting: false }];
}

function loadFinding(
  load: number,
  minutes: number,
  cores: number,
  { size, cpu }: LoadOptions,
): Finding {
  const common = {
    reading: `load ${load.toFixed(2)} over ${minutes} minutes on ${count(cores, "core")}`,
    section: "6.6",
    lasting: true,
  } as const;
  const larger = size && moreCores(size);
  const more = size && larger ? `more cores: ${priced(larger, size)}` : "more cores";
  // Linux counts who waits for a disk in the load as well, and no core helps them.
  const blocked = cpu !== undefined && cpu.wa >= WAITING.high;
  const advice = blocked ? "" : more;
  if (load >= LOAD_LIMIT * cores) {
    return {
      ...common,
      rule: "overload",
      level: "warn",
      verdict: "overloaded",
      limit: `5- and 15-minute load below the number of cores, ${cores}`,
      sentence: blocked
        ? "requests wait, though not for a core: who waits for the disk counts in the load too"
        : "more wants to run than the cores can: requests wait",
      advice,
    };
  }
  const preferred = Number((PREFERRED_LOAD * cores).toFixed(1));
  if (load >= PREFERRED_LOAD * cores) {
    return {
      ...common,
      rule: "highLoad",
      level: "note",
      verdict: "busy",
      limit: `5- and 15-minute load preferably below ${PREFERRED_LOAD} × cores, ${preferred}`,
      sentence: "the cores still manage, and have little left for a busy hour",
      advice,
    };
  }
  return {
    ...common,
    rule: "lowLoad",
    level: "good",
    verdict: "healthy",
    limit: `below ${PREFERRED_LOAD} × cores, ${preferred}`,
    sentence: "the cores have time to spare",
    advice: "",
  };
}

/** What the CPUs did in the interval: of the moment, so none of it lasts. */
export function judgeCpu(cpu: CpuShares): Finding[] {
  return [...steal(cpu), ...waiting(cpu), ...interrupts(cpu)];
}

const MOMENT = { section: "6.6", lasting: false } as const;

function steal({ st }: CpuShares): Finding[] {
  if (st < STEAL.named) return [];
  const much = st >= STEAL.much;
  return [
    {
      ...MOMENT,
      rule: "steal",
      level: much ? "warn" : "note",
      ...(much ? { verdict: "stolenFrom" } : {}),
      reading: `st ${percent(st)}`,
      limit: `steal below ${percent(STEAL.much)}`,
      sentence:
        "the real CPU was busy with other machines, or this one has used up its quota, when there was something to run",
      advice: much
        ? "if it lasts, a size with CPUs of its own (c-, g-), or a new droplet, which gets another place"
        : "",
    },
  ];
}

function waiting({ wa }: CpuShares): Finding[] {
  if (wa < WAITING.named) return [];
  const high = wa >= WAITING.high;
  return [
    {
      ...MOMENT,
      rule: "waiting",
      level: high ? "warn" : "note",
      ...(high ? { verdict: "waitingForDisk" } : {}),
      reading: `wa ${percent(wa)}`,
      limit: `waiting below ${percent(WAITING.high)}`,
      sentence: "the CPU was idle while processes waited for the disk: heavy disk usage",
      advice: high
        ? "see who it is: swapping, a query without an index, a backup; more cores do not help"
        : "",
    },
  ];
}

function interrupts({ hi, si }: CpuShares): Finding[] {
  if (hi + si < INTERRUPTS) return [];
  return [
    {
      ...MOMENT,
      rule: "interrupts",
      level: "note",
      reading: `hi ${percent(hi)}, si ${percent(si)}`,
      limit: `together below ${percent(INTERRUPTS)}`,
      sentence: "interrupts take a share that is not negligible: heavy I/O, of disk or network",
      advice: "",
    },
  ];
}
