import { parse } from "yaml";
import { firewallRules } from "../../../components/host/firewall";
import { before, named } from "../../support/mocks";
import { reveal, textOf } from "../../support/wire";
import { HOST, LOCAL, PRODUCTION, program } from "./server";

async function droplet(config: Record<string, unknown>) {
  return named(await program(config), `${HOST}-droplet`);
}

describe("the droplet", () => {
  test("is what the settings say", async () => {
    const { inputs } = await droplet({
      ...PRODUCTION,
      region: "ams3",
      size: "s-2vcpu-4gb",
      image: "debian-12-x64",
      backups: "true",
    });
    expect(inputs).toMatchObject({
      region: "ams3",
      size: "s-2vcpu-4gb",
      image: "debian-12-x64",
      backups: true,
      ipv6: true,
      monitoring: true,
    });
  });

  test("has the stack's own tag, on which the firewall is", async () => {
    const run = await program(PRODUCTION);
    const tags = [`${HOST}-tag-1a2b3c4`];
    expect(named(run, `${HOST}-droplet`).inputs).toMatchObject({ tags });
    expect(named(run, `${HOST}-firewall`).inputs).toEqual({
      tags,
      ...firewallRules(["203.0.113.7/32"]),
    });
  });

  test("tells when the stack may be destroyed, where it may", async () => {
    const { inputs } = await droplet({ ...PRODUCTION, expiresAt: "2099-12-31T18:00:00+02:00" });
    expect(inputs["tags"]).toEqual([`${HOST}-tag-1a2b3c4`, "expires-at:2099-12-31T16-00-00Z"]);
  });

  test("is told the host key that every connection pins", async () => {
    const run = await program(LOCAL);
    const userData = textOf(named(run, `${HOST}-droplet`).inputs["userData"]);
    const keys = (parse(userData) as { ssh_keys: Record<string, string> }).ssh_keys;
    const { connection } = named(run, `${HOST}-ready`).inputs;
    expect(reveal(connection)).toMatchObject({ hostKey: keys["ed25519_public"] });
    expect(keys["ed25519_private"]).toBe(`-----BEGIN ${HOST}-host-key-----\n`);
  });
});

describe("the guard against a replacement", () => {
  const IGNORED = ["userData", "sshKeys", "image", "monitoring"];

  test.each([
    ["is on by default", {}, true, IGNORED],
    ["is lifted by allowReplace", { allowReplace: "true" }, false, []],
    [
      "does not hold a stack that will be destroyed, which keeps its droplet until then",
      { expiresAt: "2099-12-31T18:00:00Z" },
      false,
      IGNORED,
    ],
  ])("%s", async (_what, config, protect, ignoreChanges) => {
    const found = await droplet({ ...PRODUCTION, ...config });
    expect({ protect: found.protect, ignoreChanges: found.ignoreChanges }).toEqual({
      protect,
      ignoreChanges,
    });
  });

  const guarded = async (config: Record<string, unknown>): Promise<string[]> => {
    const { resources } = await program(config);
    return resources.filter(({ protect }) => protect).map(({ name }) => name);
  };

  test("holds what cannot be made again, and what is met before anything else goes", async () => {
    expect((await guarded(PRODUCTION)).sort()).toEqual([
      "django-destroy-guard",
      ...["droplet", "host-key", "login-key"].map((suffix) => `${HOST}-${suffix}`),
    ]);
    expect(await guarded(LOCAL)).toEqual([]);
  });

  // A destroy goes backwards, and looks at the protection of each thing when it comes to it.
  test.each([[{}], [{ alertEmails: ["ada@example.com"] }]])(
    "comes after everything but components and the provider: %j",
    async (more) => {
      const run = await program({ ...PRODUCTION, ...more });
      const earlier = new Set(before(run, "django-destroy-guard"));
      const later = run.resources.filter(({ name }) => !earlier.has(name));
      expect(later.map(({ name }) => name).sort()).toEqual([
        ...["digitalocean", "django", "django-destroy-guard", "django-hello", HOST],
      ]);
    },
  );

  // The provider would replace the droplet for it.
  test.each([LOCAL, PRODUCTION])(
    "IPv6 is not taken back from a droplet that has it",
    async (config) => {
      const { ignoreChanges } = await droplet({ ...config, ipv6: "false" });
      expect(ignoreChanges).toContain("ipv6");
    },
  );
});

describe("an image other than the droplet's", () => {
  const image = "debian-12-x64";

  test("is warned of, where the droplet stays", async () => {
    const { warnings } = await program(PRODUCTION, { image, preview: true });
    expect(warnings).toEqual([expect.stringMatching(/another image would mean another droplet/)]);
  });

  test("is no reason for a warning where it may be replaced", async () => {
    const { warnings } = await program(LOCAL, { image, preview: true });
    expect(warnings).toEqual([]);
  });

  test("no warning where nothing differs", async () => {
    expect((await program(PRODUCTION, { preview: true })).warnings).toEqual([]);
  });
});
