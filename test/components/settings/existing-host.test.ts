import { utils } from "ssh2";
import { read, refusal } from "./read";
import { ed25519Pair } from "../../support/ed25519";

const { private: privateKey, public: publicKey } = ed25519Pair();
const ED25519 = publicKey.trim();
const ECDSA = utils.generateKeyPairSync("ecdsa", { bits: 256 }).public.trim();
const RSA = utils.generateKeyPairSync("rsa", { bits: 2048 }).public.trim();
const SECRET = { PULUMI_CONFIG_SECRET_KEYS: '["django-droplet:host"]' };
const HOST = { address: "203.0.113.7", hostKey: ED25519, privateKey };

/** The config of a stack on a server, some of it otherwise. */
function config(host: Record<string, unknown> = {}, rest: Record<string, string> = {}) {
  return { host: JSON.stringify({ ...HOST, ...host }), workers: "3", ...rest };
}

const access = (host: Record<string, unknown> = {}) => {
  const { host: settings } = read(config(host), SECRET);
  return "access" in settings ? settings.access : undefined;
};
const refused = (host: Record<string, unknown>, rest: Record<string, string> = {}) =>
  refusal(config(host, rest), SECRET);

describe("a server that is there already", () => {
  test("needs an address, its key and a key for the login, and no cloud", () => {
    const settings = read(config(), SECRET);
    expect(settings.cloud).toBeUndefined();
    expect(settings.host).toEqual({
      access: {
        ...{ address: "203.0.113.7", port: 22, user: "root", system: "existing" },
        hostKey: ED25519,
        privateKey: `${privateKey.trim()}\n`,
      },
      ...{ ipv6: false, webServer: "nginx", authorizedKeys: [] },
    });
  });

  test("may say more: IPv6, port, user, system", () => {
    const more = { ipv6: "2001:DB8:0::7", port: "2222", user: "ops", system: "debian-13" };
    const { host } = read(config(more), SECRET);
    expect(host).toMatchObject({
      access: { ipv6Address: "2001:db8::7", port: 2222, user: "ops", system: "debian-13" },
      ipv6: true,
    });
  });

  test("may have a name", () => {
    expect(access({ address: "Server.Example.com" })?.address).toBe("server.example.com");
  });

  test.each([
    ["a line of a .pub file", `${ED25519} root@server`],
    ["a line of known_hosts", `203.0.113.7 ${ED25519}`],
    ["a hashed one", `|1|F1E1KeoE/eEWhi10WpGv4OdiO6Y=|3988QV0VE8wmZL7suNrYQLITLCg= ${ED25519}`],
    [
      "all of ssh-keyscan",
      `# 203.0.113.7:22 SSH-2.0\n203.0.113.7 ${RSA}\n203.0.113.7 ${ECDSA}\n203.0.113.7 ${ED25519}\n`,
    ],
  ])("is known by %s", (_what, hostKey) => {
    expect(access({ hostKey })?.hostKey).toBe(ED25519);
  });

  test.each([ECDSA, RSA])("without an ed25519 key is known by another one", (hostKey) => {
    expect(access({ hostKey: `server ${hostKey}` })?.hostKey).toBe(hostKey);
  });
});

describe("is refused in one line, which says what to do:", () => {
  test.each<[Record<string, unknown>, string | RegExp]>([
    [
      { address: undefined },
      "host.address: not set; give its IPv4 address or name: pulumi config set --path host.address 203.0.113.7",
    ],
    [
      { hostKey: undefined },
      'host.hostKey: not set; without it anybody between could be the server; from a network that you trust: pulumi config set --path host.hostKey "$(ssh-keyscan -t ed25519 203.0.113.7)"',
    ],
    [{ hostKey: undefined, port: 2222 }, /ssh-keyscan -t ed25519 -p 2222 203\.0\.113\.7/],
    [
      { privateKey: undefined },
      "host.privateKey: not set; give the key that root of 203.0.113.7 lets in: pulumi config set --secret --path host.privateKey < KEY",
    ],
    [{ address: "2001:db8::7" }, /^host\.address: "2001:db8::7" is an IPv6 address; /],
    [
      { address: "root@server" },
      'host.address: "root@server" is neither an IPv4 address nor a name; give one such as 203.0.113.7 or server.example.com, without user and port',
    ],
    [{ ipv6: "yes" }, 'host.ipv6: "yes" is not an IPv6 address; give one such as 2001:db8::7'],
    [{ port: "0" }, 'host.port: "0" is not a port; choose one from 1 to 65535'],
    [{ user: "a b" }, /^host\.user: "a b" is not a user's name; /],
    [{ hostKey: "SHA256:abc" }, /^host\.hostKey: "SHA256:abc" is no server's key; /],
    [{ hostKey: "ssh-ed25519 AAAA" }, /^host\.hostKey: this ssh-ed25519 key is damaged/],
    [{ system: "a b" }, 'host.system: "a b" is not a word; give one such as debian-13'],
    [
      { adress: "x" },
      /^host: unknown name "adress" \(did you mean "address"\?\); choose address, /,
    ],
  ])("%j", (host, line) => {
    const lines = refused(host);
    expect(lines).toHaveLength(1);
    if (typeof line === "string") expect(lines[0]).toBe(line);
    else expect(lines[0]).toMatch(line);
  });

  test("a key with a passphrase, which is not repeated", () => {
    const { private: locked } = utils.generateKeyPairSync("ed25519", {
      ...{ passphrase: "x", cipher: "aes256-ctr", rounds: 4 },
    });
    const [line = ""] = refused({ privateKey: locked });
    expect(line).toMatch(
      /^host\.privateKey: this key has a passphrase, which nobody is there to type/,
    );
    expect(line).not.toContain(locked.split("\n")[1]);
  });

  test.each([ED25519, "~/.ssh/id_ed25519", "-----BEGIN RSA PRIVATE KEY-----\nx\n"])(
    "what is no private key (%#)",
    (given) => {
      expect(refused({ privateKey: given })).toEqual([
        expect.stringMatching(
          /^host\.privateKey: this is not a private key as ssh-keygen writes it/,
        ),
      ]);
    },
  );

  test("a private key in the clear", () => {
    const [line = "", ...rest] = refusal(config(), {});
    expect(line).toMatch(
      /^host\.privateKey: it stands in the stack's config for everybody to read/,
    );
    expect(rest).toEqual([]);
  });

  test("workers by a size that it has not", () => {
    expect(refused({}, { workers: "auto" })).toEqual([
      expect.stringMatching(
        /^workers: auto goes by a droplet's size, .*: pulumi config set workers 5;/,
      ),
    ]);
  });

  test.each([
    ["cloud", "local"],
    ["region", "ams3"],
    ["size", "s-1vcpu-2gb"],
    ["image", "debian-12-x64"],
    ["ipv6", "false"],
    ["sshAllowedCidrs", '["203.0.113.0/24"]'],
    ["backups", "true"],
    ["allowReplace", "true"],
    ["alertEmails", '["ada@example.com"]'],
    ["monthlyBudgetUsd", "12"],
    ["expiresAt", "2030-01-01"],
  ])("%s, which is a droplet's", (key, value) => {
    const lines = refused({}, { [key]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(
      new RegExp(
        `^${key}: .* is of a droplet .*, and host names a server .*: pulumi config rm ${key} `,
      ),
    );
  });

  test("all at once", () => {
    expect(refused({ hostKey: undefined }, { cloud: "local", workers: "auto" })).toHaveLength(3);
  });
});

test("without host nothing of it is asked for, and an empty one is none", () => {
  expect(read({ cloud: "local", host: "{}" }).cloud).toBe("local");
});
