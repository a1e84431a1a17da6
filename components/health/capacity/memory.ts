/** A machine's memory, in MiB, as /proc/meminfo tells it. */
export interface Memory {
  total: number;
  /** What programs and the kernel hold: all that is neither free nor cache. */
  used: number;
  /** The disk cache: what Linux gives back at once when a program wants it. */
  cache: number;
  free: number;
  /** 0 for a machine without swap. */
  swapTotal: number;
  swapUsed: number;
}

/**
 * Reads /proc/meminfo (proc_meminfo(5)). The cache is what top(1) adds up: buffers, cached, and the
 * part of the kernel's own caches that it gives back; but without shared memory, which the kernel
 * counts as cached and cannot give back.
 *
 * @returns undefined if the text is cut or another one
 */
export function parseMeminfo(text: string): Memory | undefined {
  const fields = new Map(
    [...text.matchAll(/^(\w+):\s+(\d+) kB$/gm)].map(([, name, kib]) => [name, Number(kib) / 1024]),
  );
  const [total, free, buffers, cached, shared, reclaimable, swapTotal, swapFree] = [
    ...["MemTotal", "MemFree", "Buffers", "Cached", "Shmem", "SReclaimable"],
    ...["SwapTotal", "SwapFree"],
  ].map((name) => fields.get(name));
  if (total === undefined || total === 0 || free === undefined) return undefined;
  if (buffers === undefined || cached === undefined || shared === undefined) return undefined;
  if (reclaimable === undefined || swapTotal === undefined || swapFree === undefined) {
    return undefined;
  }
  const cache = Math.max(0, buffers + cached + reclaimable - shared);
  return {
    total,
    used: Math.max(0, total - free - cache),
    cache,
    free,
    swapTotal,
    swapUsed: Math.max(0, swapTotal - swapFree),
  };
}

/** What moved between swap and memory, and what the kernel killed for want of it. */
export interface Paging {
  /** Pages a second, into memory. */
  swappedIn: number;
  /** Pages a second, out to swap. */
  swappedOut: number;
  /** Processes since the boot. */
  killed: number;
}

/**
 * Reads two texts of /proc/vmstat, `seconds` apart.
 *
 * @returns undefined without an interval, or where the machine does not tell
 */
export function parseVmstat(texts: readonly string[], seconds: number): Paging | undefined {
  const [before, after] = texts.map(countsOf);
  if (!before || !after || seconds <= 0) return undefined;
  const rate = (name: string): number =>
    Math.max(0, (after.get(name) ?? 0) - (before.get(name) ?? 0)) / seconds;
  if (!after.has("pswpin") || !after.has("pswpout")) return undefined;
  return {
    swappedIn: rate("pswpin"),
    swappedOut: rate("pswpout"),
    killed: after.get("oom_kill") ?? 0,
  };
}

function countsOf(text: string): Map<string, number> {
  const lines = [...text.matchAll(/^(\w+) (\d+)$/gm)];
  return new Map(lines.map(([, name = "", count]) => [name, Number(count)]));
}
