import type { Engine } from "../../local/engine/setup";
import { LOCAL_BACKEND, LOCAL_STATE, pulumiEnvironment } from "../../scripts/lib/environment";

const engine: Engine = { home: "/h", bin: "/b", env: { PULUMI_HOME: "/h" }, source: "modules" };
const before = { ...process.env };

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(PULUMI|DIGITALOCEAN)_/.test(name)) Reflect.deleteProperty(process.env, name);
  }
});
afterAll(() => {
  Object.assign(process.env, before);
});

describe("the environment of a local stack", () => {
  it("has the local cloud's own token, whatever the shell holds", async () => {
    process.env["DIGITALOCEAN_TOKEN"] = "dop_v1_of_the_real_account";
    const env = await pulumiEnvironment(engine, true);
    expect(env["DIGITALOCEAN_TOKEN"]).toMatch(/^dop_v1_/);
    expect(env["DIGITALOCEAN_TOKEN"]).not.toBe("dop_v1_of_the_real_account");
    expect(env["DIGITALOCEAN_API_URL"]).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it("keeps a backend and a passphrase that somebody chose", async () => {
    process.env["PULUMI_BACKEND_URL"] = "file:///elsewhere";
    process.env["PULUMI_CONFIG_PASSPHRASE_FILE"] = "/secret";
    const env = await pulumiEnvironment(engine, true);
    expect(env["PULUMI_BACKEND_URL"]).toBe("file:///elsewhere");
    expect(env).not.toHaveProperty("PULUMI_CONFIG_PASSPHRASE");
  });
});

describe("the environment of any other stack", () => {
  it("is the engine's alone", async () => {
    expect(await pulumiEnvironment(engine, false)).toEqual(engine.env);
  });

  it.each([
    ["PULUMI_BACKEND_URL", LOCAL_BACKEND],
    ["PULUMI_BACKEND_URL", `file://${LOCAL_STATE}`],
    ["PULUMI_CONFIG_PASSPHRASE", "django-droplet-local"],
  ])("is refused where %s is that of local stacks", async (name, value) => {
    process.env[name] = value;
    await expect(pulumiEnvironment(engine, false)).rejects.toThrow(
      /^this shell has the environment of local stacks/,
    );
  });
});
