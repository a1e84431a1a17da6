import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nspawnHosts } from "../../local/hosts/nspawn";
import { run, ToolError } from "../../local/hosts/system/exec";
import { withFileLock } from "../../local/hosts/system/file-lock";
import { until } from "../../local/hosts/system/until";
import type { Cloud, HostSpec } from "../../local/hosts/types";

/** A cloud of a test's own; `number` (200–254) keeps test files that run side by side apart. */
export function testCloud(number: number): Cloud {
  return {
    id: `7e57${number.toString(16).padStart(4, "0")}`,
    checkout: "/nowhere",
    root: `/var/lib/django-droplet-cloud-test-${number}`,
    port: 0,
    token: "",
    bridge: `dd-test-${number}`,
    ipv4Prefix: `198.19.${number}`,
    ipv6Prefix: `2001:db8:d0:${number}`,
  };
}

/**
 * The test cloud for a file that makes hosts. It has nothing before the file's tests, whatever a killed
 * run has left, and leaves nothing after them; another checkout's run of the same file waits meanwhile.
 */
export function useCloud(number: number): Cloud {
  const cloud = testCloud(number);
  const clear = async () => {
    await nspawnHosts(cloud).teardown();
    rmSync(cloud.root, { recursive: true, force: true });
  };
  let end = (): void => undefined;
  let use: Promise<void>;
  beforeAll(async () => {
    const ended = new Promise<void>((resolve) => (end = resolve));
    await new Promise<void>((resolve, reject) => {
      use = withFileLock(`/run/django-droplet-test-${number}.lock`, async () => {
        resolve();
        await ended;
      });
      use.catch(reject);
    });
    await clear();
  });
  afterAll(async () => {
    await clear();
    end();
    await use;
  });
  return cloud;
}

/** The keys of a test: one to log in with, one that the host proves itself with. */
export class Keys {
  readonly folder = mkdtempSync(join(tmpdir(), "hosts-"));
  readonly login = this.make("login");
  readonly host = this.make("host");

  /** cloud-init user data that pins the host's key. */
  userData(more: object = {}): string {
    const pinned = { ed25519_private: this.read("host"), ed25519_public: this.host };
    return `#cloud-config\n${JSON.stringify({ ssh_keys: pinned, ...more })}`;
  }

  /** What a script prints over ssh, with the host's key pinned; waits until the host lets one in. */
  async ssh(address: string, script: string, waitMs = 60_000): Promise<string> {
    const known = join(this.folder, "known_hosts");
    writeFileSync(known, `* ${this.host}\n`);
    const options = [
      `UserKnownHostsFile=${known}`,
      "StrictHostKeyChecking=yes",
      "BatchMode=yes",
      "ConnectTimeout=5",
    ].flatMap((option) => ["-o", option]);
    const key = join(this.folder, "login");
    let last: unknown;
    const output = await until(
      () =>
        run("ssh", ["-i", key, ...options, `root@${address}`, script]).catch((error: unknown) => {
          // 255 is ssh's own: all else is the script's, which must not run again.
          if (!(error instanceof ToolError) || error.exitCode !== 255) throw error;
          last = error;
          return undefined;
        }),
      waitMs,
      100,
    );
    if (output === undefined) throw last;
    return output.trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private make(name: string): string {
    const file = join(this.folder, name);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", file]);
    return this.read(`${name}.pub`).trim();
  }

  private read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }
}

export function testSpec(cloud: Cloud, keys: Keys, id: number, more: Partial<HostSpec> = {}) {
  return {
    id,
    name: `web-${id}`,
    image: "debian-13-x64",
    memoryMiB: 512,
    vcpus: 1,
    diskGiB: 10,
    ipv4: `${cloud.ipv4Prefix}.${id}`,
    ipv6: `${cloud.ipv6Prefix}::${id}`,
    userData: keys.userData(),
    authorizedKeys: [keys.login],
    ...more,
  } satisfies HostSpec;
}

/** Arguments of find. Other clouds' hosts come and go meanwhile: it does not go into their folders. */
function groupsOf(id: string): string[] {
  const ours = ["-name", `*${id}*`];
  const clouds = ["-regextype", "egrep", "-regex", ".*/django-droplet-[0-9a-f]{8}[^/]*"];
  return [
    ...["/sys/fs/cgroup", "/run", "-ignore_readdir_race"],
    ...[...clouds, "!", ...ours, "-prune", "-o", ...ours, "-print"],
  ];
}

/** Everything of a cloud that is on the machine now, but for its disks. */
export async function tracesOf(cloud: Cloud): Promise<string[]> {
  const lines = async (tool: string, args: string[]) => (await run(tool, args)).split("\n");
  const found = [
    ...readFileSync("/proc/self/mountinfo", "utf8").split("\n"),
    ...(await lines("nft", ["list", "tables"])),
    ...(await lines("ip", ["-oneline", "address"])),
    ...(await lines("ip", ["-6", "route", "show", "table", "all"])),
    ...(await lines("ip", ["-4", "route", "show", "table", "all"])),
    ...(await lines("ip", ["netns", "list"])),
    ...(await lines("find", groupsOf(cloud.id))),
    ...processes(),
  ];
  const marks = [cloud.id, cloud.root, cloud.bridge, `${cloud.ipv4Prefix}.`, cloud.ipv6Prefix];
  return found.filter((line) => marks.some((mark) => line.includes(mark)));
}

function processes(): string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return ""; // It has ended since.
      }
    });
}
