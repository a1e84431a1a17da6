import { answerOf, surroundings } from "../site-lines";
import type { SiteSnapshot, Snapshot } from "../snapshot";
import { section } from "./markup";
import { escape } from "./svg";

/** What is told in words of each site's service, and of the machine. */
export function factSections(snapshot: Snapshot): string[] {
  const { sites } = snapshot;
  return [
    ...sites.map((site) =>
      section(
        sites.length > 1 ? `Service of ${site.project}` : "Service",
        facts(serviceFacts(site)),
      ),
    ),
    section("Host", facts(hostFacts(snapshot))),
  ];
}

function serviceFacts(site: SiteSnapshot): [string, string][] {
  const { unit, activeState, subState, since, enabled, restarts } = site.service;
  return [
    ["service", `${unit} ${activeState} (${subState})`],
    ["since", since === "" ? "never" : since.replace("T", " ").replace("Z", " UTC")],
    ["at boot", enabled ? "starts" : "does not start"],
    ["restarts", String(restarts)],
    ["GET /", answerOf(site)],
    ["beside it", surroundings(site).join(" · ")],
  ];
}

function hostFacts({ readings, machine }: Snapshot): [string, string][] {
  const { uptimeSeconds } = readings;
  return [
    ["up for", uptimeSeconds === undefined ? "unknown" : hours(uptimeSeconds)],
    ...machine.disks.map(({ path, freePercent }): [string, string] => {
      return [`disk ${path}`, `${freePercent.toFixed(0)} % free`];
    }),
  ];
}

function facts(entries: readonly [string, string][]): string {
  const each = entries.map(([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`);
  return `<dl>${each.join("")}</dl>`;
}

function hours(seconds: number): string {
  return seconds < 86_400
    ? `${(seconds / 3600).toFixed(1)} hours`
    : `${(seconds / 86_400).toFixed(1)} days`;
}
