import { createHash, createHmac } from "node:crypto";
import { named, type Registered, type Run } from "../../support/mocks";
import { isSecret, reveal, textOf, withoutSecrets } from "../../support/wire";
import { HOST, LOCAL, PRODUCTION, program, SITE } from "./server";

/** What the mocks' providers generate; none may be seen in what a preview or the state shows. */
const SECRETS = [
  `-----BEGIN ${HOST}-login-key-----`,
  `-----BEGIN ${HOST}-host-key-----`,
  `generated-${SITE}-secret-key`,
  `generated-${SITE}-digest-key`,
];

/** Those of them that a text has; the text itself would be a screen long where a test fails. */
function secretsIn(value: unknown): string[] {
  const text = JSON.stringify(value);
  return SECRETS.filter((secret) => text.includes(secret));
}

function commandsOf({ resources }: Run): Registered[] {
  return resources.filter(({ type }) => type === "command:remote:Command");
}

describe.each([
  ["local", LOCAL],
  ["digitalocean", PRODUCTION],
])("secrets of a stack on %s", (_cloud, config) => {
  test("do reach the host, so that the next test looks for the right thing", async () => {
    const { resources } = await program(config);
    const all = resources.map(({ inputs }) => reveal(inputs));
    expect(secretsIn(all)).toEqual(SECRETS.slice(0, 3));
  });

  test("are in no input and no output that anybody can read", async () => {
    const { resources, outputs } = await program(config);
    const readable = resources.map(({ inputs, outputs: own }) => withoutSecrets([inputs, own]));
    expect(secretsIn(readable)).toEqual([]);
    expect(secretsIn(Object.values(outputs).filter(({ secret }) => !secret))).toEqual([]);
  });

  test("are in no command line, which a failure prints whatever it is", async () => {
    for (const { inputs } of commandsOf(await program(config))) {
      expect(isSecret(inputs["create"])).toBe(false);
      expect(secretsIn(inputs["create"])).toEqual([]);
    }
  });

  test("are marked: the whole connection, the user data, the staged secrets", async () => {
    const run = await program(config);
    for (const { inputs } of commandsOf(run)) {
      const { connection } = inputs;
      const key = isSecret(connection)
        ? connection
        : (connection as Record<string, unknown>)["privateKey"];
      expect(isSecret(key)).toBe(true);
    }
    expect(isSecret(named(run, `${HOST}-droplet`).inputs["userData"])).toBe(true);
    expect(isSecret(named(run, `${SITE}-secrets`).inputs["stdin"])).toBe(true);
  });

  test("do not hide the texts that a preview is there to show", async () => {
    const run = await program(config);
    const hidden = commandsOf(run).filter(({ inputs }) => isSecret(inputs["stdin"]));
    expect(hidden.map(({ name }) => name)).toEqual([`${SITE}-secrets`]);
  });
});

describe("the staged secrets", () => {
  test("are the file that the managed settings read", async () => {
    const stdin = textOf(named(await program(LOCAL), `${SITE}-secrets`).inputs["stdin"]);
    expect(JSON.parse(stdin)).toEqual({ secretKey: `generated-${SITE}-secret-key` });
  });

  test("are named by an HMAC and their length, and not by a hash that a guess could be tried on", async () => {
    const { inputs } = named(await program(LOCAL), `${SITE}-secrets`);
    const text = textOf(inputs["stdin"]);
    const hmac = createHmac("sha256", `generated-${SITE}-digest-key`).update(text).digest("hex");
    expect(inputs["create"]).toBe(
      `timeout 60s django-droplet-stage 'hello/secrets' 'hmac:${hmac}:${Buffer.byteLength(text)}'`,
    );
    const plain = createHash("sha256").update(text).digest("hex");
    expect(JSON.stringify((await program(LOCAL)).resources).includes(plain)).toBe(false);
  });
});
