import { readdirSync, readFileSync } from "node:fs";

const EVERY_MS = 50;

/**
 * Looks at the command lines of all processes of this machine until it is stopped. Those on the
 * local droplets are among them.
 */
export class ProcessList {
  readonly #seen = new Set<string>();
  readonly #timer = setInterval(() => this.#look(), EVERY_MS);

  /** All that was seen, a process a line. */
  stop(): string {
    clearInterval(this.#timer);
    return [...this.#seen].join("\n");
  }

  #look(): void {
    for (const pid of readdirSync("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      try {
        this.#seen.add(readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " "));
      } catch {
        // It has ended since.
      }
    }
  }
}
