import type { DiffLine } from "../preview/line-diff";

/** Something that is not as it was applied. */
export interface Finding {
  /** A project, `host`, or `cloud`. */
  of: string;
  /** A path, a unit, a package … */
  what: string;
  /** What is wrong with it, in words. */
  is: string;
  /** From what was applied to what is there; absent for a secret and for what is no text. */
  lines?: readonly (DiffLine | undefined)[];
  /** What a person has to do, since no step puts it back; absent where `up --repair` does. */
  byHand?: ByHand;
}

/** In words, and with the command that does it, where there is one. */
export interface ByHand {
  words: string;
  command?: string;
}

/** `is` in one, where several things are wrong. */
export function joined(problems: readonly string[]): string {
  return problems.join("; ");
}
