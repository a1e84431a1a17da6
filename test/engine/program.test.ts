import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { realContext } from "../../local/engine/context";
import { run } from "../../local/engine/run";
import { ensureEngine, type Engine } from "../../local/engine/setup";

/** The first set-up on a machine compiles for minutes. */
const SETUP_MILLISECONDS = 30 * 60_000;
jest.setTimeout(180_000);

const PROGRAM = `
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";

const generation = process.env["GENERATION"] ?? "1";
const password = new random.RandomPassword("password", { length: 32, keepers: { generation } });
const key = new tls.PrivateKey("key", { algorithm: "ED25519" });
if (process.env["TYPO"]) {
  new pulumi.CustomResource(process.env["TYPO"], "typo", { length: 8, algorithm: "ED25519", lenght: 9 });
}
export const result = password.result;
export const hash = password.bcryptHash;
export const id = password.id;
export const publicKey = key.publicKeyOpenssh;
export const privateKey = key.privateKeyOpenssh;
`;

let engine: Engine;
let folder: string;

/** Runs pulumi on the program and returns its stdout; fails with the last lines it printed. */
const pulumi = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  run(engine.bin, args, {
    step: `pulumi ${args[0]}`,
    remedy: "see below",
    cwd: folder,
    env: {
      ...process.env,
      ...engine.env,
      PULUMI_BACKEND_URL: `file://${path.join(folder, "state")}`,
      PULUMI_CREDENTIALS_PATH: path.join(folder, "logins"),
      PULUMI_CONFIG_PASSPHRASE: "test",
      ...environment,
    },
  });

/** The values of the stack's outputs, secrets shown. */
const outputs = async () =>
  JSON.parse(await pulumi(["stack", "output", "--json", "--show-secrets"])) as Record<
    string,
    string
  >;

beforeAll(async () => {
  engine = await ensureEngine(() => undefined);
  folder = mkdtempSync(path.join(tmpdir(), "engine-program-"));
  mkdirSync(path.join(folder, "state"));
  symlinkSync(realContext(() => undefined).packages, path.join(folder, "node_modules"));
  writeFileSync(path.join(folder, "package.json"), '{"main":"index.ts"}');
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: engine-test\nruntime: nodejs\n");
  writeFileSync(path.join(folder, "index.ts"), PROGRAM);
  await pulumi(["stack", "init", "test"]);
  await pulumi(["up", "--yes", "--skip-preview", "--stack", "test"]);
}, SETUP_MILLISECONDS);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a program on the engine", () => {
  it("gets what it asked for", async () => {
    expect(await outputs()).toEqual({
      result: expect.stringMatching(/^[\w!@#$%&*()\-=+[\]{}<>:?]{32}$/),
      hash: expect.stringMatching(/^\$2a\$10\$/),
      id: "none",
      publicKey: expect.stringMatching(/^ssh-ed25519 \S+\n$/),
      privateKey: expect.stringMatching(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/),
    });
  });

  it("shows no changes in a preview", async () => {
    await pulumi(["preview", "--expect-no-changes"]);
  });

  it("shows no changes after a refresh", async () => {
    await pulumi(["refresh", "--yes", "--expect-no-changes"]);
  });

  it("keeps what is secret out of its state and its output", async () => {
    const { result, hash, privateKey } = await outputs();
    const shown = (await pulumi(["stack", "export"])) + (await pulumi(["stack", "output"]));
    expect(shown).toContain("ciphertext");
    for (const secret of [result, hash, privateKey]) {
      expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1));
    }
  });

  it("replaces a password whose keepers change, and nothing else", async () => {
    const preview: unknown = JSON.parse(await pulumi(["preview", "--json"], { GENERATION: "2" }));
    const changes = (preview as { steps: { op: string; urn: string }[] }).steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
    expect(changes).toEqual(["replace password"]);
  });

  it.each(["random:index/randomPassword:RandomPassword", "tls:index/privateKey:PrivateKey"])(
    "refuses an input that %s does not know",
    async (token) => {
      await expect(pulumi(["preview"], { TYPO: token })).rejects.toThrow(
        /property lenght .*Unrecognized field 'lenght'/,
      );
    },
  );
});
