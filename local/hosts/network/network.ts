import { readdir, rmdir } from "node:fs/promises";
import { hostName, routerNamespace } from "../names";
import { claim, release } from "../system/claims";
import { run } from "../system/exec";
import { Serial } from "../system/serial";
import type { Cloud, HostSpec } from "../types";
import { closeEgress, forwarding, openEgress } from "./egress";
import { type FilteredHost, renderFirewall } from "./firewall";
import { ensureLink, removeLink } from "./link";
import { removeNamespace } from "./namespace";
import { ensureRouter, hasRouter, inNamespace, removeRouter } from "./router";

/** A cloud's network: the router, its way out, the hosts' links and their firewalls. */
export class Network {
  private readonly serial = new Serial();

  /** `hosts` gives those that the firewall knows, whenever it is written. */
  constructor(
    private readonly cloud: Cloud,
    private readonly hosts: () => FilteredHost[],
  ) {}

  /** Links a host; its filter stands before its link does. */
  async connect(host: HostSpec): Promise<void> {
    if (!(await hasRouter(this.cloud))) await this.open();
    await this.filter();
    await ensureLink(this.cloud, host);
  }

  disconnect(id: number): Promise<void> {
    return removeLink(this.cloud, id);
  }

  /** Writes the firewalls of all hosts as they are now; without a router nothing passes anyway. */
  filter(): Promise<void> {
    return this.serial.run("filter", async () => {
      if (!(await hasRouter(this.cloud))) return;
      const router = routerNamespace(this.cloud);
      await inNamespace(router, "nft", ["-f", "-"], renderFirewall(this.hosts()));
    });
  }

  /** The way out and the router; mends what somebody has taken away of them. */
  open(): Promise<void> {
    return this.serial.run("open", async () => {
      await claim(forwarding, this.cloud.id);
      await openEgress(this.cloud);
      await ensureRouter(this.cloud);
    });
  }

  /** Takes all of it off the machine; the hosts must be off. */
  close(): Promise<void> {
    return this.serial.run("open", async () => {
      const names = await readdir("/run/netns").catch(() => []);
      const own = names.filter((name) => name.startsWith(hostName(this.cloud, 0).slice(0, -1)));
      await Promise.all(own.map(removeNamespace));
      await removeRouter(this.cloud);
      await closeEgress(this.cloud);
      await release(forwarding, this.cloud.id);
      await removeNamespaceFolder();
    });
  }
}

/** `ip netns add` mounts its folder upon itself; with the last namespace that mount goes too. */
async function removeNamespaceFolder(): Promise<void> {
  const names = await readdir("/run/netns").catch(() => undefined);
  if (names === undefined || names.length > 0) return;
  await run("umount", ["--quiet", "/run/netns"]).catch(() => undefined);
  await rmdir("/run/netns").catch(() => undefined);
}
