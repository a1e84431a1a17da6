import { cloudStatus, startCloud, stopCloud } from "../local/cloud";
import { report, runMain, stackCommand } from "./lib/command";
import { ROOT } from "./lib/project";
import { refuseToDestroy } from "./lib/protection";
import { Pulumi } from "./lib/pulumi";

const command = stackCommand(
  "down",
  "destroys the stack, and stops the local cloud if it is empty then",
).parse();

runMain(async () => {
  const { stack } = command.opts<{ stack: string }>();
  const pulumi = await Pulumi.forStack(stack, report);
  if (pulumi.local && (await pulumi.ensureStack()) !== 0) return 1;
  await refuseToDestroy(pulumi);
  // --refresh: a droplet that was deleted by other means would fail the destroy.
  const destroy = ["destroy", "--stack", stack, "--refresh"];
  if (!pulumi.local) return pulumi.run(destroy);

  // Its droplets can be asked for only where the API answers.
  await startCloud(ROOT, report);
  const code = await pulumi.run([...destroy, "--yes", "--skip-preview"]);
  const { droplets } = await cloudStatus(ROOT);
  if (code === 0 && droplets.length === 0) await stopCloud(ROOT, report);
  return code;
});
