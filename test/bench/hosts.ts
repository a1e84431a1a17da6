import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify } from "../../local/hosts/system/processes";
import { callApi, deleteDroplet, tracesOfDroplet } from "../e2e/support/cloud";
import { waitFor } from "../e2e/support/wait-for";
import { runOn } from "./ssh";
import type { Target } from "./types";
import { ed25519Pair } from "../support/ed25519";

interface Made {
  id: number;
  status: string;
  networks: Record<"v4" | "v6", { ip_address: string; type: string }[]>;
}

const PREFIX = "bench";
const BOOT_MS = 180_000;

/** What a droplet of ours is called tells the process that made it. */
const NAME = new RegExp(`^${PREFIX}-(\\d+)-\\d+$`);

/** How a droplet is made: what DigitalOcean gives the program's own by default. */
const DROPLET = { region: "fra1", size: "s-1vcpu-1gb", image: "debian-13-x64", ipv6: true };

/**
 * Booted droplets of the checkout's local cloud with nothing on them, each with a host key that is
 * known before its first byte.
 */
export class Hosts {
  readonly #folder = mkdtempSync(join(tmpdir(), "django-droplet-bench-hosts-"));
  readonly #login = ed25519Pair();
  readonly #ids = new Map<string, number>();
  #keyId: Promise<number> | undefined;
  #count = 0;

  /** So many targets, all booted at once; nothing boots on them any more when they are handed over. */
  async make(count: number): Promise<Target[]> {
    const key = await (this.#keyId ??= this.#addKey());
    return Promise.all(Array.from({ length: count }, () => this.#makeOne(key)));
  }

  /** Deletes their droplets, and waits until nothing of them is on the machine: it would be measured. */
  async remove(targets: readonly Target[]): Promise<void> {
    await Promise.all(
      targets.map(async ({ name }) => {
        const id = this.#ids.get(name);
        if (id === undefined) return;
        await remove(id);
        this.#ids.delete(name);
      }),
    );
  }

  /** A name for a droplet that is made otherwise, by which the next run clears it away if need be. */
  takeName(): string {
    return `${PREFIX}-${process.pid}-${++this.#count}`;
  }

  /** Everything that is left goes, however far it came. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#ids.values()].map((id) => remove(id)));
    this.#ids.clear();
    if (this.#keyId) await callApi("DELETE", `/v2/account/keys/${await this.#keyId}`);
    this.#keyId = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #addKey(): Promise<number> {
    writeFileSync(join(this.#folder, "login"), this.#login.private, { mode: 0o600 });
    const request = { name: `${PREFIX}-${process.pid}-0`, public_key: this.#login.public };
    const { ssh_key: key } = await callApi<{ ssh_key: { id: number } }>(
      ...(["POST", "/v2/account/keys", request] as const),
    );
    return key.id;
  }

  async #makeOne(keyId: number): Promise<Target> {
    const name = this.takeName();
    const hostKeys = ed25519Pair();
    const { droplet } = await callApi<{ droplet: Made }>("POST", "/v2/droplets", {
      ...{ ...DROPLET, name, ssh_keys: [keyId] },
      user_data: userData(hostKeys.private, hostKeys.public),
    });
    this.#ids.set(name, droplet.id);
    const addresses = await waitFor(`${name}'s addresses`, () => addressesOf(droplet.id), BOOT_MS);
    const folder = join(this.#folder, name);
    mkdirSync(folder);
    const target: Target = {
      ...{ name, ...addresses, hostKey: hostKeys.public.trim() },
      privateKeyFile: join(this.#folder, "login"),
      knownHostsFile: join(folder, "known_hosts"),
    };
    writeFileSync(target.knownHostsFile, `${target.ipv4} ${target.hostKey}\n`);
    await waitFor(`${name} to be booted`, () => isBooted(target), BOOT_MS);
    return target;
  }
}

/** Deletes what a run left that was killed before it could. */
export async function removeLeftovers(report: (line: string) => void): Promise<void> {
  type Named = { id: number | string; name: string }[];
  const isLeft = ({ name }: { name: string }) => {
    const pid = Number(NAME.exec(name)?.[1]);
    return pid > 0 && identify(pid) === undefined;
  };
  const left = async (path: string, list: string): Promise<Named> => {
    const answer = await callApi<Record<string, Named>>("GET", `/v2/${path}?per_page=200`);
    return (answer[list] ?? []).filter(isLeft);
  };
  for (const { id, name } of await left("droplets", "droplets")) {
    report(`clearing away ${name}, which a killed run left`);
    await remove(Number(id));
  }
  for (const { id } of await left("account/keys", "ssh_keys")) {
    await callApi("DELETE", `/v2/account/keys/${id}`);
  }
  for (const { id } of await left("firewalls", "firewalls")) {
    await callApi("DELETE", `/v2/firewalls/${id}`);
  }
  for (const { name } of await left("tags", "tags")) await callApi("DELETE", `/v2/tags/${name}`);
}

/** As little as fixes the host key: what else is on the server must be the tool's doing. */
function userData(hostPrivate: string, hostPublic: string): string {
  return `#cloud-config\n${JSON.stringify({
    ssh_deletekeys: true,
    ssh_genkeytypes: ["ed25519"],
    ssh_keys: { ed25519_private: hostPrivate, ed25519_public: hostPublic.trim() },
  })}\n`;
}

async function addressesOf(id: number): Promise<Pick<Target, "ipv4" | "ipv6"> | undefined> {
  const { droplet } = await callApi<{ droplet: Made }>("GET", `/v2/droplets/${id}`);
  if (droplet.status !== "active") return undefined;
  const { v4, v6 } = droplet.networks;
  const ipv4 = v4.find(({ type }) => type === "public")?.ip_address;
  return ipv4 === undefined ? undefined : { ipv4, ipv6: v6[0]?.ip_address ?? "" };
}

/**
 * Each time it ends by itself: one that hangs would be all that is ever asked. cloud-init ends with 2 for
 * what it could mend itself; systemd says `degraded` of a unit that failed.
 */
async function isBooted(target: Target): Promise<boolean> {
  const script = `
    timeout 25 cloud-init status --wait >/dev/null || [ $? = 2 ] || exit 1
    timeout 25 systemctl is-system-running --wait || true`;
  return runOn(target, script).then(
    (printed) => /^(running|degraded)$/m.test(printed),
    () => false,
  );
}

/** Until its disk is deleted as well, which goes on after the API has forgotten the droplet. */
export async function untilGone(id: number, timeoutMs?: number): Promise<void> {
  const isGone = async () => (await tracesOfDroplet(id)).length === 0;
  await waitFor(`droplet ${id} to leave nothing`, isGone, timeoutMs);
}

async function remove(id: number): Promise<void> {
  await deleteDroplet(id);
  await untilGone(id);
}
