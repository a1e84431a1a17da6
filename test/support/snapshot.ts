import { findSize } from "../../components/host/sizes";
import { takeSnapshot, type ExpectedSite, type Snapshot } from "../../scripts/status/snapshot";
import { reportOf, SERVING, type Printed } from "./report";

/** A snapshot of a droplet that is well and has one site, with `changes` of what its host printed. */
export function snapshot(
  changes: Partial<Printed> = {},
  slug = "s-1vcpu-1gb",
  site: Partial<ExpectedSite> = {},
): Snapshot {
  return snapshotOf({ shop: [changes, site] }, slug);
}

/** The same with several sites: what the host printed of each, and what the stack has of it. */
export function snapshotOf(
  sites: Readonly<Record<string, [changes: Partial<Printed>, site?: Partial<ExpectedSite>]>>,
  slug = "s-1vcpu-1gb",
): Snapshot {
  const printed = Object.entries(sites).map(([project, [changes]]) => [project, changes] as const);
  return takeSnapshot(reportOf(Object.fromEntries(printed)), {
    stack: "production",
    host: "203.0.113.10",
    at: new Date("2026-11-24T07:00:00Z"),
    sites: Object.entries(sites).map(([project, [, site]]) => ({
      project,
      url: `http://${project}.example.com/`,
      serving: { ...SERVING, unit: project },
      recordDigest: "5e".repeat(32),
      ...site,
    })),
    size: findSize(slug),
    early: false,
  });
}
