import { HEALTHY_CACHE } from "../../../components/health/capacity/memory-rules";
import type { Memory } from "../../../components/health/capacity/memory";
import { mebibytes, percent } from "../../../components/health/capacity/wording";
import { bar, line, picture, WIDTH, words } from "./svg";

const X = (share: number): number => Math.min(1, share) * WIDTH;

/** RAM by kind as one bar, and the cache below it against its healthy band. */
export function memoryChart({ total, used, cache, free, swapTotal, swapUsed }: Memory): string {
  const kinds = [
    { kind: "used", name: "used", value: used },
    { kind: "cache", name: "cache", value: cache },
    { kind: "free", name: "free", value: free },
  ];
  let at = 0;
  const stack = kinds.map(({ kind, value }) => {
    const from = at;
    at += value / total;
    return bar(kind, X(from), 4, X(value / total) - 1, 26);
  });
  const legend = kinds.map(({ kind, name, value }, index) => {
    const x = (index * WIDTH) / 3;
    return `${bar(kind, x, 41, 10, 10)}${words(`${name} ${percent(value / total)}`, x + 15, 50)}`;
  });
  const { least, most } = HEALTHY_CACHE;
  const swap =
    swapTotal === 0 ? "no swap" : `swap: ${mebibytes(swapUsed)} of ${mebibytes(swapTotal)}`;
  const summary = `${mebibytes(total)}: ${kinds.map(({ name, value }) => `${name} ${percent(value / total)}`).join(", ")}; ${swap}`;
  return picture(summary, 146, [
    ...stack,
    ...legend,
    words(
      `cache, healthy from ${percent(least)} to ${percent(most)} of RAM`,
      0,
      78,
      "start",
      "small",
    ),
    bar("track", 0, 88, WIDTH, 16),
    bar("band", X(least), 84, X(most - least), 24),
    bar("cache", 0, 88, X(cache / total), 16),
    ...[least, most].map((share) => line("limit", X(share), 84, X(share), 108)),
    ...[0, least, most, 1].map((share) =>
      words(percent(share), X(share), 121, anchorOf(share), "small"),
    ),
    words(`${mebibytes(total)} of RAM, ${swap}`, 0, 141),
  ]);
}

function anchorOf(share: number): "start" | "middle" | "end" {
  if (share === 0) return "start";
  return share === 1 ? "end" : "middle";
}
