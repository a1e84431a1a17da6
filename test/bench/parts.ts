import { measureClone } from "./clone";
import { measureGrowth } from "./growth";
import type { PeerKey } from "./peers";
import { writeReport } from "./report";
import { measureServing } from "./serving";
import { circumstances, continues, readPart, writePart } from "./store";
import { measureTools } from "./tools";
import type { Figure } from "./tools/figures";
import type { Measured } from "./types";

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
 * The parts of the bench in their order. All but the last keep what they measure, as soon as they have
 * it; the last writes the docs from what there is.
 */
export const PARTS: readonly Part[] = [
  { name: "tools", run: measureTools },
  kept("serving", measureServing),
  kept("growth", measureGrowth),
  kept("clone", measureClone, { goesOn: false }),
  { name: "report", run: () => writeReport() },
];

function kept<Results>(
  name: string,
  measure: (
    options: PartOptions & { before?: Results; keep: (results: Results) => void },
  ) => Promise<void>,
  { goesOn = true } = {},
): Part {
  return {
    name,
    async run(options) {
      const now = circumstances();
      const last = readPart<Measured<Results>>(name);
      const begun = goesOn && last && continues(last, now) ? last : undefined;
      const keep = (results: Results): void => {
        writePart(name, { ...(begun ?? now), results });
      };
      await measure({ ...options, ...(begun && { before: begun.results }), keep });
    },
  };
}
