import { Refusal } from "./refusal";
import { choices, show } from "./wording";

/** What OpenSSH 9 takes by default. */
const TYPES = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "ssh-rsa",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
];

const LEAST_RSA_BITS = 2048;

const ADVICE = 'give the one line of a .pub file, as in "ssh-ed25519 AAAA… name"';

/**
 * Checks one line of an OpenSSH `authorized_keys` file, without options, and returns it trimmed.
 * Messages never repeat the value: what is pasted here by mistake may be a private key.
 */
export function parseAuthorizedKey(text: string): string {
  const line = text.trim();
  if (/PRIVATE KEY|PuTTY-User-Key-File/.test(line)) {
    throw new Refusal(
      `this is a private key: take it out of the stack's config, replace the pair, since others may have seen it, and ${ADVICE}`,
    );
  }
  if (/^[~./]\S*$/.test(line) && !line.includes("\n")) {
    throw new Refusal(`${show(line)} is a path; ${ADVICE}`);
  }
  const [type = "", encoded = ""] = line.split(/\s+/);
  if (type === "ssh-dss") throw new Refusal(`ssh-dss keys are too weak for OpenSSH; ${ADVICE}`);
  if (!TYPES.includes(type) || /[\0-\x1f\x7f]/.test(line.replaceAll("\t", " "))) {
    throw new Refusal(
      `this is not an OpenSSH public key (${choices(TYPES.slice(0, 5))}); ${ADVICE}`,
    );
  }
  const fields = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) ? readFields(encoded) : undefined;
  if (fields === undefined || fields.length < 2 || fields[0]?.toString() !== type) {
    throw new Refusal(`this ${type} key is damaged: its data does not fit its type; copy it again`);
  }
  if (type === "ssh-rsa" && bitLength(fields[2]) < LEAST_RSA_BITS) {
    throw new Refusal(
      `this ssh-rsa key has fewer than ${LEAST_RSA_BITS} bits; make a new one with ssh-keygen -t ed25519`,
    );
  }
  return line;
}

/** The length-prefixed fields of a key (RFC 4253, 6.6), or undefined where the lengths do not add up. */
function readFields(encoded: string): Buffer[] | undefined {
  const data = Buffer.from(encoded, "base64");
  const fields: Buffer[] = [];
  let offset = 0;
  while (offset < data.length) {
    if (offset + 4 > data.length) return undefined;
    const end = offset + 4 + data.readUInt32BE(offset);
    if (end > data.length) return undefined;
    fields.push(data.subarray(offset + 4, end));
    offset = end;
  }
  return fields;
}

/** The bits of a positive mpint, whose first byte may be a zero that only keeps the sign. */
function bitLength(modulus: Buffer | undefined): number {
  const digits = modulus?.toString("hex").replace(/^0+/, "") ?? "";
  return digits === "" ? 0 : BigInt(`0x${digits}`).toString(2).length;
}
