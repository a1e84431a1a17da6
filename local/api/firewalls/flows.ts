import type { Cloud, FlowRule } from "../../hosts/types";
import { addressesOf } from "../droplets/address";
import type { Droplet, Firewall, FirewallRule, Peers, State } from "../state/model";

/** Whether the firewall is attached to the droplet: by its id or by one of its tags. */
export const covers = (firewall: Firewall, droplet: Droplet): boolean =>
  firewall.dropletIds.includes(droplet.id) ||
  firewall.tags.some((tag) => droplet.tags.includes(tag));

/**
 * What may flow to and from the droplet: the union of its firewalls, in an order that depends on the rules
 * alone. null without any firewall: all is allowed.
 */
export function flowsOf(state: State, cloud: Cloud, droplet: Droplet): FlowRule[] | null {
  const firewalls = state.firewalls.filter((firewall) => covers(firewall, droplet));
  if (firewalls.length === 0) return null;
  const flows = firewalls.flatMap(({ inbound, outbound }) => [
    ...inbound.map((rule) => flow(state, cloud, "inbound", rule)),
    ...outbound.map((rule) => flow(state, cloud, "outbound", rule)),
  ]);
  // A rule whose tag nobody carries yet lets nothing through.
  const texts = flows
    .filter(({ addresses }) => addresses.length > 0)
    .map((rule) => JSON.stringify(rule));
  return [...new Set(texts)].sort().map((text) => JSON.parse(text) as FlowRule);
}

function flow(
  state: State,
  cloud: Cloud,
  direction: FlowRule["direction"],
  { protocol, ports, peers }: FirewallRule,
): FlowRule {
  return {
    direction,
    protocol,
    ports: ports === "0" ? "all" : ports,
    addresses: peerAddresses(state, cloud, peers),
  };
}

/** Tags and droplet ids stand for the addresses that their droplets have right now. */
function peerAddresses(state: State, cloud: Cloud, peers: Peers): string[] {
  const droplets = state.droplets.filter(
    ({ id, tags }) =>
      peers.droplet_ids?.includes(id) || peers.tags?.some((tag) => tags.includes(tag)),
  );
  const addresses = droplets.flatMap((droplet) => addressesOf(cloud, droplet));
  return [...new Set([...(peers.addresses ?? []), ...addresses])].sort();
}
