import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../measure";
import type { Peer, Sample, Target, Wanted } from "../types";
import { hostVariables, siteVariables } from "./site-variables";
import { virtualenv } from "./virtualenv";

const DEPLOYS = join(__dirname, "pyinfra");
const tools = virtualenv("pyinfra", join(DEPLOYS, "requirements.txt"));

/** pyinfra as it comes: operations and facts over one connection a host. */
export const pyinfra: Peer = pyinfraPeer("pyinfra", {});

/** The same deploy, its connections with TCP_NODELAY: a transport factory that paramiko is given. */
export const pyinfraNoDelay: Peer = pyinfraPeer("pyinfra with TCP_NODELAY", { NO_DELAY: "1" });

function pyinfraPeer(name: string, tuning: Record<string, string>): Peer {
  const run = async (
    targets: readonly Target[],
    wanted: Wanted,
    option: string,
  ): Promise<Sample> => {
    const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-pyinfra-"));
    const hosts = join(folder, "hosts.json");
    try {
      writeFileSync(hosts, renderHosts(targets, wanted), { mode: 0o600 });
      const { seconds, peakKib } = await measure({
        file: tools.program("pyinfra"),
        args: [option, "inventory.py", "deploy.py"],
        cwd: DEPLOYS,
        env: { BENCH_HOSTS: hosts, PYTHONDONTWRITEBYTECODE: "1", LC_ALL: "C.UTF-8", ...tuning },
      });
      return { seconds, peakKib };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    name,
    setUp: tools.make,
    // It asks no question, and looks at a host's facts when it comes to them, not before as well.
    converge: (targets, wanted) => run(targets, wanted, "--yes"),
    preview: (targets, wanted) => run(targets, wanted, "--dry"),
  };
}

/** The hosts as pyinfra's inventory reads them, with all that the deploy is told, as JSON. */
export function renderHosts(targets: readonly Target[], wanted: Wanted): string {
  const hosts = targets.map((target) => [
    target.name,
    {
      ssh_hostname: target.ipv4,
      ssh_key: target.privateKeyFile,
      ssh_known_hosts_file: target.knownHostsFile,
      ...hostVariables(target),
      ...siteVariables(wanted),
    },
  ]);
  return JSON.stringify(Object.fromEntries(hosts));
}
