import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostKeyAlgorithms, knownHostsName } from "../components/remote/host-key";
import { report, runMain, stackCommand } from "./lib/command";
import { readHost } from "./lib/host";
import { Pulumi } from "./lib/pulumi";

const command = stackCommand("ssh", "opens a shell on the host, or runs a command there")
  .argument("[command...]", "what to run instead of a shell")
  .parse();

runMain(async () => {
  const pulumi = await Pulumi.forStack(command.opts<{ stack: string }>().stack, report);
  const { connection } = await readHost(pulumi);
  const { host, port, user, hostKey, privateKey } = connection;
  // The terminal's signals reach ssh as well. Node would end here, and leave the key.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => undefined);
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-ssh-"));
  try {
    const [key, knownHosts] = [join(folder, "key"), join(folder, "known_hosts")];
    writeFileSync(key, privateKey, { mode: 0o600 });
    writeFileSync(knownHosts, `${knownHostsName(host, port)} ${hostKey}\n`);
    const options = [
      `UserKnownHostsFile=${knownHosts}`,
      "StrictHostKeyChecking=yes",
      `HostKeyAlgorithms=${hostKeyAlgorithms(hostKey).join()}`,
      `Port=${port}`,
      "IdentitiesOnly=yes",
    ].flatMap((option) => ["-o", option]);
    const ssh = spawnSync("ssh", ["-i", key, ...options, `${user}@${host}`, ...command.args], {
      stdio: "inherit",
    });
    if (ssh.error)
      throw new Error(`ssh could not be started (${ssh.error.message}): install OpenSSH's client`);
    return ssh.status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
