import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { TYPESCRIPT } from "../typescript";

const COMMAND = join(__dirname, "../../scripts/cloud.ts");

/** Settings of the person's shell that hold for root's part too; sudo drops the environment. */
const KEPT = /^(DJANGO_DROPLET_CLOUD_ROOT|https?_proxy|no_proxy|HTTPS?_PROXY|NO_PROXY)$/;

export const isRoot = (): boolean => process.getuid?.() === 0;

/** @throws anywhere but on Linux: the hosts are its namespaces. */
export function requireLinux(): void {
  if (process.platform !== "linux") {
    throw new Error(
      `the local cloud needs Linux, this is ${process.platform}: use a Linux machine, or cloud: digitalocean`,
    );
  }
}

/** @throws if the local cloud cannot be had here: said before anything that takes long begins. */
export function requirePrivilege(): void {
  requireLinux();
  if (!isRoot()) requireSudo();
}

function requireSudo(): void {
  if (spawnSync("sudo", ["-V"]).error) {
    throw new Error("the local cloud needs root and there is no sudo here: run this as root");
  }
}

/**
 * Runs `npm run cloud -- COMMAND` as root by sudo, which may ask for a password.
 * @throws if there is no sudo, or if the command failed; it has then told why.
 */
export async function runAsRoot(
  command: string,
  checkout: string,
  report: (line: string) => void,
): Promise<void> {
  requireSudo();
  report("the local cloud needs root: asking sudo");
  const env = Object.entries(process.env).flatMap(([name, value]) =>
    KEPT.test(name) ? [`${name}=${value}`] : [],
  );
  const child = spawn(
    "sudo",
    ["env", ...env, process.execPath, ...TYPESCRIPT, COMMAND, command, "--checkout", checkout],
    { stdio: ["inherit", "pipe", "inherit"] },
  );
  createInterface(child.stdout).on("line", report);
  // Not "exit", which may come before the last lines.
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`"sudo … cloud ${command}" failed; its reason is above`);
}
