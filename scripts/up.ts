import { startCloud } from "../local/cloud";
import { requirePrivilege } from "../local/cloud/privilege";
import { ensureEngine } from "../local/engine/setup";
import { report, runMain, stackCommand } from "./lib/command";
import { Phases } from "./lib/phases";
import { ROOT } from "./lib/project";
import { explainFailure } from "./lib/protection";
import { Pulumi } from "./lib/pulumi";
import { repairTargets } from "./lib/repair";
import { isLocalStack } from "./lib/stack-config";
import { readState } from "./lib/state";

interface Options {
  stack: string;
  repair?: boolean;
  yes?: boolean;
}

const command = stackCommand("up", "sets everything up that is not, and runs `pulumi up`")
  .option(
    "--repair",
    "stage and activate everything again, and read what is at DigitalOcean, where either is not what the stack says",
  )
  .option("--yes", "a stack of DigitalOcean: go ahead without asking, as CI has to")
  .parse();

runMain(async () => {
  const { stack, repair, yes } = command.opts<Options>();
  const phases = new Phases();
  const local = isLocalStack(stack);
  if (local) requirePrivilege();
  // Both take minutes the first time and neither needs the other.
  await phases.time(local ? "set-up and local cloud" : "set-up", () =>
    Promise.all([ensureEngine(report), local ? startCloud(ROOT, report) : undefined]),
  );
  const pulumi = await Pulumi.forStack(stack, report);
  const created = await phases.time("stack", () => pulumi.ensureStack());
  if (created !== 0) return created;

  const targets = repair ? ["--refresh", ...repairTargets(await readState(pulumi))] : [];
  // Real servers get a preview and a question; the local cloud is there to be thrown away.
  const confirmation = local ? ["--yes", "--skip-preview"] : yes ? ["--yes"] : [];
  const code = await phases.time("pulumi up", () =>
    pulumi.run(["up", "--stack", stack, ...confirmation, ...targets]),
  );
  if (code !== 0) {
    const why = await explainFailure(pulumi);
    if (why !== undefined) report(`django-droplet: ${why}`);
    report("the stack keeps the outputs of its last good run, whatever is struck out above");
  }
  report(phases.summary());
  return code;
});
