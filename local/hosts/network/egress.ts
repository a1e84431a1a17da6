import { readFileSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { machineTable } from "../names";
import type { Shared } from "../system/claims";
import { run } from "../system/exec";
import type { Cloud } from "../types";

/** The way from the hosts through the machine to the outside, for IPv4. */
export async function openEgress(cloud: Cloud): Promise<void> {
  await run("nft", ["-f", "-"], { input: renderEgress(cloud) });
  for (const rule of await acceptRules(cloud)) {
    const known = await run("iptables", ["-w", "-C", ...rule]).then(
      () => true,
      () => false,
    );
    if (!known) await run("iptables", ["-w", "-I", ...rule]);
  }
}

export async function closeEgress(cloud: Cloud): Promise<void> {
  await run("nft", ["-f", "-"], { input: renderEgress(cloud).split("\n").slice(0, 2).join("\n") });
  for (const rule of await acceptRules(cloud)) {
    await run("iptables", ["-w", "-D", ...rule]).catch(() => undefined);
  }
}

/** The machine's own table of a cloud; replaces what was there. */
export function renderEgress(cloud: Cloud): string {
  const table = machineTable(cloud);
  const hosts = `${cloud.ipv4Prefix}.0/24`;
  return [
    `table ip ${table}`,
    `delete table ip ${table}`,
    `table ip ${table} {`,
    "  chain forward {",
    "    type filter hook forward priority mangle; policy accept;",
    // The machine's uplink may carry smaller packets than the hosts' links (a VPN does).
    `    iifname "${cloud.bridge}" tcp flags syn tcp option maxseg size set rt mtu`,
    "  }",
    "  chain postrouting {",
    "    type nat hook postrouting priority srcnat; policy accept;",
    `    ip saddr ${hosts} oifname != "${cloud.bridge}" masquerade`,
    "  }",
    "}",
    "",
  ].join("\n");
}

/**
 * Docker and ufw make iptables drop what is forwarded, and no other table can overrule that.
 * Docker leaves a chain for the rules of others, which it asks first.
 */
async function acceptRules(cloud: Cloud): Promise<string[][]> {
  const chain = await dropChain();
  if (chain === undefined) return [];
  return ["-i", "-o"].map((way) => [chain, way, cloud.bridge, "-j", "ACCEPT"]);
}

async function dropChain(): Promise<string | undefined> {
  // No iptables, no chains of it.
  return forwardChain(await run("iptables", ["-w", "-S"]).catch(() => ""));
}

/** Where to accept, from the output of `iptables -S`; undefined where nothing is dropped. */
export function forwardChain(rules: string): string | undefined {
  const lines = rules.split("\n");
  if (lines.includes("-N DOCKER-USER")) return "DOCKER-USER";
  return lines.includes("-P FORWARD DROP") ? "FORWARD" : undefined;
}

/**
 * IPv4 forwarding of the machine. Switching it resets the acceptance of redirects, so that is put
 * back too.
 */
export const forwarding: Shared<Record<string, string>> = {
  name: "forwarding",
  // Forwarding that somebody has switched off is switched on again, and then left off at the end.
  holds: () => readFileSync(SETTINGS[0], "utf8").trim() === "1",
  async acquire() {
    const before = await Promise.all(
      SETTINGS.map(async (path) => [path, (await readFile(path, "utf8")).trim()] as const),
    );
    if (before[0]?.[1] !== "1") await writeFile(SETTINGS[0], "1");
    return Object.fromEntries(before);
  },
  async release(before) {
    // Docker, had it come since, needs it too.
    if ((await dropChain()) === "DOCKER-USER") return;
    for (const path of SETTINGS) {
      const value = before[path];
      const now = (await readFile(path, "utf8")).trim();
      if (value !== undefined && now !== value) await writeFile(path, value);
    }
  },
};

const SETTINGS = [
  "/proc/sys/net/ipv4/ip_forward",
  "/proc/sys/net/ipv4/conf/all/accept_redirects",
] as const;
