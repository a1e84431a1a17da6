/** What is told of one figure's samples. */
export interface Summary {
  median: number;
  /** The spread: the least and the most that was measured. */
  least: number;
  most: number;
  /** How many samples there are. */
  rounds: number;
}

/** Fewer samples than these say little about the next one. */
export const ENOUGH_ROUNDS = 5;

/** @returns undefined where nothing was measured */
export function summarize(values: readonly number[]): Summary | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const [least, most] = [sorted[0], sorted.at(-1)];
  if (least === undefined || most === undefined) return undefined;
  return { median: middleOf(sorted), least, most, rounds: sorted.length };
}

/** Of values that are sorted, and at least one. */
function middleOf(sorted: readonly number[]): number {
  const upper = sorted[Math.floor(sorted.length / 2)] ?? NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? NaN;
  return (lower + upper) / 2;
}

/** Of those with a summary the one whose median is least. */
export function leastOf(summaries: readonly (Summary | undefined)[]): Summary | undefined {
  return summaries
    .filter((summary) => summary !== undefined)
    .reduce<Summary | undefined>(
      (best, summary) => (best && best.median <= summary.median ? best : summary),
      undefined,
    );
}
