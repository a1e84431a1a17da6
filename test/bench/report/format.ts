import { ENOUGH_ROUNDS, type Summary } from "./statistics";

/** What stands in a cell where nothing was measured. */
export const NOTHING = "–";

/** Three figures that count, without an exponent: `0.48`, `12.1`, `1480`. */
export function figure(value: number): string {
  const digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  // 9.996 is 10.0 and not 10.00.
  const rounded = Number(value.toFixed(digits));
  return value.toFixed(rounded < 10 ? 2 : rounded < 100 ? 1 : 0);
}

/** `12.1 [11.8–13.0]`; without the spread where there is one sample. */
export function spread(summary: Summary | undefined): string {
  if (!summary) return NOTHING;
  const { median, least, most, rounds } = summary;
  return rounds === 1 ? figure(median) : `${figure(median)} [${figure(least)}–${figure(most)}]`;
}

/** How many times `base` a median is: `1.25 ×`. */
export function ratio(summary: Summary | undefined, base: Summary | undefined): string {
  if (!summary || !base || base.median === 0) return NOTHING;
  return `${figure(summary.median / base.median)} ×`;
}

/** The sentence about samples that are too few; empty where there are enough. */
export function tooFew(summaries: readonly (Summary | undefined)[]): string {
  const counts = summaries.flatMap((summary) => (summary ? [summary.rounds] : []));
  return counts.length === 0 ? "" : onlyRounds(Math.min(...counts));
}

/** The same of a number of rounds. */
export function onlyRounds(rounds: number): string {
  if (rounds >= ENOUGH_ROUNDS) return "";
  return rounds === 1
    ? "**Only one round: no spread is known.**"
    : `**Only ${rounds} rounds: fewer than the ${ENOUGH_ROUNDS} that a median should have.**`;
}
