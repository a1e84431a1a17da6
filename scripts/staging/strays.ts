import { z } from "zod";
import type { CloudApi } from "./api";
import type { Pending } from "./state";

/** Where the API lists what the program makes, and by what an entry is deleted. */
const KINDS: Readonly<Record<string, { list: string; key: string; by: "id" | "name" }>> = {
  "digitalocean:index/droplet:Droplet": { list: "/v2/droplets", key: "droplets", by: "id" },
  "digitalocean:index/firewall:Firewall": { list: "/v2/firewalls", key: "firewalls", by: "id" },
  "digitalocean:index/sshKey:SshKey": { list: "/v2/account/keys", key: "ssh_keys", by: "id" },
  "digitalocean:index/tag:Tag": { list: "/v2/tags", key: "tags", by: "name" },
};

const entry = z.object({ id: z.union([z.string(), z.number()]).optional(), name: z.string() });

/**
 * Deletes what the cloud made while the engine was cut short, so that the state does not know it:
 * a droplet among it would be paid for until somebody sees it. The engine has chosen the names, at
 * random, so that an equal name is the same thing.
 *
 * @returns what was deleted: `droplet django-host-droplet-1a2b3c4`
 */
export async function removeStrays(api: CloudApi, pending: readonly Pending[]): Promise<string[]> {
  const removed: string[] = [];
  for (const { type, name } of pending) {
    const kind = KINDS[type];
    if (!kind || name === undefined) continue;
    const all = await api.list(kind.list, kind.key, entry);
    for (const found of all.filter((one) => one.name === name)) {
      await api.remove(`${kind.list}/${encodeURIComponent(String(found[kind.by]))}`);
      removed.push(`${type.split(":").at(-1)?.toLowerCase() ?? type} ${name}`);
    }
  }
  return removed;
}
