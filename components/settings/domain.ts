import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import { Refusal } from "./refusal";
import { show } from "./wording";

/**
 * Checks a site's host name and returns it in lower case (RFC 1123, RFC 3696; at least two labels).
 * What people paste instead, a URL or a name with its port, gets a message that gives the name.
 */
export function parseDomain(text: string): string {
  const domain = text.toLowerCase();
  const bare = domain.replace(/^[a-z]+:\/\//, "").replace(/[/:].*$/, "");
  if (isIP(domain) !== 0) {
    throw new Refusal(
      `${show(text)} is an address; leave domain unset: the site then answers by address`,
    );
  }
  if (bare !== domain && isHostName(bare)) {
    throw new Refusal(`${show(text)} has a scheme, port or path; give the name alone: ${bare}`);
  }
  if (domain.endsWith(".") && isHostName(domain.slice(0, -1))) {
    throw new Refusal(`${show(text)} ends with a dot; write ${domain.slice(0, -1)}`);
  }
  const punycode = /[^\0-\x7f]/.test(domain) ? domainToASCII(domain) : "";
  if (isHostName(punycode)) {
    throw new Refusal(`${show(text)} has letters outside ASCII; write it as ${punycode}`);
  }
  if (!isHostName(domain)) {
    throw new Refusal(`${show(text)} is not a domain name; give one such as www.example.com`);
  }
  return domain;
}

function isHostName(name: string): boolean {
  const labels = name.split(".");
  return (
    name.length <= 253 &&
    labels.length >= 2 &&
    labels.every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label)) &&
    // An all-numeric last label would make it an IPv4 address to some resolvers.
    !/^[0-9]+$/.test(labels.at(-1) ?? "")
  );
}
