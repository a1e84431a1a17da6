import type { Size } from "../../host/sizes";
import { workersFor } from "../../serve/sizing";
import { judgeCpu, judgeLoad, PREFERRED_LOAD } from "./cpu-rules";
import { VERDICTS, type Finding, type Level, type Verdict } from "./finding";
import { judgeMemory, judgeSwap } from "./memory-rules";
import type { Readings } from "./readings";
import { judgeWorkers, suggestWorkers } from "./worker-rules";
import { mebibytes } from "./wording";

/** Below this uptime, in seconds, cache and 15-minute load have not settled: free RAM means nothing. */
export const SETTLED_AFTER = 3600;

/** A machine that shows more RAM than its size has, by this factor, shows another machine's. */
const OWN_MEMORY = 1.05;

/** The stack's output: what changes when the machine's state does. */
export interface CapacityOutput {
  verdict: Verdict;
  /** How many workers the machine should have, of all sites together; 0: unknown. */
  suggestedWorkers: number;
}

/** The whole judgement. */
export interface Capacity extends CapacityOutput {
  /** The verdict by the findings that last: the one of the stack's output. */
  lastingVerdict: Verdict;
  /** Worst first. */
  findings: Finding[];
}

export interface Circumstances {
  /** The droplet's; undefined if it is not known. */
  size: Size | undefined;
  /** How many workers all sites together should have; 0: unknown. */
  wantedWorkers: number;
  /** How many sites share the machine. */
  sites: number;
  /** Whether to judge in the first hour after the boot too. */
  early: boolean;
}

/** Judges a machine by the chapter's rules (6.2, 6.5, 6.6). Never throws. */
export function judge(readings: Readings, circumstances: Circumstances): Capacity {
  const { memory, load, uptimeSeconds, cpu, paging, workers } = readings;
  const { wantedWorkers, sites } = circumstances;
  const size = circumstances.size ?? sizeAsRead(readings);
  const cores = readings.cores ?? circumstances.size?.vcpus;
  const foreign = showsAnotherMachine(readings, circumstances.size);
  if (foreign) return unknown(size, [foreign]);

  const early =
    !circumstances.early && uptimeSeconds !== undefined && uptimeSeconds < SETTLED_AFTER;
  const suggested = size ? (early ? workersFor(size) : suggestWorkers(size, readings)) : 0;
  const forMemory = {
    size: circumstances.size,
    // Of what lasts, since the verdict on memory does.
    coresNeeded: load ? load.fifteen / PREFERRED_LOAD : 1,
    suggestedWorkers: suggested,
    workers: workers.length,
  };
  const swap = memory ? judgeSwap(memory, paging, forMemory) : [];
  const low = swap.some(({ verdict }) => verdict === "lowOnMemory");
  const settled = [
    ...(memory && !low ? judgeMemory(memory, forMemory) : []),
    ...(load && cores ? judgeLoad(load, cores, { size: circumstances.size, cpu }) : []),
  ];
  const findings = [
    ...swap,
    ...(early ? [tooEarly(uptimeSeconds)] : settled),
    ...(cpu ? judgeCpu(cpu) : []),
    ...judgeWorkers(workers, { wanted: wantedWorkers, sites, suggested, memory, cpu }),
  ].sort((one, other) => LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level));

  if (!memory || !load || !cores || uptimeSeconds === undefined) return unknown(size, findings);
  return {
    verdict: worst(findings),
    lastingVerdict: worst(findings.filter(({ lasting }) => lasting)),
    suggestedWorkers: suggested,
    findings,
  };
}

const LEVELS: readonly Level[] = ["bad", "warn", "note", "good"];

function worst(findings: readonly Finding[]): Verdict {
  return VERDICTS.find((verdict) => findings.some((each) => each.verdict === verdict)) ?? "healthy";
}

function unknown(size: Size | undefined, findings: Finding[]): Capacity {
  const suggestedWorkers = size ? workersFor(size) : 0;
  return { verdict: "unknown", lastingVerdict: "unknown", suggestedWorkers, findings };
}

/** What the stack's output is before and without a reading. */
export function unknownCapacity(size: Size | undefined): CapacityOutput {
  return { verdict: "unknown", suggestedWorkers: size ? workersFor(size) : 0 };
}

function sizeAsRead({ cores, memory }: Readings): Size | undefined {
  if (!cores || !memory) return undefined;
  const free = { diskGiB: 0, priceMonthly: 0, priceHourly: 0 };
  return { slug: "", vcpus: cores, memoryMiB: memory.total, ...free };
}

function tooEarly(uptimeSeconds: number): Finding {
  return {
    rule: "tooEarly",
    level: "note",
    verdict: "tooEarly",
    lasting: true,
    reading: `up for ${Math.floor(uptimeSeconds / 60)} minutes`,
    limit: `an hour`,
    sentence: "the cache and the load averages have not settled yet",
    section: "6.5",
    advice: "look again later; npm run status -- --early judges all the same",
  };
}

/** A container whose kernel cannot give it a view of its own reads the machine's numbers. */
function showsAnotherMachine({ memory }: Readings, size: Size | undefined): Finding | undefined {
  if (!memory || !size || memory.total <= size.memoryMiB * OWN_MEMORY) return undefined;
  return {
    rule: "anotherMachine",
    level: "warn",
    verdict: "unknown",
    lasting: true,
    reading: `${mebibytes(memory.total)} of RAM`,
    limit: `${mebibytes(size.memoryMiB)}, which ${size.slug} has`,
    sentence: "the host sees the memory and the load of the machine that it runs on, not its own",
    section: "6.5",
    advice: "local droplets see their own with lxcfs, which this machine's kernel or FUSE refuses",
  };
}
