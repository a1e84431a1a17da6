import { code } from "../../../scripts/preview/markdown";
import { place, type Circumstances } from "../store";
import type { ToolResults } from "../types";

/** The parts of the bench that are told of, by the names that `--only` takes. */
export type Part = "tools" | "serving" | "growth" | "clone";

/** Where and when a part was measured, as a paragraph. */
export function provenance(one: Circumstances, ...others: readonly Circumstances[]): string {
  const { processor, cores, memoryMib, kernel, node } = one.machine;
  const all = [one, ...others];
  const times = [...new Set(all.map(({ measuredAt }) => minute(measuredAt)))].sort();
  const loads = [...new Set(all.map(({ machine }) => machine.loadBefore.toFixed(2)))];
  return [
    `Measured on ${times.join(" and ")} UTC at ${commitOf(one)},`,
    `on: ${code(processor)}, ${cores === 1 ? "1 core" : `${cores} cores`},`,
    `${(memoryMib / 1024).toFixed(1)} GiB of memory, Linux ${kernel}, Node ${node.replace(/^v/, "")};`,
    `one-minute load before the first measurement: ${loads.join(" and ")}.`,
  ].join(" ");
}

/** A paragraph for all figures of the same commit and machine, which are named where there are others. */
export function provenancesOf(figures: ToolResults): string[] {
  const entries = Object.entries(figures);
  const places = [...new Set(entries.map(([, measured]) => place(measured)))];
  return places.map((wanted) => {
    const group = entries.filter(([, measured]) => place(measured) === wanted);
    const [first, ...others] = group.map(([, measured]) => measured);
    const text = first ? provenance(first, ...others) : "";
    return places.length === 1 ? text : `**${group.map(([name]) => name).join(", ")}**: ${text}`;
  });
}

const minute = (time: string) => time.slice(0, 16).replace("T", " ");

function commitOf({ commit }: Circumstances): string {
  const bare = commit.replace(/\+$/, "");
  const changes = bare === commit ? "" : " with changes that are in no commit";
  return `commit ${code(bare)}${changes}`;
}

/** What stands in the place of a part that is not there. */
export function missing(part: Part): string {
  return `Not measured on this machine; ${code(`npm run bench -- --only ${part},report`)} does it.`;
}
