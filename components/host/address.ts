import { parse } from "ipaddr.js";

/**
 * An IPv6 address in its short form (RFC 5952), which is the one that browsers send in the Host
 * header; DigitalOcean has been seen to return the long one. Empty stays empty.
 */
export function shortIpv6(address: string): string {
  return address === "" ? "" : parse(address).toString();
}

/** The addresses as hosts of a URL, those that are there; the first may be a name. */
export function urlHosts(address: string, ipv6: string): string[] {
  return ipv6 === "" ? [address] : [address, `[${ipv6}]`];
}
