import { renderDiffs } from "./diffs";
import { code, words, clip } from "./markdown";
import type { Model } from "./model";
import * as sections from "./sections";

/** The most characters that a comment of a pull request has room for. */
export const MOST_CHARACTERS = 65_536;

/** Kept free for what says that something was left out. */
const RESERVE = 500;

/** In the order of their weight: what comes later gives way first. */
const PARTS: readonly (readonly [string, (model: Model) => string])[] = [
  ["", sections.lossSection],
  ["", sections.noticeSection],
  ["Errors", sections.errorSection],
  ["Changes", sections.changeSection],
  ["Server and sites", sections.factSection],
  ["Cost", sections.costSection],
  ["Release", sections.releaseSection],
  ["On the host", sections.stepSection],
  ["Warnings", sections.warningSection],
];

/** The preview as a comment of a pull request: Markdown, the same text for the same preview. */
export function renderModel(model: Model): string {
  let text = `## Preview of ${code(clip(model.stack, 100))}\n\n${verdict(model)}\n`;
  const left: string[] = [];
  for (const [heading, part] of partsOf(model)) {
    const body = part(model);
    if (body === "") continue;
    const section = `\n${heading === "" ? "" : `### ${heading}\n\n`}${body}\n`;
    if (text.length + section.length <= MOST_CHARACTERS - RESERVE) text += section;
    else left.push(heading);
  }
  const heading = "\n### Texts\n\n";
  const room = MOST_CHARACTERS - RESERVE - text.length - heading.length;
  const diffs = model.texts.length === 0 ? "" : renderDiffs(model.texts, room);
  if (diffs !== "") text += `${heading}${diffs}\n`;
  else if (model.texts.length > 0) left.push("Texts");
  if (left.length > 0) text += `\nNo room in a comment for: ${words(left.join(", "))}.\n`;
  return text;
}

/** Where nothing is done, what stays is nobody's question. */
function partsOf({ result }: Model): typeof PARTS {
  return result === "nothing"
    ? [
        ["", sections.noticeSection],
        ["Warnings", sections.warningSection],
      ]
    : PARTS;
}

function verdict({ result, losses, changes, steps }: Model): string {
  if (result === "failed") {
    const rest = changes.length > 0 ? " What follows is how far the preview came." : "";
    return `**It fails: nothing would be done.**${rest}`;
  }
  if (result === "nothing") return "**Nothing to do.**";
  const count = (action: string): number =>
    changes.filter((change) => change.action === action).length;
  const counts = [
    [count("replace"), "replaced"],
    [count("delete"), "deleted"],
    [count("create"), "created"],
    [count("update"), "changed in place"],
  ] as const;
  const things = counts
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`);
  const runs = `${steps.length} step${steps.length === 1 ? "" : "s"} on the host`;
  const safe = losses.length > 0 ? "" : " No server, data or site is lost.";
  return `**${[...things, runs].join(", ")}.**${safe}`;
}
