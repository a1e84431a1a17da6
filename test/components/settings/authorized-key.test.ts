import { utils } from "ssh2";
import { parseAuthorizedKey } from "../../../components/settings/authorized-key";
import { messageOf } from "../app/project-folder";
import { ed25519Pair } from "../../support/ed25519";

const ED25519 =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIApCodbInxcV8M/DTSsPAobsXr7zLfp4Un0Atsxic4sd ada@example";
const ADVICE = 'give the one line of a .pub file, as in "ssh-ed25519 AAAA… name"';

/** A key of OpenSSH's own format, its fields length-prefixed. */
function lineOf(type: string, ...fields: Buffer[]): string {
  const data = [Buffer.from(type), ...fields].flatMap((field) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(field.length);
    return [length, field];
  });
  return `${type} ${Buffer.concat(data).toString("base64")}`;
}

test("keys that OpenSSH takes are taken", () => {
  const keys = [
    ED25519,
    utils.generateKeyPairSync("ecdsa", { bits: 384 }).public,
    utils.generateKeyPairSync("rsa", { bits: 2048 }).public,
    lineOf("sk-ssh-ed25519@openssh.com", Buffer.alloc(32, 1), Buffer.from("ssh:")),
  ];
  expect(keys.map(parseAuthorizedKey)).toEqual(keys);
});

test("a .pub file's line break is taken off", () => {
  expect(parseAuthorizedKey(`${ED25519}\n`)).toBe(ED25519);
});

test("a private key is refused, and not repeated", () => {
  const { private: pem } = ed25519Pair();
  expect(messageOf(() => parseAuthorizedKey(pem))).toBe(
    `this is a private key: take it out of the stack's config, replace the pair, since others may have seen it, and ${ADVICE}`,
  );
});

test("a private key without its first line is not repeated either", () => {
  const { private: pem } = ed25519Pair();
  const body = pem.split("\n").slice(1, -2).join("");
  expect(messageOf(() => parseAuthorizedKey(body))).toBe(
    `this is not an OpenSSH public key (ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521 or ssh-rsa); ${ADVICE}`,
  );
});

test.each([
  ["~/.ssh/id_ed25519.pub", `"~/.ssh/id_ed25519.pub" is a path; ${ADVICE}`],
  ["ssh-dss AAAAB3NzaC1kc3MAAACBANna", `ssh-dss keys are too weak for OpenSSH; ${ADVICE}`],
  [
    ED25519.replace("ApCodb", ""),
    "this ssh-ed25519 key is damaged: its data does not fit its type; copy it again",
  ],
  ["ssh-ed25519", "this ssh-ed25519 key is damaged: its data does not fit its type; copy it again"],
  [
    ED25519.replace("ssh-ed25519", "ssh-rsa"),
    "this ssh-rsa key is damaged: its data does not fit its type; copy it again",
  ],
  [
    `${ED25519}\nssh-ed25519 AAAA`,
    `this is not an OpenSSH public key (ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521 or ssh-rsa); ${ADVICE}`,
  ],
  [
    `command="/bin/sh" ${ED25519}`,
    `this is not an OpenSSH public key (ssh-ed25519, ecdsa-sha2-nistp256, ecdsa-sha2-nistp384, ecdsa-sha2-nistp521 or ssh-rsa); ${ADVICE}`,
  ],
])("%j is refused", (text, message) => {
  expect(messageOf(() => parseAuthorizedKey(text))).toBe(message);
});

test("a short RSA key is refused", () => {
  const key = utils.generateKeyPairSync("rsa", { bits: 1024 }).public;
  expect(messageOf(() => parseAuthorizedKey(key))).toBe(
    "this ssh-rsa key has fewer than 2048 bits; make a new one with ssh-keygen -t ed25519",
  );
});
