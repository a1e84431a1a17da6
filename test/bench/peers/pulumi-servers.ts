import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ThrowawayStack } from "../throwaway-stack";
import type { Peer, Target, Wanted } from "../types";
import { pulumi } from "./pulumi";

/** What the program is told of a server. */
export type Named = Pick<Target, "name" | "ipv6" | "hostKey"> & { address: string };

const stack = new ThrowawayStack("bench-servers", join(__dirname, "servers"));

/** Those that the stack has been made for. */
let known: readonly Target[] = [];

/**
 * This project as somebody uses it who has several servers: one program of their own with all of
 * them, and one `up`, where `pulumi` has a stack for each.
 */
export const pulumiServers: Peer = {
  name: "Pulumi, one program for all",
  onlyOnSeveral: true,
  setUp: (report) => pulumi.setUp(report),
  async converge(targets, wanted) {
    if (targets !== known) await create(targets, wanted);
    stack.configure({ "django-droplet:workers": String(wanted.workers) });
    return stack.up();
  },
  forget() {
    known = [];
    stack.forget();
    return Promise.resolve();
  },
};

async function create(targets: readonly Target[], { source, project }: Wanted): Promise<void> {
  const servers = targets.map(named);
  const [first] = targets;
  if (!first) throw new Error("no server is named");
  // The servers of a run that was killed have been deleted: there is nothing to destroy.
  stack.forget();
  const { name: _, ...host } = named(first);
  await stack.create({
    "django-droplet:host": host,
    "django-droplet:source": { directory: source },
    "django-droplet:project": project,
    "servers:all": servers,
  });
  const key = readFileSync(first.privateKeyFile, "utf8");
  await stack.setSecret("django-droplet:host.privateKey", key);
  known = targets;
}

const named = ({ name, ipv4, ipv6, hostKey }: Target): Named => ({
  ...{ name, address: ipv4, ipv6, hostKey },
});
