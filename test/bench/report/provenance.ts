import { code } from "../../../scripts/preview/markdown";
import type { Measured } from "../types";

/** The parts of the bench that are told of, by the names that `--only` takes. */
export type Part = "tools" | "serving" | "growth" | "clone";

/** Where and when a part was measured, as a paragraph. */
export function provenance({ measuredAt, commit, machine }: Measured<unknown>): string {
  const { processor, cores, memoryMib, kernel, node, loadBefore } = machine;
  return [
    `Measured on ${measuredAt.slice(0, 16).replace("T", " ")} UTC at ${commits(commit)},`,
    `on: ${code(processor)}, ${cores === 1 ? "1 core" : `${cores} cores`},`,
    `${(memoryMib / 1024).toFixed(1)} GiB of memory, Linux ${kernel}, Node ${node.replace(/^v/, "")};`,
    `one-minute load before the first measurement: ${loadBefore.toFixed(2)}.`,
  ].join(" ");
}

/** A part that was measured in several runs has several. */
function commits(text: string): string {
  const told = text.split(", ").map((commit) => {
    const bare = commit.replace(/\+$/, "");
    return bare === commit ? code(bare) : `${code(bare)} with changes that are in no commit`;
  });
  return `commit${told.length === 1 ? "" : "s"} ${told.join(" and ")}`;
}

/** What stands in the place of a part that is not there. */
export function missing(part: Part): string {
  return `Not measured on this machine; ${code(`npm run bench -- --only ${part},report`)} does it.`;
}
