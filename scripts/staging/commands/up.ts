import { existsSync } from "node:fs";
import { startCloud } from "../../../local/cloud";
import { requirePrivilege } from "../../../local/cloud/privilege";
import { DEFAULT_STACK, ROOT } from "../../lib/project";
import { stackConfigFile } from "../../lib/stack-config";
import { Board } from "../board";
import { cloudClock } from "../clock";
import { deriveConfig, parseOverride, secretPaths } from "../config";
import { toExpiresAt } from "../expiry";
import { openHome } from "../homes";
import { logName } from "../log";
import { cloudOf, readModel } from "../model";
import { checkNames } from "../names";
import { pool } from "../pool";
import { readSecrets } from "../secrets";
import { configuredExpiry, survey, type Found } from "../survey";
import { DEFAULT_TTL, parseTtl } from "../ttl";
import { raise, refuseLasting, type Plan } from "../up";
import { tellFailures } from "./tell";

export interface UpOptions {
  ttl?: string;
  from?: string;
  config: string[];
  concurrency: number;
}

/** `npm run staging -- up`: makes stacks, or brings them up to date. Resolves with the exit code. */
export async function up(
  given: readonly string[],
  options: UpOptions,
  report: (line: string) => void,
): Promise<number> {
  const names = checkNames(given);
  const seconds = parseTtl(options.ttl ?? DEFAULT_TTL);
  const overrides = options.config.map(parseOverride);
  const model = readModel(options.from ?? DEFAULT_STACK);
  const { found, unseen } = await survey(report, names);
  if (unseen[0]) throw new Error(`${unseen[0].name} could not be looked at: ${unseen[0].reason}`);
  const existing = new Map(found.map((stack) => [stack.name, stack]));
  for (const name of names) refuseLasting(name, existing.get(name), configuredExpiry(name));

  // What somebody has set since stays, unless the config is asked for anew or is elsewhere.
  const isKept = (name: string) =>
    existing.has(name) && options.from === undefined && existsSync(stackConfigFile(name));
  const local = cloudOf(model, overrides, names, existing, isKept);
  if (local) {
    requirePrivilege();
    await startCloud(ROOT, report);
  }
  const home = await openHome(local, report);
  const secrets = names.every(isKept)
    ? []
    : await readSecrets(model.stack, secretPaths(model.config), report);
  const now = await cloudClock(report)(local);

  const board = new Board(names, process.stderr);
  const outcomes = await pool(names, options.concurrency, async (name) => {
    const stack = existing.get(name);
    const expiresAt = expiryFor(now, seconds, options.ttl === undefined ? stack : undefined);
    const { secretsProvider } = model;
    const plan: Plan = {
      ...{ home, expiresAt, overrides, now },
      ...(stack && { existing: stack }),
      ...(isKept(name) ? {} : { config: deriveConfig(model.config, name, expiresAt) }),
      secrets: isKept(name) ? [] : secrets,
      ...(secretsProvider !== undefined && { secretsProvider }),
    };
    try {
      const url = await raise(name, plan, (phase) => board.set(name, phase));
      board.end(name, `up until ${expiresAt}: ${url}`);
    } catch (error) {
      board.end(name, "failed");
      throw error;
    }
  });
  board.close();
  return tellFailures(names, outcomes, report, (name) => [
    `its log is ${logName(name)}; what there is of it goes when its time is over, or by npm run staging -- down ${name}`,
  ]);
}

/** @param stack one whose later end is kept */
function expiryFor(now: Date, seconds: number, stack: Found | undefined): string {
  const end = now.getTime() + seconds * 1000;
  return toExpiresAt(new Date(Math.max(end, stack?.expiry.at?.getTime() ?? 0)));
}
