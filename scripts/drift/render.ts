import { renderDiffs } from "../preview/diffs";
import { clip, code, table, words } from "../preview/markdown";
import { MOST_CHARACTERS } from "../preview/render";
import type { TextChange } from "../preview/texts";
import type { Finding } from "./finding";
import type { Drift } from "./model";

/** Long lists are cut here. */
const MOST = { rows: 100, notes: 40 };

/** Kept free for what says that something was left out. */
const RESERVE = 500;

/** As Markdown: the same text for the same drift. */
export function renderDrift(drift: Drift): string {
  const { host, cloud } = drift;
  const sections: [string, string][] = [
    ["On the host", part(host.error, rows(host.findings))],
    ["In the cloud", part(cloud.error, rows(cloud.findings))],
    ["To put it back", remedies(drift)],
    ["Beside the stack", notes(host.beside)],
  ];
  const start = `## Drift of ${code(clip(drift.stack, 100))}\n\n${verdict(drift)}\n`;
  const text = sections
    .filter(([, body]) => body !== "")
    .reduce((whole, [heading, body]) => `${whole}\n### ${heading}\n\n${body}\n`, start);
  const heading = "\n### Texts, from what was applied to what is there\n\n";
  const room = MOST_CHARACTERS - RESERVE - text.length - heading.length;
  const changes = [...host.findings, ...cloud.findings].flatMap(textChange);
  return changes.length === 0 ? text : `${text}${heading}${renderDiffs(changes, room)}\n`;
}

function verdict({ result, host, cloud }: Drift): string {
  const count = host.findings.length + cloud.findings.length;
  const found = `${count} difference${count === 1 ? "" : "s"}`;
  switch (result) {
    case "none":
      return `**No drift.** As applied: ${host.compared}, and all in the cloud.`;
    case "drift":
      return `**${found}** from what was applied.`;
    case "failed":
      return `**It could not be read whether there is drift**${count === 0 ? "" : `; ${found} all the same`}.`;
  }
}

function part(error: string | null, body: string): string {
  return [
    ...(error === null ? [] : [words(clip(error, 500))]),
    ...(body === "" ? [] : [body]),
  ].join("\n\n");
}

function rows(findings: readonly Finding[]): string {
  if (findings.length === 0) return "";
  const shown = findings
    .slice(0, MOST.rows)
    .map(({ of, what, is, byHand }) => [
      words(of),
      code(clip(what, 200)),
      words(clip(is, 300)),
      byHand === undefined ? "" : "by hand",
    ]);
  const more = findings.length - shown.length;
  const rest = more > 0 ? [["", "", `and ${more} more`, ""]] : [];
  return table(["of", "what", "is", ""], [...shown, ...rest]);
}

function remedies({ stack, host, cloud }: Drift): string {
  const findings = [...host.findings, ...cloud.findings];
  const byHand = findings.flatMap(({ what, byHand: remedy }) =>
    remedy === undefined
      ? []
      : [
          `- ${code(clip(what, 200))}: ${words(remedy.words)}${
            remedy.command === undefined ? "" : `: ${code(clip(remedy.command, 400))}`
          }`,
        ],
  );
  const command = `\`\`\`console\n$ npm run up -- --stack ${stack} --repair\n\`\`\``;
  return [
    ...(byHand.length > 0 ? ["By hand:", [...new Set(byHand)].slice(0, MOST.rows).join("\n")] : []),
    ...(byHand.length < findings.length
      ? [...(byHand.length > 0 ? ["All the rest:"] : []), command]
      : []),
  ].join("\n\n");
}

function notes(beside: readonly string[]): string {
  const shown = beside.slice(0, MOST.notes).map((note) => `- ${words(clip(note, 300))}`);
  const more = beside.length - shown.length;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

function textChange({ of, what, lines }: Finding): TextChange[] {
  if (!lines) return [];
  const count = (sign: string): number => lines.filter((line) => line?.sign === sign).length;
  return [
    { label: of, path: what, action: "changed", added: count("+"), removed: count("-"), lines },
  ];
}
