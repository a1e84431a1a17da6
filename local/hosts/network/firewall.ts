import ipaddr from "ipaddr.js";
import { hostLink } from "../names";
import type { FlowRule, HostSpec } from "../types";

/** A host as the firewall sees it; `rules` null: everything is allowed. */
export interface FilteredHost extends Pick<HostSpec, "id" | "ipv4" | "ipv6"> {
  rules: readonly FlowRule[] | null;
}

/**
 * The nftables rules of the router's namespace, which hosts cannot reach, as one transaction that
 * replaces the ones before. A flow between two hosts must be allowed by both, replies always pass;
 * neighbour discovery never is forwarded, so no rule has to let it through.
 * Throws on a port or an address that is none.
 */
export function renderFirewall(hosts: readonly FilteredHost[]): string {
  const filtered = hosts.filter((host) => host.rules !== null);
  return [
    "table inet hosts",
    "delete table inet hosts",
    "table inet hosts {",
    "  chain source {",
    "    type filter hook prerouting priority raw; policy accept;",
    ...hosts.flatMap(sourceRules).map((rule) => `    ${rule}`),
    "  }",
    "  chain forward {",
    "    type filter hook forward priority filter; policy accept;",
    "    ct state established,related accept",
    ...filtered.map((host) => `    iifname "${hostLink(host.id)}" jump ${chain("from", host)}`),
    ...filtered.map((host) => `    oifname "${hostLink(host.id)}" jump ${chain("to", host)}`),
    "  }",
    ...filtered.flatMap((host) => [
      ...flowChain(chain("from", host), "daddr", rulesOf(host, "outbound")),
      ...flowChain(chain("to", host), "saddr", rulesOf(host, "inbound")),
    ]),
    "}",
    "",
  ].join("\n");
}

/** Nobody sends in another's name. `::` asks for a duplicate, fe80::/10 finds the router. */
function sourceRules(host: FilteredHost): string[] {
  const link = `iifname "${hostLink(host.id)}"`;
  const own6 = ["::", "fe80::/10", ...(host.ipv6 === undefined ? [] : [host.ipv6])];
  return [
    `${link} ip saddr != ${host.ipv4} drop`,
    `${link} ip6 saddr != { ${own6.join(", ")} } drop`,
  ];
}

function rulesOf(host: FilteredHost, direction: FlowRule["direction"]): FlowRule[] {
  return (host.rules ?? []).filter((rule) => rule.direction === direction);
}

/** What is allowed returns, so that the other host's chain is asked too. */
function flowChain(name: string, peer: "saddr" | "daddr", rules: readonly FlowRule[]): string[] {
  const allowed = rules.flatMap((rule) =>
    rule.addresses.map((address) => `    ${matchFlow(rule, peer, address)} return`),
  );
  return [`  chain ${name} {`, ...new Set(allowed), "    drop", "  }"];
}

function matchFlow(rule: FlowRule, peer: "saddr" | "daddr", address: string): string {
  const { family, network } = parsePeer(address);
  const who = network === null ? `meta nfproto ${family}` : `${FAMILY[family]} ${peer} ${network}`;
  return `${who} ${matchProtocol(rule, family)}`;
}

type Family = "ipv4" | "ipv6";
const FAMILY: Record<Family, string> = { ipv4: "ip", ipv6: "ip6" };

function matchProtocol(rule: FlowRule, family: Family): string {
  switch (rule.protocol) {
    case "icmp":
      // By number: the names are in /etc/protocols, which a small system does not have.
      return `meta l4proto ${family === "ipv4" ? 1 : 58}`;
    case "tcp":
    case "udp":
      if (rule.ports === "all" || rule.ports === "0") return `meta l4proto ${rule.protocol}`;
      if (!/^\d{1,5}(-\d{1,5})?$/.test(rule.ports)) {
        throw new Error(
          `firewall port "${rule.ports}": give a port, a range such as 8000-8999, or all`,
        );
      }
      return `${rule.protocol} dport ${rule.ports}`;
  }
}

/** `network` is null for the whole family. Host bits are cleared, as nftables asks for networks. */
function parsePeer(address: string): { family: Family; network: string | null } {
  const [host = "", length] = address.split("/");
  if (!ipaddr.isValid(host) || (length !== undefined && !ipaddr.isValidCIDR(address))) {
    throw new Error(`firewall address "${address}": give an IP address or a CIDR`);
  }
  const family = ipaddr.parse(host).kind();
  if (length === undefined) return { family, network: host };
  if (Number(length) === 0) return { family, network: null };
  const network =
    family === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(address)
      : ipaddr.IPv6.networkAddressFromCIDR(address);
  return { family, network: `${network.toString()}/${length}` };
}

function chain(direction: "from" | "to", host: FilteredHost): string {
  return `${direction}-${hostLink(host.id)}`;
}
