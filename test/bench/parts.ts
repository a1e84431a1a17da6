import { join } from "node:path";
import type { PeerKey } from "./peers";
import { circumstances, writePart } from "./store";
import type { Figure } from "./tools/figures";
import type { CloneResults, GrowthResult, ServingResult } from "./types";

/** What a part is told; each takes what concerns it. */
export interface PartOptions {
  rounds: number;
  report: (line: string) => void;
  figures?: readonly Figure[];
  peers?: readonly PeerKey[];
}

type Measure<Results> = (options: PartOptions) => Promise<Results>;

export interface Part {
  name: string;
  run: (options: PartOptions) => Promise<void>;
}

/**
 * The parts of the bench in their order, each loaded when its turn comes. All but the last keep what
 * they measure, tools after every sample; the last writes the docs from what there is.
 */
export const PARTS: readonly Part[] = [
  { name: "tools", run: from<Measure<void>>("tools", "measureTools") },
  kept("serving", from<Measure<readonly ServingResult[]>>("serving", "measureServing")),
  kept("growth", from<Measure<readonly GrowthResult[]>>("growth", "measureGrowth")),
  // It takes ten minutes, and says where they go rather than how long they are.
  kept("clone", from<Measure<CloneResults>>("clone", "measureClone"), 1),
  { name: "report", run: from<Measure<void>>("report", "writeReport") },
];

function kept(name: string, measure: Measure<unknown>, rounds?: number): Part {
  return {
    name,
    async run(options) {
      const now = circumstances(rounds ?? options.rounds);
      writePart(name, { ...now, results: await measure(options) });
    },
  };
}

function from<Run extends Measure<unknown>>(folder: string, name: string) {
  return (async (options: PartOptions) => {
    const module = (await import(join(__dirname, folder, "index.ts"))) as Record<string, Run>;
    return module[name]?.(options);
  }) as Run;
}
