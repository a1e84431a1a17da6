import { execFile } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hostKeyAlgorithms, knownHostsName } from "../../../components/remote/host-key";
import type { Connection } from "../../../scripts/lib/host";

/** What a command over ssh printed, and how it ended: 255 is ssh's own. */
export interface SshResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command on the host as who logs in; `options` come first and so win over the pinned defaults. */
export function runSsh(
  folder: string,
  { host, port, user, privateKey, hostKey }: Connection,
  script: string,
  options: readonly string[] = [],
): Promise<SshResult> {
  mkdirSync(folder, { recursive: true });
  const key = join(folder, "login");
  const knownHosts = join(folder, "known_hosts");
  writeFileSync(key, privateKey, { mode: 0o600 });
  writeFileSync(knownHosts, `${knownHostsName(host, port)} ${hostKey}\n`);
  const pinned = [
    `UserKnownHostsFile=${knownHosts}`,
    "StrictHostKeyChecking=yes",
    `HostKeyAlgorithms=${hostKeyAlgorithms(hostKey).join()}`,
    `Port=${port}`,
    "IdentitiesOnly=yes",
    "BatchMode=yes",
    "ConnectTimeout=10",
    "LogLevel=ERROR",
    `IdentityFile=${key}`,
  ].flatMap((option) => ["-o", option]);
  return new Promise((resolve) => {
    const child = execFile(
      "ssh",
      [...options, ...pinned, `${user}@${host}`, "bash -s"],
      { maxBuffer: 64 << 20 },
      (error, stdout, stderr) => {
        const code = typeof error?.code === "number" ? error.code : error ? 255 : 0;
        resolve({ code, stdout, stderr });
      },
    );
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(script);
  });
}
