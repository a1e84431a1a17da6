import { setTimeout as sleep } from "node:timers/promises";

/** As often as top(1) refreshes, and about what one reading takes more than once over. */
export const REFRESH_MS = 3_000;

export interface WatchOptions {
  /** One reading, as lines; it must not fail. */
  read: () => Promise<string[]>;
  write: (text: string) => void;
  /** How many lines the terminal has; undefined for none: screens follow each other then. */
  rows: () => number | undefined;
  /** Ends it. */
  signal: AbortSignal;
  refreshMs?: number;
}

/** Reads and shows again and again, in place, until the signal. */
export async function watch(options: WatchOptions): Promise<void> {
  const { read, write, rows, signal, refreshMs = REFRESH_MS } = options;
  while (!signal.aborted) {
    const lines = await read();
    if (signal.aborted) return;
    write(inPlace(lines, rows()));
    await sleep(refreshMs, undefined, { signal }).catch(() => undefined);
  }
}

/**
 * The lines over what the terminal shows: cursor home, each line cleared to its end, the rest of the
 * screen cleared; without a clear at the start, so that nothing flickers. Lines that do not fit are
 * left out, since one line too many would scroll the first away.
 */
export function inPlace(lines: readonly string[], rows: number | undefined): string {
  if (rows === undefined) return `${lines.join("\n")}\n\n`;
  const fitting = lines.slice(0, Math.max(1, rows - 1));
  return `\u001b[H${fitting.map((line) => `${line}\u001b[K\n`).join("")}\u001b[J`;
}
