import type { Level } from "../capacity/finding";

/** Something about service or host that a person should know. */
export interface Trouble {
  level: Exclude<Level, "good">;
  what: string;
  /** What to do; empty for nothing. */
  todo: string;
  /** The project of the one site that it is told of, on a host that has several. */
  site?: string;
}

/** What mends everything that the stack decides. */
export const REPAIR = "npm run up -- --repair";
