import { join } from "node:path";
import { cloudStatus, startCloud, stopCloud } from "../local/cloud";
import { ensurePackages } from "../local/cloud/packages";
import { isRoot } from "../local/cloud/privilege";
import { ensureEngine } from "../local/engine/setup";
import { actionlint, goTest, goVet, jest, verdict, type Count } from "./lib/checks";
import { report, runMain } from "./lib/command";
import { ROOT } from "./lib/project";
import { eslint, prettier, types } from "./lib/readers";
import { shellScripts } from "./lib/tree-files";

const PLUGINS = join(ROOT, "local", "engine", "plugins");
/** What the checks need from Debian, beside what the local cloud does. */
const PACKAGES = ["git", "curl", "jq", "shellcheck", "openssh-server", "openssh-client"];
const GOFMT = 'files=$(gofmt -l .) && echo "$files" >&2 && test -z "$files"';

type Check = readonly [name: string, run: () => Promise<Count>];

/** Each reads the tree on one core and neither touches it nor waits: at once they take half the time. */
const READERS: readonly Check[] = [
  ["eslint", eslint],
  ["types", types],
  ["prettier", prettier],
  ["shellcheck", async () => verdict("shellcheck", ["--external-sources", ...shellScripts()])],
  ["actionlint", actionlint],
  ["gofmt", () => verdict("sh", ["-c", GOFMT], PLUGINS)],
  ["go vet", () => goVet(PLUGINS)],
];

/** The rungs, lowest first: an early one says sooner, and more exactly, what is wrong. */
const RUNGS: readonly (readonly Check[])[] = [
  READERS,
  [["text, graph, contract", () => jest([])]],
  [["plugins", () => goTest(PLUGINS)]],
  [["real", () => jest(["--config", "jest.e2e.config.js"])]],
];

runMain(async () => {
  if (!isRoot()) throw new Error("npm test makes hosts on this machine: run it as root");
  // What is tested is ours, also where the official engine could be had.
  process.env["DJANGO_DROPLET_ENGINE"] ??= "modules";
  await ensurePackages(PACKAGES, report);
  await Promise.all([ensureEngine(report), startCloud(ROOT, report)]);
  const total: Count = { passed: 0, failed: 0 };
  const summary: string[] = [];
  const check = async ([name, run]: Check): Promise<void> => {
    report(`── ${name}`);
    const started = performance.now();
    const { passed, failed } = await run().catch(cannotRun);
    total.passed += passed;
    total.failed += failed;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    summary.push(`${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  };
  for (const rung of RUNGS) await Promise.all(rung.map(check));
  const left = await leaveNothing().catch(cannotRun);
  total.failed += left.failed;
  report(`\n${summary.join("\n")}`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0 ? 0 : 1;
});

/** Unless a stack of somebody's is up, nothing of this stays on the machine. */
async function leaveNothing(): Promise<Count> {
  if ((await cloudStatus(ROOT)).droplets.length === 0) await stopCloud(ROOT, report);
  return { passed: 0, failed: 0 };
}

/** A rung that cannot even begin has failed; the others still tell what they find. */
function cannotRun(error: unknown): Count {
  report(error instanceof Error ? error.message : String(error));
  return { passed: 0, failed: 1 };
}
