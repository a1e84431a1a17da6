import { run } from "../../local/hosts/system/exec";
import type { Target } from "./types";

/** OpenSSH's options for a target: its pinned key and root's own, and nothing of the person's. */
export function sshOptions({ privateKeyFile, knownHostsFile }: Target): string[] {
  return [
    `IdentityFile=${privateKeyFile}`,
    "IdentitiesOnly=yes",
    "IdentityAgent=none",
    `UserKnownHostsFile=${knownHostsFile}`,
    "GlobalKnownHostsFile=/dev/null",
    "StrictHostKeyChecking=yes",
    "HostKeyAlgorithms=ssh-ed25519",
    "BatchMode=yes",
    "ConnectTimeout=10",
    "LogLevel=ERROR",
  ].flatMap((option) => ["-o", option]);
}

/** What a command printed that root ran on the target. @throws unless it ends with 0 */
export function runOn(target: Target, command: string, input = ""): Promise<string> {
  const args = ["-F", "/dev/null", ...sshOptions(target), `root@${target.ipv4}`, command];
  return run("ssh", args, { input });
}

/** The same as an entry of an ssh_config, for tools that read one. */
export function sshEntry(target: Target): string {
  const options = sshOptions(target).filter((word) => word !== "-o");
  const lines = [`HostName=${target.ipv4}`, "User=root", ...options];
  return [`Host ${target.name}`, ...lines.map((line) => `  ${line.replace("=", " ")}`), ""].join(
    "\n",
  );
}
