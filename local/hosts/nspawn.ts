import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { prepareBase } from "./base/build";
import { Machine } from "./boot/machine";
import { writeSite } from "./boot/site";
import { createDisk, mountDisk } from "./disk/overlay";
import { Trash } from "./disk/trash";
import { cgroupName, hostName } from "./names";
import { renderFirewall } from "./network/firewall";
import { ensureIpv6 } from "./network/link";
import { Network } from "./network/network";
import { hostPaths, hostsRoot, trashRoot } from "./paths";
import { readHierarchies, removeCgroup } from "./resources/cgroups";
import { machineLimits } from "./resources/limits";
import { lxcfs, VIEWS } from "./resources/lxcfs";
import { Processors } from "./resources/processors";
import { claim, release } from "./system/claims";
import { Serial } from "./system/serial";
import {
  type Cloud,
  type FlowRule,
  type Hosts,
  type HostSpec,
  type ImageSlug,
  IMAGES,
  type Limit,
  type PowerAction,
} from "./types";

/** How long hosts may take for a clean poweroff when the whole cloud stops. */
const TEARDOWN_MS = 20_000;

/** Droplets as systemd-nspawn hosts of this machine. Needs root and the packages of packages.ts. */
export function nspawnHosts(cloud: Cloud): Hosts {
  return new NspawnHosts(cloud);
}

class NspawnHosts implements Hosts {
  private readonly specs = new Map<number, HostSpec>();
  private readonly rules = new Map<number, FlowRule[] | null>();
  private readonly refused = new Map<string, Limit>();
  private readonly processors = new Processors(cpus().length);
  private readonly serial = new Serial();
  private readonly trash: Trash;
  private readonly network: Network;

  constructor(private readonly cloud: Cloud) {
    this.trash = new Trash(trashRoot(cloud));
    this.network = new Network(cloud, () =>
      [...this.specs.values()].map((spec) => ({ ...spec, rules: this.rules.get(spec.id) ?? null })),
    );
  }

  async prepare(image: ImageSlug, report: (line: string) => void): Promise<void> {
    await prepareBase(IMAGES[image], report);
  }

  create(spec: HostSpec): Promise<void> {
    return this.ofHost(spec.id, async () => {
      const paths = hostPaths(this.cloud, spec.id);
      if (existsSync(paths.home)) throw new Error(`host ${spec.id}: there is one in ${paths.home}`);
      const base = await prepareBase(IMAGES[spec.image], () => undefined);
      this.specs.set(spec.id, spec);
      const disk = async () => {
        await createDisk(paths, base);
        await mountDisk(paths);
        await writeSite(paths, spec.name);
      };
      await Promise.all([disk(), this.network.connect(spec)]);
      await this.boot(spec);
    });
  }

  async destroy(id: number): Promise<void> {
    await this.interrupt(id);
    return this.ofHost(id, async () => {
      const paths = hostPaths(this.cloud, id);
      await this.machine(id).stop();
      await this.network.disconnect(id);
      if (existsSync(paths.home)) await this.trash.take(paths.home, String(id));
      this.processors.free(hostName(this.cloud, id));
      this.rules.delete(id);
      if (this.specs.delete(id)) await this.network.filter();
    });
  }

  async power(id: number, action: PowerAction): Promise<void> {
    if (action === "power_off" || action === "power_cycle") await this.interrupt(id);
    return this.ofHost(id, async () => {
      const machine = this.machine(id);
      switch (action) {
        case "power_off":
          return machine.off();
        case "shutdown":
          return machine.shutdown();
        case "reboot":
          return machine.reboot();
        case "power_cycle":
          await machine.off();
          return this.boot(this.spec(id));
        case "power_on":
          return this.boot(this.spec(id));
      }
    });
  }

  update(spec: HostSpec): Promise<void> {
    return this.ofHost(spec.id, async () => {
      this.specs.set(spec.id, spec);
      await this.network.filter();
      if (spec.ipv6 !== undefined) await ensureIpv6(this.cloud, spec.id, spec.ipv6);
      // The name inside stays, as on DigitalOcean: it is the system's own after the first boot.
      if (await this.isRunning(spec.id)) {
        this.remember(await this.machine(spec.id).supervisor.limit(spec));
      }
    });
  }

  isRunning(id: number): Promise<boolean> {
    return this.machine(id).supervisor.isRunning();
  }

  async applyFirewall(id: number, rules: FlowRule[] | null): Promise<void> {
    // Refused here rather than when the host, which may not be there yet, is filtered.
    renderFirewall([{ id, ipv4: "0.0.0.0", rules }]);
    this.rules.set(id, rules);
    if (this.specs.has(id)) await this.network.filter();
  }

  async resume(
    hosts: { spec: HostSpec; running: boolean; rules: FlowRule[] | null }[],
  ): Promise<void> {
    for (const { spec, rules } of hosts) {
      this.specs.set(spec.id, spec);
      this.rules.set(spec.id, rules);
    }
    await this.trash.sweep();
    const strays = (await this.storedIds()).filter((id) => !this.specs.has(id));
    await Promise.all(strays.map((id) => this.destroy(id)));
    if (hosts.length > 0) await this.network.open();
    await Promise.all(
      hosts.map(({ spec, running }) =>
        this.ofHost(spec.id, async () => {
          if (!running) await this.machine(spec.id).off();
          await this.network.connect(spec);
          if (running) await this.boot(spec);
        }).catch((error: Error) => {
          // One broken host must not hold up the others: it stays off, and `limits` tells why.
          this.remember([{ feature: `host ${spec.id} (${spec.name})`, error: error.message }]);
        }),
      ),
    );
  }

  settle(): Promise<void> {
    return this.trash.settle();
  }

  async teardown(): Promise<void> {
    const ids = new Set([...this.specs.keys(), ...(await this.storedIds())]);
    await Promise.all(
      [...ids].map((id) =>
        this.ofHost(id, async () => {
          const machine = this.machine(id);
          // Within its time or at once: nothing may be left running.
          await machine.shutdown(TEARDOWN_MS).catch(() => undefined);
          await machine.stop();
        }),
      ),
    );
    await this.network.close();
    await release(lxcfs, this.cloud.id);
    for (const tree of await readHierarchies()) {
      await removeCgroup(join(tree.root, cgroupName(this.cloud)));
    }
    // An API that was killed deletes no more.
    await this.trash.sweep();
    await this.settle();
  }

  async limits(): Promise<Limit[]> {
    return [...this.refused.values(), ...(await machineLimits(this.cloud))];
  }

  private async boot(spec: HostSpec): Promise<void> {
    const views = await claim(lxcfs, this.cloud.id).then(
      () => VIEWS,
      (error: Error) => {
        this.remember([{ feature: "a host's own view of memory and load", error: error.message }]);
        return undefined;
      },
    );
    const share = this.processors.take(hostName(this.cloud, spec.id), spec.vcpus);
    this.remember(await this.machine(spec.id).boot(spec, share, views));
  }

  /** Ends a host at once, so that what waits for it to shut down does not hold up the others. */
  private interrupt(id: number): Promise<void> {
    return this.machine(id).supervisor.kill();
  }

  private machine(id: number): Machine {
    return new Machine(this.cloud, id, hostPaths(this.cloud, id));
  }

  private spec(id: number): HostSpec {
    const spec = this.specs.get(id);
    if (spec === undefined) throw new Error(`host ${id}: there is none`);
    return spec;
  }

  private async storedIds(): Promise<number[]> {
    const names = await readdir(hostsRoot(this.cloud)).catch(() => []);
    return names.filter((name) => /^\d+$/.test(name)).map(Number);
  }

  private ofHost<T>(id: number, task: () => Promise<T>): Promise<T> {
    return this.serial.run(String(id), task);
  }

  private remember(limits: Limit[]): void {
    limits.forEach((limit) => this.refused.set(`${limit.feature}: ${limit.error}`, limit));
  }
}
