import { readFile } from "node:fs/promises";
import { machineResolvConf } from "../boot/site";
import type { Cloud, Limit } from "../types";

/** CAP_SYS_RESOURCE's place in a set of capabilities. */
const SYS_RESOURCE = 24n;

/** What hosts cannot have on this machine, whatever their size. */
export async function machineLimits(cloud: Cloud): Promise<Limit[]> {
  const status = await readFile("/proc/self/status", "utf8");
  const limits = await readFile("/proc/self/limits", "utf8");
  return [
    { feature: "disk of a size", error: `not enforced: ${cloud.root} is one file system for all` },
    ...(hasCapability(status, SYS_RESOURCE)
      ? []
      : [
          {
            feature: `LimitNOFILE above ${openFiles(limits)} and negative OOMScoreAdjust`,
            error: "this machine grants no CAP_SYS_RESOURCE",
          },
        ]),
    ...(/^nameserver /m.test(await machineResolvConf())
      ? []
      : [
          {
            feature: "name resolution",
            error: "/etc/resolv.conf names no server that hosts can reach (only loopback ones)",
          },
        ]),
  ];
}

/** From /proc/PID/status: `CapBnd: 000001fffeffffff`. */
export function hasCapability(status: string, capability: bigint): boolean {
  const bounding = /^CapBnd:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? "0";
  return ((BigInt(`0x${bounding}`) >> capability) & 1n) === 1n;
}

/** The hard limit in /proc/PID/limits. */
function openFiles(limits: string): string {
  return /^Max open files\s+\d+\s+(\d+)/m.exec(limits)?.[1] ?? "the machine's limit";
}
