import { chmod, copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { aptConnectionOptions } from "../base/build";
import { kernelHostname } from "../names";
import type { HostPaths } from "../paths";

/**
 * The resolver's settings for a host: the machine's, but for name servers on loopback or on a link,
 * which a host cannot reach. systemd-resolved keeps the real ones in a file of its own.
 */
export function renderResolvConf(etc: string, uplink: string | undefined): string {
  const reachable = (text: string) =>
    text
      .split("\n")
      .filter((line) => /^\s*(nameserver|search|domain|options)\s/.test(line))
      .filter((line) => !/^\s*nameserver\s+(127\.|::1\b|fe80:)/i.test(line));
  const hasServer = (lines: string[]) => lines.some((line) => /^\s*nameserver\s/.test(line));
  const own = reachable(etc);
  const lines = hasServer(own) || uplink === undefined ? own : reachable(uplink);
  return lines.map((line) => `${line.trim()}\n`).join("");
}

/** The machine's proxy settings as lines for /etc/environment. */
export function renderEnvironment(env: NodeJS.ProcessEnv): string {
  return Object.entries(env)
    .filter(([name, value]) => /^(https?|no|all|ftp)_proxy$/i.test(name) && value)
    .map(([name, value]) => `${name}="${value}"\n`)
    .sort()
    .join("");
}

/** Writes what changes from boot to boot: the first program and the resolver's settings. */
export async function writeBoot(paths: HostPaths): Promise<void> {
  await mkdir(paths.boot, { recursive: true, mode: 0o755 });
  await writeFile(join(paths.boot, "resolv.conf"), await machineResolvConf());
  const init = join(paths.boot, "init.sh");
  await copyFile(join(__dirname, "init.sh"), init);
  await chmod(init, 0o755);
}

export async function machineResolvConf(): Promise<string> {
  return renderResolvConf(
    (await read("/etc/resolv.conf")) ?? "",
    (await read("/run/systemd/resolve/resolv.conf")) ??
      (await read("/run/NetworkManager/no-stub-resolv.conf")),
  );
}

/**
 * Puts name, proxies and pip's settings on a disk that no host has booted from yet: later a link
 * that the host made could lead out of it.
 */
export async function writeSite(paths: HostPaths, name: string): Promise<void> {
  const apt = await aptConnectionOptions();
  const files: Record<string, string | undefined> = {
    "etc/hostname": `${kernelHostname(name)}\n`,
    "etc/environment": renderEnvironment(process.env),
    "etc/pip.conf": await read("/etc/pip.conf"),
    "etc/apt/apt.conf.d/90-machine": apt.map((option) => `${option}\n`).join(""),
  };
  for (const [path, text] of Object.entries(files)) {
    if (!text) continue;
    await mkdir(dirname(join(paths.root, path)), { recursive: true });
    await writeFile(join(paths.root, path), text);
  }
}

function read(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}
