import { spawnSync } from "node:child_process";
import {
  adoptionOf,
  adoptScript,
  DROPLET,
  foreignTags,
  HOST_NAME,
  refuseAdoption,
} from "./lib/adopt";
import { report, runMain, stackCommand } from "./lib/command";
import { Pulumi } from "./lib/pulumi";
import { readState } from "./lib/state";

const command = stackCommand("adopt", "makes a droplet that somebody made the stack's own")
  .argument("<id>", "the droplet's number at DigitalOcean")
  .argument("<ssh...>", "how your ssh reaches it as root: root@203.0.113.7, or options before it")
  .parse();

runMain(async () => {
  const [id = "", ...target] = command.args;
  const { stack } = command.opts<{ stack: string }>();
  const pulumi = await Pulumi.forStack(stack, report);
  if (pulumi.local && (await pulumi.ensureStack()) !== 0) return 1;
  const config = await readConfig(pulumi);
  refuseAdoption(config, await readState(pulumi));

  report("making the stack's keys, tag and firewall …");
  const unasked = pulumi.local ? ["--yes", "--skip-preview"] : [];
  const without = ["--exclude", `**${HOST_NAME}-droplet`, "--exclude-dependents"];
  const made = await pulumi.run(["up", "--stack", stack, ...without, ...unasked]);
  if (made !== 0) return made;

  const adoption = adoptionOf(await readState(pulumi));
  report(`giving ${target.at(-1)} the stack's keys …`);
  const ssh = spawnSync("ssh", [...target, "bash -euo pipefail -s"], {
    input: adoptScript(adoption, config["webServer"] ?? "nginx"),
    stdio: ["pipe", "inherit", "inherit"],
  });
  if (ssh.error) throw new Error(`ssh could not be started (${ssh.error.message})`);
  if (ssh.status !== 0) return ssh.status ?? 1;

  report("importing the droplet …");
  const imported = await pulumi.run([
    ...["import", DROPLET, `${HOST_NAME}-droplet`, id, "--stack", stack],
    ...["--parent", `host=${adoption.host}`, "--provider", `digitalocean=${adoption.provider}`],
    ...["--generate-code=false", "--suppress-outputs", ...unasked],
  ]);
  if (imported !== 0) return imported;
  const tags = foreignTags(await readState(pulumi));
  if (tags.length > 0) {
    report(
      `its tags (${tags.join(", ")}) are not the stack's: the next up takes them off, and what goes by them loses the droplet (docs/existing-servers.md)`,
    );
  }
  report(
    `droplet ${id} is the stack's; see what an up would change: npm run preview -- --stack ${stack}`,
  );
  return 0;
});

/** The stack's own config, without the namespace; what is no text is left out. */
async function readConfig(pulumi: Pulumi): Promise<Record<string, string>> {
  const { stdout } = await pulumi.capture(["config", "--json", "--stack", pulumi.stack]);
  const all = JSON.parse(stdout) as Record<string, { value?: string }>;
  return Object.fromEntries(
    Object.entries(all).map(([key, { value = "" }]) => [
      key.replace(/^django-droplet:/, ""),
      value,
    ]),
  );
}
