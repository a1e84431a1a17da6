import { readFileSync } from "node:fs";
import { childrenOf, identify, kill, type ProcessId } from "../../local/hosts/system/processes";

/**
 * A process and all that it and they have started, as far as they were seen: one whose parent ends
 * before the first look is missed, one that was seen once stays known wherever it goes.
 */
export class ProcessTree {
  readonly #known = new Map<number, ProcessId>();

  constructor(root: number) {
    this.#add(root);
  }

  /** What all of them need now, in KiB: shared pages are divided among who shares them. */
  pssKib(): number {
    return this.#alive().reduce((sum, pid) => sum + pssKib(pid), 0);
  }

  /** Ends all of them. */
  kill(): void {
    this.#alive().forEach((pid) => kill(pid, "SIGKILL"));
  }

  #alive(): number[] {
    for (const id of this.#known.values()) {
      // The number may be another process's by now.
      if (identify(id.pid)?.startTime !== id.startTime) this.#known.delete(id.pid);
      else childrenOf(id.pid).forEach((child) => this.#add(child));
    }
    return [...this.#known.keys()];
  }

  #add(pid: number): void {
    const id = this.#known.has(pid) ? undefined : identify(pid);
    if (id) this.#known.set(pid, id);
  }
}

function pssKib(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
