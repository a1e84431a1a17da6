import type { Finding, Level } from "../../../components/health/capacity/finding";
import { count, dollars } from "../../../components/health/capacity/wording";
import type { Trouble } from "../../../components/health/trouble/trouble";
import type { Moment } from "../history";
import { logsOf, VERDICT_WORDS, withSite } from "../screen";
import type { Snapshot } from "../snapshot";
import { factSections } from "./facts";
import { section } from "./markup";
import { plots, trends } from "./plots";
import { STYLE } from "./style";
import { escape } from "./svg";

/**
 * A snapshot as one page of HTML that loads nothing: styles and plots are in it, scripts there are
 * none, and the policy in its head lets nothing else in, whatever the host's texts hold.
 *
 * @param history shown over time, if it has more than one moment
 */
export function renderPage(snapshot: Snapshot, history: readonly Moment[] = []): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(title(snapshot))}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
${[
  heading(snapshot),
  attention(snapshot),
  judgement(snapshot),
  `<div class="plots">${[...factSections(snapshot), ...plots(snapshot), ...trends(snapshot, history)].join("\n")}</div>`,
  ...logEnds(snapshot),
]
  .filter((part) => part !== "")
  .join("\n")}
</main>
</body>
</html>
`;
}

function title({ sites, host }: Snapshot): string {
  return `${sites.map(({ project }) => project).join(", ")} on ${host}`;
}

function heading(snapshot: Snapshot): string {
  const { stack, size, at } = snapshot;
  const bought = size ? ` · ${size.slug}, ${dollars(size.priceMonthly)} a month` : "";
  return `<header><h1>${escape(title(snapshot))}</h1><p>${escape(`stack ${stack}${bought} · read ${at.toISOString().slice(0, 19).replace("T", " ")} UTC`)}</p></header>`;
}

function attention({ troubles }: Snapshot): string {
  if (troubles.length === 0) return "";
  return section("To be looked at", `<ul>${troubles.map(trouble).join("")}</ul>`);
}

function judgement({ capacity }: Snapshot): string {
  const { words, level } = VERDICT_WORDS[capacity.verdict];
  const workers =
    capacity.suggestedWorkers === 0
      ? ""
      : `<p class="soft">${count(capacity.suggestedWorkers, "worker")} by the rule</p>`;
  const items = capacity.findings.map(found).join("");
  return section(
    "Capacity",
    `<p class="verdict ${level}">${escape(words)}</p>${workers}<ul>${items}</ul>`,
  );
}

function trouble({ level, what, todo, site }: Trouble): string {
  return item(level, escape(withSite(site, what)), todo);
}

function found({ level, section: of, reading, sentence, limit, advice }: Finding): string {
  const rule = `<span class="soft">(${escape(`rule: ${limit}; section ${of}`)})</span>`;
  return item(level, `<b>${escape(reading)}</b>: ${escape(sentence)} ${rule}`, advice);
}

function item(level: Level, content: string, todo: string): string {
  const advice = todo === "" ? "" : `<span class="todo">${escape(todo)}</span>`;
  return `<li><b class="${level}">${level}</b> ${content}${advice}</li>`;
}

function logEnds(snapshot: Snapshot): string[] {
  return logsOf(snapshot).map(({ source, lines }) => {
    const text = lines.length === 0 ? "(nothing)" : lines.join("\n");
    // Each line by itself: a line feed is the one control character that stays.
    return section(`The end of ${source}`, `<pre>${text.split("\n").map(escape).join("\n")}</pre>`);
  });
}
