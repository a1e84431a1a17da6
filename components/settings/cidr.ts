import ipaddr from "ipaddr.js";
import { Refusal } from "./refusal";
import { show } from "./wording";

/**
 * Checks an IPv4 or IPv6 network in CIDR notation and returns it in its short form (RFC 5952).
 * Host bits are refused: `203.0.113.7/24` may have meant one address or 256.
 */
export function parseCidr(text: string): string {
  const [address = "", prefix, ...rest] = text.split("/");
  if (!isAddress(address) || rest.length > 0) {
    throw new Refusal(`${show(text)} is not a network; write one such as 203.0.113.7/32`);
  }
  const parsed = ipaddr.parse(address);
  const longest = parsed.kind() === "ipv4" ? 32 : 128;
  if (prefix === undefined) {
    throw new Refusal(`${show(text)} has no prefix length; write ${parsed.toString()}/${longest}`);
  }
  if (!/^(0|[1-9][0-9]*)$/.test(prefix) || Number(prefix) > longest) {
    throw new Refusal(`${show(text)} has a prefix length that is not one of 0 to ${longest}`);
  }
  const given = `${parsed.toString()}/${prefix}`;
  const network = networkOf(parsed.kind(), given);
  if (network !== given) {
    throw new Refusal(
      `${show(text)} has bits set behind its prefix; write ${network} for the network, or ${parsed.toString()}/${longest} for the one address`,
    );
  }
  return network;
}

/** ipaddr.js also takes `10.1`, `0x7f.1` and zone indices, which nobody means in a firewall. */
function isAddress(text: string): boolean {
  return (
    ipaddr.IPv4.isValidFourPartDecimal(text) || (ipaddr.IPv6.isValid(text) && !text.includes("%"))
  );
}

function networkOf(kind: "ipv4" | "ipv6", cidr: string): string {
  const [, prefix] = cidr.split("/");
  const network =
    kind === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${prefix}`;
}
