import ipaddr from "ipaddr.js";
import { z } from "zod";
import { unprocessable } from "../http/errors";
import { existingTags } from "../state/tags";
import type { Firewall, FirewallRule, Peers, State } from "../state/model";

const Address = z
  .string()
  .refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), "not an address or a CIDR");

const PeersSchema = z.object({
  addresses: z.array(Address).nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  tags: z.array(z.string()).nullish(),
  load_balancer_uids: z.array(z.string()).nullish(),
  kubernetes_ids: z.array(z.string()).nullish(),
});

const rule = {
  protocol: z.enum(["tcp", "udp", "icmp"]),
  ports: z.string().nullish(),
  // To take another one for it would open what is to be closed.
  action: z.literal("allow", "the local cloud has rules that allow only").nullish(),
};
const InboundRule = z.object({ ...rule, sources: PeersSchema });
const OutboundRule = z.object({ ...rule, destinations: PeersSchema });

/** Both lists of rules, as creation, replacement and the `rules` calls take them. */
export const RulesRequest = z.object({
  inbound_rules: z.array(InboundRule).nullish(),
  outbound_rules: z.array(OutboundRule).nullish(),
});
export type RulesRequest = z.infer<typeof RulesRequest>;

export const FirewallRequest = RulesRequest.extend({
  name: z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*$/, "letters, digits, dots and dashes only"),
  droplet_ids: z.array(z.int()).nullish(),
  tags: z.array(z.string()).nullish(),
});
export type FirewallRequest = z.infer<typeof FirewallRequest>;

/**
 * The firewall that the request describes, without its identity.
 * @throws 422 without a rule, or on a droplet, tag, port or peer that is not there.
 */
export function firewallBody(
  state: State,
  request: FirewallRequest,
): Omit<Firewall, "id" | "createdAt"> {
  const { inbound, outbound } = rulesOf(state, request);
  if (inbound.length + outbound.length === 0) {
    throw unprocessable("inbound_rules, outbound_rules: a firewall needs at least one rule.");
  }
  return {
    name: request.name,
    inbound,
    outbound,
    dropletIds: existingDroplets(state, request.droplet_ids ?? []),
    tags: existingTags(state, request.tags ?? []),
  };
}

/** @throws 422 as `firewallBody`. */
export function rulesOf(state: State, request: RulesRequest) {
  return {
    inbound: (request.inbound_rules ?? []).map(({ sources, ...rest }) =>
      toRule(state, rest, sources),
    ),
    outbound: (request.outbound_rules ?? []).map(({ destinations, ...rest }) =>
      toRule(state, rest, destinations),
    ),
  };
}

/** @throws 422 naming the droplets that do not exist. */
export function existingDroplets(state: State, ids: readonly number[]): number[] {
  const unknown = ids.filter((id) => !state.droplets.some((droplet) => droplet.id === id));
  if (unknown.length > 0) throw unprocessable(`droplet_ids: no droplet ${unknown.join(", ")}.`);
  return [...new Set(ids)];
}

function toRule(
  state: State,
  { protocol, ports }: { protocol: FirewallRule["protocol"]; ports?: string | null | undefined },
  peers: z.infer<typeof PeersSchema>,
): FirewallRule {
  return {
    protocol,
    ports: protocol === "icmp" ? "0" : normalPorts(ports ?? ""),
    peers: toPeers(state, peers),
  };
}

/** DigitalOcean shows "all" as "0"; the provider reads that back as "all". */
function normalPorts(ports: string): string {
  if (ports === "all" || ports === "0") return "0";
  const [first, last = first] = ports.split("-").map(toPort);
  if (first === undefined || last === undefined || first > last || ports.split("-").length > 2) {
    throw unprocessable(`ports: "${ports}" is not a port, a range like 8000-8999, or all.`);
  }
  return ports;
}

function toPort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : undefined;
}

function toPeers(state: State, peers: z.infer<typeof PeersSchema>): Peers {
  if (peers.load_balancer_uids?.length || peers.kubernetes_ids?.length) {
    throw unprocessable(
      "load_balancer_uids, kubernetes_ids: the local cloud has none; use addresses, droplet_ids or tags.",
    );
  }
  const result: Peers = {
    ...(peers.addresses?.length && { addresses: peers.addresses }),
    ...(peers.droplet_ids?.length && { droplet_ids: existingDroplets(state, peers.droplet_ids) }),
    ...(peers.tags?.length && { tags: existingTags(state, peers.tags) }),
  };
  if (Object.keys(result).length === 0) {
    throw unprocessable("sources, destinations: each rule needs addresses, droplet_ids or tags.");
  }
  return result;
}
