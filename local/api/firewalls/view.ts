import type { Api } from "../api";
import type { Firewall } from "../state/model";
import { covers } from "./flows";

/**
 * The firewall as the API shows it. Every rule has its `sources` or `destinations` object, without which
 * the provider is killed. A host that could not be given the rules makes the status `failed`.
 */
export function firewallView({ store, filters }: Api, firewall: Firewall) {
  const failed = store.state.droplets.filter(
    (droplet) => covers(firewall, droplet) && filters.failure(droplet.id) !== undefined,
  );
  return {
    id: firewall.id,
    name: firewall.name,
    status: failed.length > 0 ? "failed" : "succeeded",
    inbound_rules: firewall.inbound.map(({ peers, ...rule }) => ({ ...rule, sources: peers })),
    outbound_rules: firewall.outbound.map(({ peers, ...rule }) => ({
      ...rule,
      destinations: peers,
    })),
    created_at: firewall.createdAt,
    droplet_ids: firewall.dropletIds,
    tags: firewall.tags,
    pending_changes: failed.map(({ id }) => ({
      droplet_id: id,
      removing: false,
      status: "failed",
    })),
  };
}
