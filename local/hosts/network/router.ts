import { existsSync } from "node:fs";
import { gateway4, gateway6, routerNamespace } from "../names";
import { run } from "../system/exec";
import type { Cloud } from "../types";
import { ensureNamespace, isNamespace, removeNamespace } from "./namespace";

/*
 * Hosts are not ports of one bridge. Each hangs by a link of its own on a namespace that routes,
 * so that every packet passes a forward hook with connection tracking (which bridges lack in many
 * kernels), the link tells for certain whose packet it is, and neither the machine's own forwarding
 * nor its firewall stands between two hosts:
 *
 *   machine  cloud.bridge .1, ::1 ── machine  router namespace  hID ── eth0  host's namespace
 */

/** The router's end of the link to the machine. */
const UPLINK = "machine";

/** Makes the router and the machine's link to it, unless they are there. */
export async function ensureRouter(cloud: Cloud): Promise<void> {
  if (await hasRouter(cloud)) return;
  if (!existsSync("/proc/sys/net/ipv6")) {
    throw new Error("this kernel runs with ipv6.disable=1: hosts need IPv6, boot it without");
  }
  await removeRouter(cloud);
  const router = routerNamespace(cloud);
  await ensureNamespace(router);
  await inNamespace(router, "sysctl", [
    "--quiet",
    "--write",
    "net.ipv4.ip_forward=1",
    "net.ipv6.conf.all.forwarding=1",
    "net.ipv4.conf.all.proxy_arp=1",
  ]);
  await run("ip", [
    ...["link", "add", cloud.bridge, "type", "veth"],
    ...["peer", "name", UPLINK, "netns", router],
  ]);
  await answerAtOnce(router, UPLINK);
  await batch(router, [
    "link set lo up",
    // RFC 7600's dummy address: the sender of the router's own ARP and ICMP.
    "addr add 192.0.0.8/32 dev lo",
    `link set ${UPLINK} addrgenmode none`,
    `addr add fe80::2/64 dev ${UPLINK} nodad`,
    `link set ${UPLINK} up`,
    `route add default via ${gateway4(cloud)} dev ${UPLINK} onlink`,
    // No IPv6 default route: what leads beyond the machine is refused at once instead of timing out.
    `route add ${gateway6(cloud)}/128 via fe80::1 dev ${UPLINK}`,
  ]);
  await run("sysctl", ["-q", "-w", `net.ipv6.conf.${cloud.bridge}.disable_ipv6=0`]);
  await batch(undefined, [
    `link set ${cloud.bridge} addrgenmode none`,
    `addr add ${gateway4(cloud)}/24 dev ${cloud.bridge}`,
    `addr add fe80::1/64 dev ${cloud.bridge} nodad`,
    `addr add ${gateway6(cloud)}/64 dev ${cloud.bridge} nodad noprefixroute`,
    `link set ${cloud.bridge} up`,
    `route add ${cloud.ipv6Prefix}::/64 via fe80::2 dev ${cloud.bridge} src ${gateway6(cloud)}`,
  ]);
}

/** Takes the router, its firewall and all links to it away. */
export async function removeRouter(cloud: Cloud): Promise<void> {
  const router = routerNamespace(cloud);
  if (hasLink(cloud.bridge)) await run("ip", ["link", "del", cloud.bridge]);
  await removeNamespace(router);
}

/**
 * Hosts take the machine for a neighbour, and it takes them for its own: the router answers ARP for
 * either. The kernel would wait up to 0.8 s with each answer, and has no default for namespaces.
 */
export async function answerAtOnce(router: string, link: string): Promise<void> {
  await inNamespace(router, "sysctl", ["-q", "-w", `net.ipv4.neigh.${link}.proxy_delay=0`]);
}

/** Runs a tool with the network of a namespace. */
export function inNamespace(
  namespace: string,
  tool: string,
  args: readonly string[],
  input?: string,
): Promise<string> {
  const options = input === undefined ? {} : { input };
  return run("nsenter", [`--net=/run/netns/${namespace}`, tool, ...args], options);
}

/** Runs `ip` commands, in a namespace or on the machine. */
export function batch(namespace: string | undefined, lines: readonly string[]): Promise<string> {
  const where = namespace === undefined ? [] : ["-n", namespace];
  return run("ip", [...where, "-batch", "-"], { input: lines.join("\n") + "\n" });
}

/** Whether the router is whole: the route to the hosts is the last thing made. */
export async function hasRouter(cloud: Cloud): Promise<boolean> {
  if (!hasLink(cloud.bridge)) return false;
  if (!isNamespace(routerNamespace(cloud))) return false;
  const routes = await run("ip", ["-6", "route", "show", "dev", cloud.bridge]);
  return routes.includes("via fe80::2");
}

/** Asked of /proc: /sys shows a container the links of the machine around it. */
function hasLink(name: string): boolean {
  return existsSync(`/proc/sys/net/ipv4/conf/${name}`);
}
