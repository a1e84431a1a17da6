import type { Cloud, FlowRule, Hosts } from "../../hosts/types";
import type { Store } from "../state/store";
import { flowsOf } from "./flows";

/** Keeps every host's packet filter in line with the state. */
export class Filters {
  /** What each host has, as JSON; a host is missing until its filter has been set. */
  readonly #applied = new Map<number, string>();
  /** Hosts whose filter could not be set, with the reason. */
  readonly #failed = new Map<number, string>();
  #last: Promise<void> = Promise.resolve();

  constructor(
    private readonly cloud: Cloud,
    private readonly store: Store,
    private readonly hosts: Hosts,
    private readonly log: (line: string) => void,
  ) {}

  /**
   * Sets the filters that no longer fit the state. Never rejects: the change that led here is done, and
   * what failed is shown by the firewall's status and tried again by the next call.
   */
  sync(): Promise<void> {
    // One after the other: two writers of one filter could leave the older rules in force.
    this.#last = this.#last.then(() => this.#run());
    return this.#last;
  }

  /** Why the host's filter is not as it should be. */
  failure(dropletId: number): string | undefined {
    return this.#failed.get(dropletId);
  }

  /** Tells that somebody else has set the filter, so that it is not set again. */
  wasSet(dropletId: number, rules: FlowRule[] | null): void {
    this.#applied.set(dropletId, JSON.stringify(rules));
  }

  forget(dropletId: number): void {
    this.#applied.delete(dropletId);
    this.#failed.delete(dropletId);
  }

  async #run(): Promise<void> {
    for (const { id } of this.store.state.droplets) await this.#set(id);
  }

  async #set(id: number): Promise<void> {
    const { state } = this.store;
    const droplet = state.droplets.find((one) => one.id === id && !one.deleting);
    if (!droplet) return;
    const rules = flowsOf(state, this.cloud, droplet);
    const text = JSON.stringify(rules);
    if (this.#applied.get(id) === text) return;
    try {
      await this.hosts.applyFirewall(id, rules);
      this.#applied.set(id, text);
      this.#failed.delete(id);
    } catch (error) {
      this.#applied.delete(id);
      this.#failed.set(id, String(error));
      this.log(`droplet ${id}: its firewall could not be set: ${String(error)}`);
    }
  }
}
