import ipaddr from "ipaddr.js";
import type { DropletSettings } from "../settings";
import type { Finding } from "./finding";

/** Of fewer bits than these a network is as good as everybody: two halves make the whole. */
const FEWEST_BITS = { ipv4: 8, ipv6: 16 };

/**
 * Port 22 open to everybody: root can log in by key only, so that it is no open door, but a place to
 * try at, and a hole in OpenSSH would be one for all. Nothing reaches the local cloud but its own
 * machine.
 */
export function sshFindings({ cloud, host }: Pick<DropletSettings, "cloud" | "host">): Finding[] {
  const open = host.sshAllowedCidrs.filter(isEverybody);
  if (cloud === "local" || open.length === 0) return [];
  return [
    {
      path: "sshAllowedCidrs",
      level: "advisory",
      reason: `${open.join(" and ")} ${open.length === 1 ? "lets" : "let"} everybody try to log in; list the networks that you log in from: pulumi config set --path 'sshAllowedCidrs[0]' 203.0.113.7/32`,
    },
  ];
}

function isEverybody(cidr: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(cidr);
  return bits < FEWEST_BITS[address.kind()];
}
