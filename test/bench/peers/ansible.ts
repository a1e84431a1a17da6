import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { measure } from "../measure";
import type { Peer, Sample, Target, Wanted } from "../types";
import { renderInventory } from "./ansible/inventory";
import { virtualenv } from "./virtualenv";

const PLAYBOOKS = join(__dirname, "ansible");
const tools = virtualenv("ansible", join(PLAYBOOKS, "requirements.txt"));

/** ansible-core as it comes, with pipelining and connections that are kept: roles and handlers. */
export const ansible: Peer = ansiblePeer("Ansible", () => Promise.resolve({}));

/** The same playbook by Mitogen's strategy: Python stays on the host for the whole run. */
export const ansibleWithMitogen: Peer = ansiblePeer("Ansible with Mitogen", async () => ({
  ANSIBLE_STRATEGY: "mitogen_linear",
  ANSIBLE_STRATEGY_PLUGINS: await tools.packageFolder("ansible_mitogen/plugins/strategy"),
}));

function ansiblePeer(name: string, strategy: () => Promise<Record<string, string>>): Peer {
  const play = async (targets: readonly Target[], wanted: Wanted, options: string[] = []) => {
    const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-ansible-"));
    try {
      return await runPlaybook(folder, await strategy(), targets, wanted, options);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return {
    name,
    setUp: tools.make,
    converge: (targets, wanted) => play(targets, wanted),
    preview: (targets, wanted) => play(targets, wanted, ["--check", "--diff"]),
  };
}

async function runPlaybook(
  folder: string,
  strategy: Record<string, string>,
  targets: readonly Target[],
  wanted: Wanted,
  options: readonly string[],
): Promise<Sample> {
  const inventory = join(folder, "inventory.yml");
  const controls = join(folder, "cp");
  mkdirSync(controls, { mode: 0o700 });
  const text = renderInventory(targets, wanted, join(folder, "release.tar.gz"));
  writeFileSync(inventory, text, { mode: 0o600 });
  const env = {
    ANSIBLE_CONFIG: join(PLAYBOOKS, "ansible.cfg"),
    ANSIBLE_HOME: folder,
    ANSIBLE_SSH_CONTROL_PATH_DIR: controls,
    // It refuses to run in a locale without UTF-8.
    LC_ALL: "C.UTF-8",
    ...strategy,
  };
  const args = ["--inventory", inventory, ...options, join(PLAYBOOKS, "site.yml")];
  try {
    const { seconds, peakKib } = await measure({
      file: tools.program("ansible-playbook"),
      args,
      env,
    });
    return { seconds, peakKib };
  } finally {
    closeConnections(controls);
  }
}

/**
 * Each run opens its own, as everybody's does: within a minute of another one a run would find them
 * open, and of the next targets one may have the address of one that is gone.
 */
function closeConnections(folder: string): void {
  for (const name of readdirSync(folder)) {
    const control = `ControlPath=${join(folder, name)}`;
    spawnSync("ssh", ["-F", "/dev/null", "-o", control, "-O", "exit", "any"], {
      stdio: "ignore",
    });
  }
}
