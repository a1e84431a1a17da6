import { measureClone } from "./clone";
import { measureGrowth } from "./growth";
import type { PeerKey } from "./peers";
import { writeReport } from "./report";
import { measureServing } from "./serving";
import { circumstances, writePart } from "./store";
import { measureTools } from "./tools";
import type { Figure } from "./tools/figures";

/** What a part is told; each takes what concerns it. */
export interface PartOptions {
  rounds: number;
  report: (line: string) => void;
  figures?: readonly Figure[];
  peers?: readonly PeerKey[];
}

export interface Part {
  name: string;
  run: (options: PartOptions) => Promise<void>;
}

/**
 * The parts of the bench in their order. All but the last keep what they measure, tools after every
 * sample; the last writes the docs from what there is.
 */
export const PARTS: readonly Part[] = [
  { name: "tools", run: measureTools },
  kept("serving", measureServing),
  kept("growth", measureGrowth),
  // It takes ten minutes, and says where they go rather than how long they are.
  kept("clone", measureClone, 1),
  { name: "report", run: () => writeReport() },
];

function kept(
  name: string,
  measure: (options: PartOptions) => Promise<unknown>,
  rounds?: number,
): Part {
  return {
    name,
    async run(options) {
      const now = circumstances(rounds ?? options.rounds);
      writePart(name, { ...now, results: await measure(options) });
    },
  };
}
