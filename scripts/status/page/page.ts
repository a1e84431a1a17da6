import { PREFERRED_LOAD } from "../../../components/health/capacity/cpu-rules";
import type { Finding, Level } from "../../../components/health/capacity/finding";
import { HEALTHY_CACHE } from "../../../components/health/capacity/memory-rules";
import { count, dollars, percent } from "../../../components/health/capacity/wording";
import type { Trouble } from "../../../components/health/trouble";
import type { Moment } from "../history";
import { answerOf, VERDICT_WORDS } from "../screen";
import type { Snapshot } from "../snapshot";
import { cpuChart, loadChart, workersChart } from "./charts";
import { memoryChart } from "./memory";
import { STYLE } from "./style";
import { escape } from "./svg";
import { trendChart } from "./trend";

/**
 * A snapshot as one page of HTML that loads nothing: styles and plots are in it, scripts there are
 * none, and the policy in its head lets nothing else in, whatever the host's texts hold.
 *
 * @param history shown over time, if it has more than one moment
 */
export function renderPage(snapshot: Snapshot, history: readonly Moment[] = []): string {
  const { service, host } = snapshot;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escape(`${service.unit} on ${host}`)}</title>
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
  `<div class="plots">${[serviceFacts(snapshot), ...plots(snapshot), ...trends(snapshot, history)].join("\n")}</div>`,
  logEnd(snapshot),
]
  .filter((part) => part !== "")
  .join("\n")}
</main>
</body>
</html>
`;
}

function heading({ stack, host, service, size, at }: Snapshot): string {
  const bought = size ? ` · ${size.slug}, ${dollars(size.priceMonthly)} a month` : "";
  return `<header><h1>${escape(`${service.unit} on ${host}`)}</h1><p>${escape(`stack ${stack}${bought} · read ${at.toISOString().slice(0, 19).replace("T", " ")} UTC`)}</p></header>`;
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

function trouble({ level, what, todo }: Trouble): string {
  return item(level, escape(what), todo);
}

function found({ level, section: of, reading, sentence, limit, advice }: Finding): string {
  const rule = `<span class="soft">(${escape(`rule: ${limit}; section ${of}`)})</span>`;
  return item(level, `<b>${escape(reading)}</b>: ${escape(sentence)} ${rule}`, advice);
}

function item(level: Level, content: string, todo: string): string {
  const advice = todo === "" ? "" : `<span class="todo">${escape(todo)}</span>`;
  return `<li><b class="${level}">${level}</b> ${content}${advice}</li>`;
}

function serviceFacts(snapshot: Snapshot): string {
  const { service, report, readings } = snapshot;
  const { activeState, subState, since, enabled, restarts } = service;
  const { uptimeSeconds } = readings;
  const facts: [string, string][] = [
    ["service", `${activeState} (${subState})`],
    ["since", since === "" ? "never" : since.replace("T", " ").replace("Z", " UTC")],
    ["at boot", enabled ? "starts" : "does not start"],
    ["restarts", String(restarts)],
    ["GET /", answerOf(snapshot)],
    ["socket", `${report.socket.activeState}: ${report.socket.listen.join(" ")}`],
    ["web server", `${report.web.unit} ${report.web.activeState}`],
    ["up for", uptimeSeconds === undefined ? "unknown" : hours(uptimeSeconds)],
    ...report.disks.map(({ path, freePercent }): [string, string] => {
      return [`disk ${path}`, `${freePercent.toFixed(0)} % free`];
    }),
  ];
  const entries = facts.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`);
  return section("Service", `<dl>${entries.join("")}</dl>`);
}

function hours(seconds: number): string {
  return seconds < 86_400
    ? `${(seconds / 3600).toFixed(1)} hours`
    : `${(seconds / 86_400).toFixed(1)} days`;
}

function plots({ readings, size }: Snapshot): string[] {
  const { memory, load, cpu, workers, master, seconds } = readings;
  const cores = readings.cores ?? size?.vcpus;
  const unreadable = '<p class="soft">could not be read</p>';
  const none = '<p class="soft">none runs</p>';
  return [
    section("Memory by kind", memory ? memoryChart(memory) : unreadable),
    section("Load", load && cores ? loadChart(load, cores) : unreadable),
    section(
      `CPU by kind${cpu ? `, over ${seconds.toFixed(1)} s` : ""}`,
      cpu ? cpuChart(cpu) : unreadable,
    ),
    section("Workers", master ? `${workersChart(master, workers)}${WORKERS_KEY}` : none),
  ];
}

const WORKERS_KEY =
  '<p class="key"><span><i class="free"></i>RES: in RAM</span><span><i class="cache"></i>SHR: of it perhaps shared</span><span><i class="used"></i>PSS: its own part</span></p>';

function trends({ readings, size }: Snapshot, history: readonly Moment[]): string[] {
  if (history.length < 2) return [];
  const times = history.map(({ at }) => at);
  const cores = readings.cores ?? size?.vcpus ?? 1;
  const { least, most } = HEALTHY_CACHE;
  const loads = history.map(({ load }) => load);
  return [
    section(
      "Memory and CPU over time",
      trendChart({
        summary: "shares of RAM and of CPU time over time",
        times,
        top: 1,
        series: [
          { kind: "used", name: "used RAM", values: history.map(({ used }) => used) },
          { kind: "cache", name: "cache", values: history.map(({ cache }) => cache) },
          { kind: "near", name: "busy CPU", values: history.map(({ busy }) => busy) },
        ],
        marks: [
          { at: least, text: `cache ${percent(least)}` },
          { at: most, text: `to ${percent(most)}` },
        ],
      }),
    ),
    section(
      "Load over time",
      trendChart({
        summary: "1-minute load over time",
        times,
        top: Math.max(cores * 1.3, ...loads.map((load) => (load ?? 0) * 1.05)),
        series: [{ kind: "used", name: "1-minute load", values: loads }],
        marks: [
          { at: PREFERRED_LOAD * cores, text: `${PREFERRED_LOAD} × cores` },
          { at: cores, text: count(cores, "core") },
        ],
      }),
    ),
  ];
}

function logEnd({ report }: Snapshot): string {
  const { source, lines } = report.log;
  if (source === "") return "";
  const text = lines.length === 0 ? "(nothing)" : lines.join("\n");
  // Each line by itself: a line feed is the one control character that stays.
  return section(`The end of ${source}`, `<pre>${text.split("\n").map(escape).join("\n")}</pre>`);
}

function section(title: string, content: string): string {
  return `<section><h2>${escape(title)}</h2>${content}</section>`;
}
