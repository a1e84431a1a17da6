import { readdir, rmdir } from "node:fs/promises";
import { hostName, routerNamespace } from "../names";
import { claim, release } from "../system/claims";
import { run } from "../system/exec";
import { Serial } from "../system/serial";
import type { Cloud, HostSpec } from "../types";
import { closeEgress, forwarding, openEgress } from "./egress";
import { type FilteredHost, renderFirewall } from "./firewall";
import { ensureLink, removeLink } from "./link";
import { ensureRouter, inNamespace, removeRouter } from "./router";

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
    await this.open();
    await this.filter();
    await ensureLink(this.cloud, host);
  }

  disconnect(id: number): Promise<void> {
    return removeLink(this.cloud, id);
  }

  /** Writes the firewalls of all hosts as they are now. */
  filter(): Promise<void> {
    return this.serial.run("filter", async () => {
      const router = routerNamespace(this.cloud);
      await inNamespace(router, "nft", ["-f", "-"], renderFirewall(this.hosts()));
    });
  }

  /** The router and the way out; quick if they are there. */
  open(): Promise<void> {
    return this.serial.run("open", async () => {
      if (!(await ensureRouter(this.cloud))) return;
      await claim(forwarding, this.cloud.id);
      await openEgress(this.cloud);
    });
  }

  /** Takes all of it off the machine; the hosts must be off. */
  close(): Promise<void> {
    return this.serial.run("open", async () => {
      const names = await readdir("/run/netns").catch(() => []);
      const own = names.filter((name) => name.startsWith(hostName(this.cloud, 0).slice(0, -1)));
      await Promise.all(own.map((name) => run("ip", ["netns", "del", name])));
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
