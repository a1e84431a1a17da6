import { table } from "../../../scripts/preview/markdown";
import type { CloneResults } from "../types";
import { figure, onlyRounds } from "./format";

/** The phases in their order, and all of them together. */
export function cloneSections(results: CloneResults): string[] {
  const total = results.reduce((sum, { seconds }) => sum + seconds, 0);
  return [
    table(
      ["phase", "seconds"],
      [
        ...results.map(({ phase, seconds }) => [phase, figure(seconds)]),
        ["**in all**", `**${figure(total)}**`],
      ],
    ),
    onlyRounds(1),
  ];
}
