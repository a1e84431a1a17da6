import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Connection } from "../../../scripts/lib/host";
import { callApi, deleteDroplet } from "./cloud";
import { runSsh } from "./ssh";
import { waitFor } from "./wait-for";
import { ed25519Pair } from "../../support/ed25519";

interface Made {
  id: number;
  status: string;
  networks: Record<"v4" | "v6", { ip_address: string; type: string }[]>;
}

/** A server that no stack has made: a droplet by hand, with a login key and host keys of its own. */
export class OthersServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "django-droplet-others-"));
  readonly name = `others-${process.pid}`;
  readonly login = ed25519Pair();
  #keyId = 0;
  #id = 0;
  address = "";
  ipv6 = "";
  /** As ssh-keyscan prints them, of every type that it has. */
  hostKeys = "";

  get id(): number {
    return this.#id;
  }

  async make(size = "s-1vcpu-1gb"): Promise<void> {
    const { name } = this;
    const { ssh_key: key } = await callApi<{ ssh_key: { id: number } }>(
      "POST",
      "/v2/account/keys",
      { name, public_key: this.login.public },
    );
    this.#keyId = key.id;
    const { droplet } = await callApi<{ droplet: Made }>("POST", "/v2/droplets", {
      ...{ name, region: "fra1", size, image: "debian-13-x64", ipv6: true },
      ssh_keys: [key.id],
    });
    this.#id = droplet.id;
    const networks = await waitFor("somebody's server", async () => {
      const now = await callApi<{ droplet: Made }>("GET", `/v2/droplets/${droplet.id}`);
      return now.droplet.status === "active" && now.droplet.networks;
    });
    this.address = networks.v4.find(({ type }) => type === "public")?.ip_address ?? "";
    this.ipv6 = networks.v6[0]?.ip_address ?? "";
    // cloud-init makes the keys, and then sshd takes them.
    this.hostKeys = await waitFor("its ssh", async () => {
      const keys = await keyscan(this.address);
      return keys.includes("ssh-ed25519") && (await this.#answers(keys)) && keys;
    });
  }

  connection(keys = this.hostKeys): Connection {
    const hostKey = /ssh-ed25519 \S+/.exec(keys)?.[0] ?? "";
    return {
      ...{ host: this.address, port: 22, user: "root" },
      hostKey,
      privateKey: this.login.private,
    };
  }

  /** What a script printed that its owner runs there. @throws unless it ends with 0 */
  async ssh(script: string): Promise<string> {
    const { code, stdout, stderr } = await runSsh(this.#folder, this.connection(), script);
    if (code === 0) return stdout.trim();
    throw new Error(`on somebody's server, ${script}\nended with ${code}: ${stderr}${stdout}`);
  }

  /** How OpenSSH's client reaches it: options and target. */
  sshArguments(): string[] {
    const [key, knownHosts] = [join(this.#folder, "login"), join(this.#folder, "known_hosts")];
    const options = [`UserKnownHostsFile=${knownHosts}`, "IdentitiesOnly=yes", "BatchMode=yes"];
    return ["-i", key, ...options.flatMap((option) => ["-o", option]), `root@${this.address}`];
  }

  /** It belongs to a stack from now on, which deletes it. */
  give(): void {
    this.#id = 0;
  }

  async dispose(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    if (this.#id) await deleteDroplet(this.#id);
    if (this.#keyId) await callApi("DELETE", `/v2/account/keys/${this.#keyId}`);
  }

  async #answers(keys: string): Promise<boolean> {
    return (await runSsh(this.#folder, this.connection(keys), "true")).code === 0;
  }
}

function keyscan(address: string): Promise<string> {
  return new Promise((resolve) => {
    execFile("ssh-keyscan", ["-T", "2", address], (_error, stdout) => resolve(stdout));
  });
}
