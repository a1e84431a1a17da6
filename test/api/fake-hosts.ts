import type { FlowRule, Hosts, HostSpec, Limit, PowerAction } from "../../local/hosts/types";

/** What the API asked for, in order: `create 101`, `applyFirewall 101`. */
type Call = string;

/** Hosts that exist in memory only. */
export class FakeHosts implements Hosts {
  readonly calls: Call[] = [];
  readonly specs = new Map<number, HostSpec>();
  readonly running = new Set<number>();
  readonly rules = new Map<number, FlowRule[] | null>();
  /** Makes the calls whose text it returns an error for fail with it. */
  fail: (call: Call) => string | undefined = () => undefined;
  /** Holds calls back until it resolves. */
  wait: (call: Call) => Promise<void> = () => Promise.resolve();

  async prepare(): Promise<void> {
    await this.#note("prepare");
  }

  async create(spec: HostSpec): Promise<void> {
    await this.#note(`create ${spec.id}`);
    if (this.specs.has(spec.id)) throw new Error(`host ${spec.id} is there already`);
    this.specs.set(spec.id, spec);
    this.running.add(spec.id);
  }

  async destroy(id: number): Promise<void> {
    await this.#note(`destroy ${id}`);
    this.specs.delete(id);
    this.running.delete(id);
    this.rules.delete(id);
  }

  async power(id: number, action: PowerAction): Promise<void> {
    await this.#note(`${action} ${id}`);
    this.#known(id);
    if (action === "power_off" || action === "shutdown") this.running.delete(id);
    else this.running.add(id);
  }

  async update(spec: HostSpec): Promise<void> {
    await this.#note(`update ${spec.id}`);
    this.#known(spec.id);
    this.specs.set(spec.id, spec);
  }

  async isRunning(id: number): Promise<boolean> {
    return this.running.has(id);
  }

  async applyFirewall(id: number, rules: FlowRule[] | null): Promise<void> {
    await this.#note(`applyFirewall ${id}`);
    this.rules.set(id, rules);
  }

  async resume(hosts: Parameters<Hosts["resume"]>[0]): Promise<void> {
    await this.#note(`resume ${hosts.map(({ spec }) => spec.id).join(" ")}`);
    for (const { spec, running, rules } of hosts) {
      this.specs.set(spec.id, spec);
      this.rules.set(spec.id, rules);
      if (running) this.running.add(spec.id);
      else this.running.delete(spec.id);
    }
  }

  async settle(): Promise<void> {
    await this.#note("settle");
  }

  async teardown(): Promise<void> {
    await this.#note("teardown");
    this.running.clear();
  }

  async limits(): Promise<Limit[]> {
    return [{ feature: "lxcfs", error: "fuse: device not found" }];
  }

  async #note(call: Call): Promise<void> {
    this.calls.push(call);
    await this.wait(call);
    const error = this.fail(call);
    if (error !== undefined) throw new Error(error);
  }

  #known(id: number): void {
    if (!this.specs.has(id)) throw new Error(`host ${id} is not there`);
  }
}
