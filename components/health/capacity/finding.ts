/**
 * What a machine is, in the chapter's terms, worst first: of several that hold, the first counts.
 * `unknown`: it could not be read. `tooEarly`: it booted less than an hour ago.
 */
export const VERDICTS = [
  "unknown",
  "lowOnMemory",
  "tooEarly",
  "shortOfMemory",
  "waitingForDisk",
  "stolenFrom",
  "overloaded",
  "tight",
  "busy",
  "oversized",
  "healthy",
] as const;

export type Verdict = (typeof VERDICTS)[number];

/** `good`: as it should be; `note`: worth knowing; `warn`: to be looked at; `bad`: to be mended now. */
export type Level = "good" | "note" | "warn" | "bad";

/** One rule, held against one reading. */
export interface Finding {
  rule: string;
  level: Level;
  /** What it argues for; absent where it only informs. */
  verdict?: Verdict;
  /**
   * Whether it tells of hours and not of the moment: only such findings make the stack's output,
   * which otherwise would differ at every `up`.
   */
  lasting: boolean;
  /** What was read. */
  reading: string;
  /** The rule with its number. */
  limit: string;
  /** What it means. */
  sentence: string;
  /** The chapter's section that the rule comes from. */
  section: "6.2" | "6.5" | "6.6";
  /** What to do about it; empty for nothing. */
  advice: string;
}
