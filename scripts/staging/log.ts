import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { ROOT } from "../lib/project";

const FOLDER = join(ROOT, ".local", "staging");

/** What the engine printed when it last worked on a stack. */
export function logFile(stack: string): string {
  return join(FOLDER, `${stack.replaceAll("/", "-")}.log`);
}

/** Begins the stack's log anew; it is for its owner alone, as the state is. */
export function openLog(stack: string): void {
  mkdirSync(FOLDER, { recursive: true, mode: 0o700 });
  writeFileSync(logFile(stack), "", { mode: 0o600 });
}

/** As a person in the checkout writes it. */
export function logName(stack: string): string {
  return relative(ROOT, logFile(stack));
}
