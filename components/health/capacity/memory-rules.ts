import type { Size } from "../../host/sizes";
import type { Finding } from "./finding";
import type { Memory, Paging } from "./memory";
import { moreMemory, priced, smallerSize } from "./sizes";
import { mebibytes, percent } from "./wording";

/** The cache's share of RAM on a healthy system, in the chapter's own numbers (6.5). */
export const HEALTHY_CACHE = { least: 0.2, most: 0.5 } as const;

/**
 * "Much" free RAM: half of it. The healthy cache ends at 50 %; where more than that lies free after
 * an hour, Linux has found nothing to fill it with.
 */
export const MUCH_FREE = 0.5;

/** A "very small" cache: less than half of the least that is healthy. */
export const VERY_SMALL_CACHE = 0.1;

/** "Little" free RAM: what is free could not bring the cache up to a healthy share. */
export const LITTLE_FREE = 0.1;

/** "Considerable" swap: a tenth of the RAM, which on the smallest droplets is a whole worker. */
export const CONSIDERABLE_SWAP = 0.1;

/** What decides what to do. */
export interface MemoryCircumstances {
  size: Size | undefined;
  /** How many cores the load needs. */
  coresNeeded: number;
  /** As `suggestedWorkers` has it, and how many there are. */
  suggestedWorkers: number;
  workers: number;
}

/** The rules of 6.5 on how RAM is shared out; the cache needs an hour to grow into it. */
export function judgeMemory(memory: Memory, circumstances: MemoryCircumstances): Finding[] {
  const free = memory.free / memory.total;
  const cache = memory.cache / memory.total;
  const finding = (rest: Omit<Finding, "section" | "lasting" | "reading">): Finding => ({
    reading: `cache ${percent(cache)}, free ${percent(free)} of ${mebibytes(memory.total)}`,
    ...rest,
    section: "6.5",
    lasting: true,
  });
  if (free >= MUCH_FREE) return [finding(muchFree(memory, circumstances))];
  if (cache > HEALTHY_CACHE.most) return [finding(LARGE_CACHE)];
  if (cache >= HEALTHY_CACHE.least) return [finding(HEALTHY)];
  if (free >= LITTLE_FREE) return [finding(ROOM_FOR_CACHE)];
  if (cache >= VERY_SMALL_CACHE) return [finding(smallCache(circumstances))];
  return [finding(verySmallCache(memory, circumstances))];
}

const BAND = `cache ${percent(HEALTHY_CACHE.least)} to ${percent(HEALTHY_CACHE.most)} of RAM`;

const HEALTHY: Pick<Finding, "rule" | "level" | "verdict" | "limit" | "sentence" | "advice"> = {
  rule: "healthyCache",
  level: "good",
  verdict: "healthy",
  limit: BAND,
  sentence: "the cache has the share of RAM that it has on a healthy system",
  advice: "",
};

const LARGE_CACHE: typeof HEALTHY = {
  rule: "largeCache",
  level: "note",
  verdict: "healthy",
  limit: BAND,
  sentence: "programs leave most of the RAM to the cache: there is more than enough of it",
  advice: "",
};

const ROOM_FOR_CACHE: typeof HEALTHY = {
  rule: "roomForCache",
  level: "good",
  verdict: "healthy",
  limit: `free at least ${percent(LITTLE_FREE)} where the cache is below ${percent(HEALTHY_CACHE.least)}`,
  sentence: "the cache is small since there is little to cache, and has free RAM to grow into",
  advice: "",
};

function muchFree(memory: Memory, { size, coresNeeded }: MemoryCircumstances): typeof HEALTHY {
  const smaller = size && smallerSize(size, { usedMiB: memory.used, cores: coresNeeded });
  return {
    rule: "muchFree",
    level: "note",
    // Where nothing smaller would do, this machine is not larger than it needs to be.
    verdict: size && !smaller ? "healthy" : "oversized",
    limit: `free below ${percent(MUCH_FREE)} of RAM`,
    sentence:
      "so much RAM is free that Linux cannot fill it even with its cache: the machine is probably larger than it needs to be",
    advice: size
      ? smaller
        ? takeSmaller(size, smaller)
        : NOTHING_SMALLER
      : "a smaller size would do",
  };
}

const NOTHING_SMALLER = "none: no smaller size holds what it does";

function takeSmaller(size: Size, smaller: Size): string {
  const take = `a smaller size would do: ${priced(smaller, size)}`;
  if (smaller.diskGiB >= size.diskGiB) return take;
  return `${take}, as a new droplet: a disk does not shrink from ${size.diskGiB} to ${smaller.diskGiB} GB`;
}

function smallCache(circumstances: MemoryCircumstances): typeof HEALTHY {
  return {
    rule: "smallCache",
    level: "note",
    verdict: "tight",
    limit: BAND,
    sentence:
      "the cache is below its healthy share and nothing is free for it: RAM is getting short",
    advice: lessOrMore(circumstances),
  };
}

function verySmallCache(memory: Memory, circumstances: MemoryCircumstances): typeof HEALTHY {
  const noSwap =
    memory.swapTotal === 0 ? "; without swap the next step is that Linux kills a process" : "";
  return {
    rule: "verySmallCache",
    level: "warn",
    verdict: "shortOfMemory",
    limit: `cache at least ${percent(VERY_SMALL_CACHE)} where less than ${percent(LITTLE_FREE)} is free`,
    sentence: `the cache is very small and nothing is free: the system is short of RAM${noSwap}`,
    advice: lessOrMore(circumstances),
  };
}

/** The rules of 6.5 on swap: they hold from the first minute. */
export function judgeSwap(
  memory: Memory,
  paging: Paging | undefined,
  circumstances: MemoryCircumstances,
): Finding[] {
  const swap = memory.swapUsed / memory.total;
  const free = memory.free / memory.total;
  const cache = memory.cache / memory.total;
  const common = { section: "6.5", lasting: true } as const;
  const findings: Finding[] = [];
  if (swap >= CONSIDERABLE_SWAP && free < LITTLE_FREE && cache < VERY_SMALL_CACHE) {
    findings.push({
      ...common,
      rule: "swapForWantOfMemory",
      level: "bad",
      verdict: "lowOnMemory",
      reading: `swap ${mebibytes(memory.swapUsed)}, free ${percent(free)}, cache ${percent(cache)}${movement(paging)}`,
      limit: `swap below ${percent(CONSIDERABLE_SWAP)} of RAM where free and cache are below ${percent(VERY_SMALL_CACHE)} each`,
      sentence:
        "much is swapped out while hardly any RAM is free or cache: the system is low on memory",
      advice: lessOrMore(circumstances),
    });
  } else if (swap >= CONSIDERABLE_SWAP) {
    findings.push({
      ...common,
      rule: "swapAlone",
      level: "good",
      reading: `swap ${mebibytes(memory.swapUsed)} (${percent(swap)} of RAM)${movement(paging)}`,
      limit: `swap counts only where free and cache are below ${percent(VERY_SMALL_CACHE)} each`,
      sentence:
        "programs have left that data unused for hours, so Linux uses its RAM better: this is fine",
      advice: "",
    });
  }
  if (paging && paging.killed > 0) {
    findings.push({
      ...common,
      rule: "killed",
      level: "warn",
      lasting: false,
      reading: `${paging.killed} killed since the boot`,
      limit: "none is killed",
      sentence: "Linux has killed processes for want of memory",
      advice: "see which and when: journalctl -k --grep 'Out of memory'",
    });
  }
  return findings;
}

/** Pages are 4 KiB on every processor that droplets have. */
function movement(paging: Paging | undefined): string {
  if (!paging) return "";
  const rate = (pages: number): string => ((pages * 4) / 1024).toFixed(1);
  return `, ${rate(paging.swappedIn)} MiB/s in, ${rate(paging.swappedOut)} out`;
}

function lessOrMore({ size, suggestedWorkers, workers }: MemoryCircumstances): string {
  const larger = size && moreMemory(size);
  const fewer = suggestedWorkers > 0 && suggestedWorkers < workers;
  return [
    ...(fewer ? [`fewer workers: ${suggestedWorkers} instead of ${workers}`] : []),
    ...(size && larger ? [`a larger size: ${priced(larger, size)}`] : []),
    ...(!fewer && !larger ? ["fewer workers or a larger size"] : []),
  ].join(", or ");
}
