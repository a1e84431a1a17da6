import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { gunicorn } from "../../../components/serve/gunicorn";
import type { Target, Wanted } from "../types";

/** What a tool is told that is the same for all targets. */
export function siteVariables({ source, project, workers }: Wanted) {
  const [requirement = ""] = gunicorn.requirements([], "sync");
  return { source: resolve(source), project, workers, gunicorn_requirement: requirement };
}

/** What each target's site has of its own. */
export function hostVariables(target: Target) {
  const { ipv4, ipv6 } = target;
  return { allowed_hosts: `${ipv4},[${ipv6}]`, secret_key: secretKey(target) };
}

/**
 * A site's secret key, as a vault would hand it to the tool: the same each time, and on this machine
 * in no file that outlasts the run.
 */
function secretKey({ name, privateKeyFile }: Target): string {
  const key = readFileSync(privateKeyFile);
  return createHmac("sha256", key).update(`secret key of ${name}`).digest("hex");
}
