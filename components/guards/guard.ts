import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../settings";
import { NAMESPACE } from "../settings/setting-error";
import { budgetFindings } from "./budget";
import { debugFindings } from "./debug";
import { imageFindings } from "./end-of-life";
import type { Finding } from "./finding";
import { rootFindings } from "./root";
import { sshFindings } from "./ssh";

/** All that there is to say of a stack's settings, which are right each by itself. */
export function findingsOf(settings: Settings, now: Date): Finding[] {
  const { sites } = settings;
  const ofSites = [...debugFindings(sites), ...rootFindings(sites)];
  // A server that is there already has its own firewall, image and price.
  if (settings.cloud === undefined) return ofSites;
  return [
    ...ofSites,
    ...budgetFindings(settings),
    ...sshFindings(settings),
    ...imageFindings(settings.host.image, now),
  ];
}

/**
 * Warns of what is advisory, in every preview and `up`, and ends the program before anything is
 * asked for where something is mandatory.
 *
 * @throws pulumi.RunError with one line for each thing that must not be
 */
export function guard(settings: Settings, now = new Date()): void {
  const findings = findingsOf(settings, now);
  const lines = (level: Finding["level"]): string[] =>
    findings
      .filter((finding) => finding.level === level)
      .map(({ path, reason }) => `${path}: ${reason}`)
      .sort();
  const refusals = lines("mandatory");
  if (refusals.length > 0) {
    throw new pulumi.RunError(refusals.map((line) => `${NAMESPACE}:${line}`).join("\n"));
  }
  for (const warning of lines("advisory")) void pulumi.log.warn(warning);
}
