import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud, Hosts } from "../../hosts/types";
import type { Filters } from "../firewalls/filters";
import { flowsOf } from "../firewalls/flows";
import { timestamp } from "../state/ids";
import type { Action, Change, Droplet } from "../state/model";
import type { Store } from "../state/store";
import { hostSpec } from "./address";
import { changed } from "./change";
import { pendingAction } from "./pending";
import { Queue } from "./queue";

const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/**
 * Makes the hosts what the state says, in the background: an answer only promises, and the promise is in
 * the state. So whatever a dying process leaves unfinished, the next one finds there and does again.
 */
export class Lifecycle {
  readonly #queue = new Queue();
  readonly #stopping = new AbortController();

  constructor(
    private readonly cloud: Cloud,
    private readonly store: Store,
    private readonly hosts: Hosts,
    private readonly filters: Filters,
    private readonly log: (line: string) => void,
  ) {}

  /** Carries out an action that the state holds as `in-progress`. */
  begin(actionId: number): void {
    const { dropletId } = this.#action(actionId);
    this.#queue.add(dropletId, () => this.#perform(actionId));
  }

  /** Takes away a droplet that the state holds as `deleting`. */
  remove(dropletId: number): void {
    this.#queue.add(dropletId, () => this.#destroy(dropletId));
  }

  /** Brings the hosts back as the state has them, then goes on with what was not finished. */
  async resume(): Promise<void> {
    const { state } = this.store;
    const kept = state.droplets.filter(({ made, deleting }) => made && !deleting);
    await this.hosts.resume(
      kept.map((droplet) => ({
        spec: hostSpec(this.cloud, droplet),
        running: droplet.status === "active",
        rules: flowsOf(state, this.cloud, droplet),
      })),
    );
    for (const droplet of kept) {
      this.filters.wasSet(droplet.id, flowsOf(state, this.cloud, droplet));
    }
    for (const { id, status } of state.actions) if (status === "in-progress") this.begin(id);
    for (const { id, deleting } of state.droplets) if (deleting) this.remove(id);
  }

  /** Takes note of droplets that powered themselves off; a host that cannot be asked stays as it was. */
  async refresh(): Promise<void> {
    await Promise.all(this.store.state.droplets.map((droplet) => this.#refresh(droplet)));
  }

  /** Ends when no work is left, retries of failed deletions aside. */
  async drain(): Promise<void> {
    this.#stopping.abort();
    await this.#queue.idle();
  }

  /** Ends when nothing is going on. */
  idle(): Promise<void> {
    return this.#queue.idle();
  }

  async #perform(actionId: number): Promise<void> {
    const { dropletId, change } = this.#action(actionId);
    const droplet = this.#droplet(dropletId);
    let next = changed(droplet, change);
    let failure: string | undefined;
    try {
      if (droplet.deleting) throw new Error("the droplet is to be deleted");
      await this.#apply(droplet, next, change);
    } catch (error) {
      failure = String(error);
      this.log(`droplet ${dropletId}: ${change.type} failed: ${failure}`);
      // A client waits for `new` to end, so a droplet that never booted is `off`.
      next = droplet.status === "new" ? { ...droplet, status: "off" } : droplet;
    }
    await this.#persist(`action ${actionId}: its end`, async () =>
      this.#finish(actionId, next, failure),
    );
    // A new address may be part of other hosts' rules.
    await this.filters.sync();
  }

  async #apply(droplet: Droplet, next: Droplet, change: Change): Promise<void> {
    switch (change.type) {
      case "create":
        return this.#create(droplet);
      case "power_on":
      case "power_cycle":
        if (!droplet.made) return this.#create(droplet);
        return this.hosts.power(droplet.id, change.type);
      case "power_off":
      case "reboot":
        return this.hosts.power(droplet.id, change.type);
      case "shutdown":
        await this.hosts.power(droplet.id, change.type);
        if (await this.hosts.isRunning(droplet.id)) throw new Error("the host did not shut down");
        return;
      case "rename":
      case "resize":
      case "enable_ipv6":
      case "enable_backups":
      case "disable_backups":
      case "change_backup_policy": {
        const spec = hostSpec(this.cloud, next);
        const same = JSON.stringify(spec) === JSON.stringify(hostSpec(this.cloud, droplet));
        if (droplet.made && !same) await this.hosts.update(spec);
      }
    }
  }

  /** The filter comes before the first boot, so that the host is never open. */
  async #create(droplet: Droplet): Promise<void> {
    const spec = hostSpec(this.cloud, droplet);
    await this.hosts.prepare(spec.image, this.log);
    // What an attempt that was cut off has left behind.
    await this.hosts.destroy(spec.id);
    this.filters.forget(spec.id);
    await this.filters.sync();
    const failure = this.filters.failure(spec.id);
    if (failure !== undefined) throw new Error(`firewall: ${failure}`);
    await this.hosts.create(spec);
  }

  async #destroy(dropletId: number): Promise<void> {
    await this.#persist(`droplet ${dropletId}: deletion`, async () => {
      await this.hosts.destroy(dropletId);
      this.filters.forget(dropletId);
      this.store.commit((draft) => {
        draft.droplets = draft.droplets.filter(({ id }) => id !== dropletId);
        for (const firewall of draft.firewalls) {
          firewall.dropletIds = firewall.dropletIds.filter((id) => id !== dropletId);
        }
      });
    });
    await this.filters.sync();
  }

  /** Does what has been promised, again and again until it is done or the process stops. */
  async #persist(what: string, work: () => Promise<void>): Promise<void> {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
      try {
        return await work();
      } catch (error) {
        this.log(`${what} failed, will be tried again: ${String(error)}`);
        await sleep(wait, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
        if (this.#stopping.signal.aborted) return;
      }
    }
  }

  #finish(actionId: number, next: Droplet, error: string | undefined): void {
    const status = error === undefined ? "completed" : "errored";
    this.store.commit((draft) => {
      const { tags, deleting } = draft.droplets.find(({ id }) => id === next.id) ?? next;
      // Tags and deletion are changed by requests while the work goes on.
      draft.droplets = draft.droplets.map((one) =>
        one.id === next.id ? { ...next, tags, deleting } : one,
      );
      draft.actions = draft.actions.map((action) =>
        action.id === actionId
          ? { ...action, status, completedAt: timestamp(), ...(error !== undefined && { error }) }
          : action,
      );
    });
  }

  async #refresh({ id, status, deleting }: Droplet): Promise<void> {
    if (status !== "active" || deleting || pendingAction(this.store.state, id)) return;
    const running = await this.hosts.isRunning(id).catch(() => true);
    // An action may have begun while the host was asked.
    if (running || pendingAction(this.store.state, id)) return;
    this.store.commit((draft) => {
      const droplet = draft.droplets.find((one) => one.id === id);
      if (droplet) droplet.status = "off";
    });
  }

  #action(actionId: number): Action {
    const action = this.store.state.actions.find(({ id }) => id === actionId);
    if (!action) throw new Error(`no action ${actionId}`);
    return action;
  }

  #droplet(dropletId: number): Droplet {
    const droplet = this.store.state.droplets.find(({ id }) => id === dropletId);
    if (!droplet) throw new Error(`no droplet ${dropletId}`);
    return droplet;
  }
}
