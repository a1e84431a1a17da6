import { gateway4, hostLink, hostName, routerNamespace } from "../names";
import { run } from "../system/exec";
import type { Cloud, HostSpec } from "../types";
import { ensureNamespace, isNamespace, removeNamespace } from "./namespace";
import { answerAtOnce, batch } from "./router";

type Addresses = Pick<HostSpec, "id" | "ipv4" | "ipv6">;

/**
 * Makes a host's namespace with `eth0` in it. The addresses live in the namespace, so they outlast
 * reboots of the host and its system needs no network settings. A namespace that is there is kept,
 * for a running host is in it.
 */
export async function ensureLink(cloud: Cloud, host: Addresses): Promise<void> {
  const namespace = hostName(cloud, host.id);
  const router = routerNamespace(cloud);
  const link = hostLink(host.id);
  await ensureNamespace(namespace);
  if (!(await isComplete(namespace))) {
    await run("ip", ["-n", namespace, "link", "del", "eth0"]).catch(() => undefined);
    await run("ip", [
      ...["link", "add", link, "netns", router, "type", "veth"],
      ...["peer", "name", "eth0", "netns", namespace],
    ]);
    await Promise.all([
      answerAtOnce(router, link),
      batch(router, [
        `link set ${link} addrgenmode none`,
        `addr add fe80::1/64 dev ${link} nodad`,
        `link set ${link} up`,
        `route add ${host.ipv4}/32 dev ${link}`,
      ]),
      batch(namespace, [
        "link set lo up",
        `addr add ${host.ipv4}/24 dev eth0 noprefixroute`,
        "link set eth0 up",
        `route add default via ${gateway4(cloud)} dev eth0 onlink`,
      ]),
    ]);
  }
  if (host.ipv6 !== undefined) await ensureIpv6(cloud, host.id, host.ipv6);
}

/** Gives a host an IPv6 address, also while it runs; the one that it has already is left alone. */
export async function ensureIpv6(cloud: Cloud, id: number, ipv6: string): Promise<void> {
  const namespace = hostName(cloud, id);
  await Promise.all([
    batch(routerNamespace(cloud), [`route replace ${ipv6}/128 dev ${hostLink(id)}`]),
    batch(namespace, [
      `addr replace ${ipv6}/64 dev eth0 nodad noprefixroute`,
      "route replace default via fe80::1 dev eth0",
    ]),
  ]);
}

/** Takes a host's namespace and link away; no error if there are none. */
export async function removeLink(cloud: Cloud, id: number): Promise<void> {
  const namespace = hostName(cloud, id);
  // The link ends at once with either end; the namespace may linger while a process dies in it.
  if (isNamespace(namespace))
    await run("ip", ["-n", namespace, "link", "del", "eth0"]).catch(() => undefined);
  await removeNamespace(namespace);
}

/** The default route is the last thing made of what every host has. */
async function isComplete(namespace: string): Promise<boolean> {
  const routes = await run("ip", ["-n", namespace, "route", "show", "default"]).catch(() => "");
  return routes.includes("default via");
}
