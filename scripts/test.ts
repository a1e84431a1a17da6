import { execFileSync } from "node:child_process";
import { basename } from "node:path";
import { Command } from "commander";
import { cloudStatus, startCloud, stopCloud } from "../local/cloud";
import { ensurePackages } from "../local/cloud/packages";
import { isRoot } from "../local/cloud/privilege";
import { ensureEngine } from "../local/engine/setup";
import type { Count } from "./lib/checks";
import { report, runMain } from "./lib/command";
import { ROOT } from "./lib/project";
import { inputsDigest, KnownResults } from "./test/known-results";
import { type Check, RUNGS } from "./test/rungs";

/** What the checks need from Debian, beside what the local cloud does. */
const PACKAGES = ["git", "curl", "jq", "shellcheck", "openssh-server", "openssh-client"];

const options = new Command("npm test --")
  .description("every check and test, the lowest rung first")
  .option("--again", "those too that passed within a day, and of which nothing has changed since")
  .parse()
  .opts<{ again?: true }>();
const known = new KnownResults();

runMain(async () => {
  if (!isRoot()) throw new Error("npm test makes hosts on this machine: run it as root");
  // What is tested is ours, also where the official engine could be had.
  process.env["DJANGO_DROPLET_ENGINE"] ??= "modules";
  await ensurePackages(PACKAGES, report);
  const [engine] = await Promise.all([ensureEngine(report), startCloud(ROOT, report)]);
  const tools = [basename(engine.home), goVersion()];
  const total: Count = { passed: 0, failed: 0 };
  const summary: string[] = [];
  const check = async (each: Check): Promise<void> => {
    report(`── ${each.name}`);
    const { passed, failed, how } = await result(each, tools).catch(cannotRun);
    total.passed += passed;
    total.failed += failed;
    summary.push(`${each.name}: ${passed} passed, ${failed} failed, ${how}`);
  };
  for (const rung of RUNGS) await Promise.all(rung.map(check));
  await leaveNothing().catch((error: unknown) => (total.failed += cannotRun(error).failed));
  report(`\n${summary.join("\n")}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

async function result(
  { name, run, reads }: Check,
  tools: readonly string[],
): Promise<Count & { how: string }> {
  const digestNow = () => reads && inputsDigest(reads, tools);
  const digest = digestNow();
  const before = options.again || digest === undefined ? undefined : known.find(name, digest);
  if (before)
    return { ...before.count, how: `as at ${before.at}: nothing that it reads has changed` };
  known.forget(name);
  const started = performance.now();
  const count = await run();
  // What was changed meanwhile may have been read before or after.
  if (digest !== undefined && digest === digestNow()) known.keep(name, digest, count);
  return { ...count, how: `${((performance.now() - started) / 1000).toFixed(1)} s` };
}

function goVersion(): string {
  return execFileSync("go", ["env", "GOVERSION"], { encoding: "utf8" }).trim();
}

/** Unless a stack of somebody's is up, nothing of this stays on the machine. */
async function leaveNothing(): Promise<void> {
  if ((await cloudStatus(ROOT)).droplets.length === 0) await stopCloud(ROOT, report);
}

/** A rung that cannot even begin has failed; the others still tell what they find. */
function cannotRun(error: unknown): Count & { how: string } {
  report(error instanceof Error ? error.message : String(error));
  return { passed: 0, failed: 1, how: "it could not be run" };
}
