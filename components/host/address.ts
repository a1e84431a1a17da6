import { parse } from "ipaddr.js";

/**
 * An IPv6 address in its short form (RFC 5952), which is the one that browsers send in the Host
 * header; DigitalOcean has been seen to return the long one. Empty stays empty.
 */
export function shortIpv6(address: string): string {
  return address === "" ? "" : parse(address).toString();
}

/** The addresses as hosts of a URL, those that are there. */
export function urlHosts(ipv4: string, ipv6: string): string[] {
  return ipv6 === "" ? [ipv4] : [ipv4, `[${ipv6}]`];
}
