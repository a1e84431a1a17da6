import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensurePackages } from "../../../local/cloud/packages";
import { measure } from "../measure";
import { sshEntry } from "../ssh";
import type { Peer, Sample, Target, Wanted } from "../types";
import { siteVariables } from "./site-variables";

type Order = "one-by-one" | "beside";

/** The folder of their scripts. */
export const SCRIPTS = join(__dirname, "shell");

/** A script over one ssh connection, as a careful administrator would write it: the floor. */
export const shell: Peer = shellPeer("bare shell", "one-by-one");

/** The same, and nginx is installed while pip fills the virtualenv. */
export const shellBeside: Peer = shellPeer("bare shell, apt beside pip", "beside");

function shellPeer(name: string, order: Order): Peer {
  return {
    name,
    setUp: (report) => ensurePackages(["curl", "jq", "openssh-client"], report),
    async converge(targets, wanted) {
      const folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-shell-"));
      try {
        return await deploy(folder, order, targets, wanted);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  };
}

/** What `deploy.sh` is told of the site. */
export function deployArguments(wanted: Wanted, order: Order): string[] {
  const { source, project, workers, gunicorn_requirement: gunicorn } = siteVariables(wanted);
  return [source, project, String(workers), gunicorn, order];
}

async function deploy(
  folder: string,
  order: Order,
  targets: readonly Target[],
  wanted: Wanted,
): Promise<Sample> {
  const config = join(folder, "ssh_config");
  writeFileSync(config, targets.map(sshEntry).join("\n"));
  const names = targets.map(({ name }) => name);
  const args = [config, ...deployArguments(wanted, order), ...names];
  const { seconds, peakKib } = await measure({ file: join(SCRIPTS, "deploy.sh"), args });
  return { seconds, peakKib };
}
