import type { Change } from "./changes";
import type { CostChanges } from "./costs";
import type { Fact } from "./facts";
import { clip, code, fenced, table, words } from "./markdown";
import type { Model, Release } from "./model";
import type { HostStep } from "./steps";

/** Long lists are cut here, far above what a server of one's own comes to. */
const MOST = { losses: 20, errors: 20, items: 40, rows: 60, sites: 8, lines: 100 };

const ACTIONS = [
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["create", "created"],
  ["update", "changed in place"],
] as const satisfies readonly (readonly [Change["action"], string])[];

/** What is lost, so that nobody reads over it. */
export function lossSection({ losses, result }: Model): string {
  if (losses.length === 0) return "";
  const lines = capped(losses, MOST.losses).map((line) => `> **${words(clip(line, 300))}**`);
  const refused = "> Nothing of this happens while the preview fails.";
  return [
    "> [!CAUTION]",
    ...lines.join("\n>\n").split("\n"),
    ...(result === "failed" ? [">", refused] : []),
  ].join("\n");
}

export function noticeSection({ notices }: Model): string {
  const lines = notices.map((line) => `> ${words(line)}`);
  return lines.length === 0 ? "" : ["> [!WARNING]", ...lines].join("\n");
}

export function errorSection({ errors, stack }: Model): string {
  if (errors.length === 0) return "";
  const lines = errors.flatMap((text) => text.split("\n")).map((line) => clip(line, 500));
  const isProtected = errors.some((text) => text.includes("marked for protection"));
  const hint =
    "The droplet of a lasting stack is protected. If it is meant to go: " +
    `${code(`npm run pulumi -- config set allowReplace true --stack ${stack}`)}, ` +
    `${code(`npm run up -- --stack ${stack}`)}, and then the change.`;
  return `${fenced(capped(lines, MOST.errors), "text")}${isProtected ? `\n\n${hint}` : ""}`;
}

export function warningSection({ warnings }: Model): string {
  return bullets(warnings.map((text) => words(clip(text.replaceAll("\n", " "), 500))));
}

export function changeSection({ changes }: Model): string {
  const rows = ACTIONS.flatMap(([action, word]) => {
    const names = changes.filter((change) => change.action === action).map(({ what }) => what);
    if (names.length === 0) return [];
    const shown = capped(names, MOST.items).map((name) => code(clip(name, 100)));
    return [[word, String(names.length), shown.join(", ")]];
  });
  return rows.length === 0 ? "" : table(["", "", "what"], rows);
}

export function factSection({ facts }: Model): string {
  const cell = (text?: string): string => (text === undefined ? "" : code(clip(text, 80)));
  const rows = facts
    .slice(0, MOST.rows)
    .map(({ what, before, after }: Fact) => [words(clip(what, 80)), cell(before), cell(after)]);
  return rows.length === 0 ? "" : table(["", "before", "after"], rows);
}

export function costSection({ costs }: Model): string {
  if (!costs) return "";
  const isChanged = costs.items.some(({ before, after }) => before !== after);
  const rows = costs.items.map(({ what, before, after }) => [
    words(clip(what, 80)),
    dollars(before),
    dollars(after),
  ]);
  const note = costs.local
    ? `\n\nThis stack is the local cloud's, which costs nothing: these are DigitalOcean's prices of ${costs.asOf}.`
    : `\n\nDigitalOcean's prices of ${costs.asOf}.`;
  if (isChanged) return table(["US dollars a month", "before", "after"], rows) + note;
  return `${dollars(totalOf(costs))} a month, as before.${note}`;
}

export function releaseSection({ releases }: Model): string {
  const shown = releases.slice(0, MOST.sites).map(releaseText);
  const more = releases.length - shown.length;
  return [...shown, ...(more > 0 ? [`And ${more} more sites.`] : [])].join("\n\n");
}

export function stepSection({ steps, newMachine }: Model): string {
  const intro = newMachine ? "The machine is a new one, so everything runs on it.\n\n" : "";
  const lines = steps.map(({ project, step, what }: HostStep) => {
    const name = project === undefined ? step : `${project}: ${step}`;
    return `${code(clip(name, 100))} ${words(clip(what, 300))}`;
  });
  return lines.length === 0 ? "" : `${intro}${bullets(lines)}`;
}

function releaseText({ project, from, to, changed, git }: Release): string {
  const parts = changed.length > 0 ? ` Other than before: ${changed.join(", ")}.` : "";
  const line = `**${words(project)}**: ${release(from)} → ${release(to)}.${parts}`;
  if (to.source === undefined) return line;
  if (!git) return `${line} Git has no commit of the source.`;
  const { head, dirty, from: old, commits } = git;
  const tree = dirty ? ", and **what is not committed**" : "";
  const now = `The source is commit ${code(head.id)}${tree}.`;
  if (!old) {
    const why = from.source === undefined ? "" : " Which commit serves now cannot be told.";
    return `${line} ${now}${why}`;
  }
  if (commits.length === 0) return `${line} ${now} It serves already, as committed.`;
  const list = commits.map(({ id, subject }) => `${id} ${clip(subject, 100)}`);
  return `${line} ${now} ${code(old.id)} serves now; since then:\n\n${fenced(list, "text")}`;
}

function release({ id, source }: Release["from"]): string {
  if (source === undefined) return "none";
  // On a new machine it is not known yet: the secrets, which are in its name, are made there.
  const name = id === undefined ? "a release" : `release ${code(clip(id, 40))}`;
  return `${name} of source ${code(source.slice(0, 12))}`;
}

function totalOf({ items }: CostChanges): number | undefined {
  return items.find(({ what }) => what === "total")?.after;
}

function dollars(amount: number | undefined): string {
  return amount === undefined ? "not known" : `$${amount.toFixed(2)}`;
}

function bullets(lines: readonly string[]): string {
  return capped(lines, MOST.lines)
    .map((line) => `- ${line}`)
    .join("\n");
}

function capped(items: readonly string[], most: number): string[] {
  const more = items.length - most;
  return more > 0 ? [...items.slice(0, most), `and ${more} more`] : [...items];
}
