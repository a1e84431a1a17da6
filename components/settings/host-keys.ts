import { isIP } from "node:net";
import { parse } from "ipaddr.js";
import { utils } from "ssh2";
import { parseAuthorizedKey } from "./authorized-key";
import { parseDomain } from "./domain";
import { Refusal } from "./refusal";
import { integer, object, parsed } from "./values";
import { show } from "./wording";

/** The names in `host`, the server that is there already. Which of them it needs is said where it is used. */
export const hostKeys = {
  address: parsed(parseAddress).optional(),
  ipv6: parsed(parseIpv6).optional(),
  port: integer(1, 65535, "a port").optional(),
  user: parsed(parseLogin).optional(),
  hostKey: parsed(parseHostKey).optional(),
  privateKey: parsed(parsePrivateKey).optional(),
  system: parsed(parseSystem).optional(),
};

/** What of a server the stack's config says, each checked by itself. */
export const hostSchema = object(hostKeys, "pulumi config set --path host.address 203.0.113.7");

/** An IPv4 address or a name. IPv6 alone would leave out the visitors who have none. */
function parseAddress(text: string): string {
  if (isIP(text) === 4) return text;
  if (isIP(text) === 6) {
    throw new Refusal(
      `${show(text)} is an IPv6 address; give the IPv4 address or the name here, and this one as host.ipv6: pulumi config set --path host.ipv6 ${text}`,
    );
  }
  try {
    return parseDomain(text);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(
      `${show(text)} is neither an IPv4 address nor a name; give one such as 203.0.113.7 or server.example.com, without user and port`,
    );
  }
}

function parseIpv6(text: string): string {
  if (isIP(text) === 6 && !text.includes("%")) return parse(text).toString();
  throw new Refusal(`${show(text)} is not an IPv6 address; give one such as 2001:db8::7`);
}

/** A name as Debian's adduser takes it, and what other systems have beside. */
function parseLogin(text: string): string {
  if (/^[a-z_][a-z0-9_.-]{0,31}$/i.test(text)) return text;
  throw new Refusal(
    `${show(text)} is not a user's name; give who logs in: root, or one who may run everything by sudo without a password`,
  );
}

/** Best first. */
const HOST_KEYS = ["ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384"].concat(
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
);

/**
 * The server's public key, `TYPE DATA`, out of what people have of it: a line of a .pub file, of
 * known_hosts, or all that ssh-keyscan prints, of which the best is taken.
 */
function parseHostKey(text: string): string {
  const keys = text.split(/\r?\n/).flatMap((line) => keyIn(line.trim()));
  const [best] = keys.sort((one, other) => rank(one) - rank(other));
  if (best === undefined) {
    throw new Refusal(
      `${show(text)} is no server's key; give what ssh-keyscan prints: "ssh-ed25519 AAAA…", with or without the server's name before it`,
    );
  }
  const [type, data] = parseAuthorizedKey(best).split(/\s+/);
  return `${type} ${data}`;
}

/** The part of a line from the key's type on. */
function keyIn(line: string): string[] {
  if (line.startsWith("#")) return [];
  const words = line.split(/\s+/);
  const at = words.slice(0, 2).findIndex((word) => HOST_KEYS.includes(word));
  return at < 0 ? [] : [words.slice(at).join(" ")];
}

function rank(key: string): number {
  return HOST_KEYS.indexOf(key.split(" ")[0] ?? "");
}

/** Messages never repeat any of it. */
function parsePrivateKey(text: string): string {
  // OpenSSH takes no key without the last line's end, which the shell takes away.
  const key = `${text.replaceAll("\r\n", "\n")}\n`;
  const found = utils.parseKey(key);
  if (!(found instanceof Error) && [found].flat().every((each) => each.isPrivateKey())) return key;
  const why =
    found instanceof Error && /encrypted|passphrase/i.test(found.message)
      ? "this key has a passphrase, which nobody is there to type; make one without for this stack"
      : "this is not a private key as ssh-keygen writes it";
  throw new Refusal(
    `${why}: ssh-keygen -t ed25519 -N '' -f KEY, then pulumi config set --secret --path host.privateKey < KEY`,
  );
}

function parseSystem(text: string): string {
  if (/^[\w.-]{1,64}$/.test(text)) return text;
  throw new Refusal(`${show(text)} is not a word; give one such as debian-13`);
}
