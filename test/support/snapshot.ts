import { findSize } from "../../components/host/sizes";
import { takeSnapshot, type Snapshot } from "../../scripts/status/snapshot";
import { report, type Printed } from "./report";

/** A snapshot of a droplet that is well, with `changes` of what its host printed. */
export function snapshot(changes: Partial<Printed> = {}, slug = "s-1vcpu-1gb"): Snapshot {
  return takeSnapshot(report(changes), {
    stack: "production",
    host: "203.0.113.10",
    at: new Date("2026-11-24T07:00:00Z"),
    unit: "shop",
    recordDigest: "5e".repeat(32),
    size: findSize(slug),
    early: false,
  });
}
