import {
  deriveConfig,
  isLocalConfig,
  parseOverride,
  secretPaths,
} from "../../../scripts/staging/config";

const AT = "2026-11-24T13:00:00Z";

it("takes over a model's config but for its name, machine, backups, alerts and end", () => {
  const model = {
    "django-droplet:cloud": "digitalocean",
    "django-droplet:size": "s-2vcpu-4gb",
    "django-droplet:domain": "shop.example.com",
    "django-droplet:host": { address: "203.0.113.9" },
    "django-droplet:backups": true,
    "django-droplet:alertEmails": ["ada@example.com"],
    "django-droplet:allowReplace": false,
    "django-droplet:expiresAt": "2020-01-01",
    "other:key": "kept",
  };
  expect(deriveConfig(model, "pr-1", AT)).toEqual({
    "django-droplet:cloud": "digitalocean",
    "django-droplet:size": "s-2vcpu-4gb",
    "other:key": "kept",
    "django-droplet:allowReplace": true,
    "django-droplet:expiresAt": AT,
  });
});

it("puts the domains of several sites below the stack's name", () => {
  const sites = [{ domain: "shop.example.com", port: 8000 }, { domain: "blog.example.com" }];
  expect(deriveConfig({ "django-droplet:sites": sites }, "Pr_1.", AT)).toMatchObject({
    "django-droplet:sites": [
      { domain: "pr-1.shop.example.com", port: 8000 },
      { domain: "pr-1.blog.example.com" },
    ],
  });
});

describe("secrets", () => {
  const model = {
    "django-droplet:token": { secure: "v1:a" },
    "django-droplet:env": { A: { secure: "v1:b" }, "B.C": { secure: "v1:c" }, plain: "x" },
    "django-droplet:list": [{ secure: "v1:d" }, { name: "y", key: { secure: "v1:e" } }],
    "django-droplet:text": { secure: "v1:f", other: "no secret: an object of two" },
    "django-droplet:domain": { secure: "v1:not taken over" },
  };

  it("are found wherever they are", () => {
    expect(secretPaths(model)).toEqual([
      { steps: ["django-droplet:token"], path: "django-droplet:token" },
      { steps: ["django-droplet:env", "A"], path: "django-droplet:env.A" },
      { steps: ["django-droplet:env", "B.C"], path: 'django-droplet:env["B.C"]' },
      { steps: ["django-droplet:list", 0], path: "django-droplet:list[0]" },
      { steps: ["django-droplet:list", 1, "key"], path: "django-droplet:list[1].key" },
    ]);
  });

  it("are not copied: another key encrypts them", () => {
    const text = JSON.stringify(deriveConfig(model, "pr-1", AT));
    expect(text).not.toMatch(/v1:[a-e]/);
    expect(text).toContain('"plain":"x"');
  });
});

describe("--config", () => {
  it.each([
    ["size=s-2vcpu-2gb", "django-droplet:size", "s-2vcpu-2gb"],
    ["source.directory=../a=b", "django-droplet:source.directory", "../a=b"],
    ["sshAllowedCidrs[0]=::1/128", "django-droplet:sshAllowedCidrs[0]", "::1/128"],
    ["digitalocean:x=1", "digitalocean:x", "1"],
    ["domain=", "django-droplet:domain", ""],
  ])("%s", (text, path, value) => {
    expect(parseOverride(text)).toEqual({ path, value });
  });

  it.each(["size", "=x", ""])("fails on %j", (text) => {
    expect(() => parseOverride(text)).toThrow(/is no KEY=VALUE: give one such as/);
  });

  it.each(["expiresAt=x", "django-droplet:expiresAt=x"])(
    "fails on %s, which is --ttl's",
    (text) => {
      expect(() => parseOverride(text)).toThrow("by --ttl instead");
    },
  );
});

it("the cloud is what the config says, or --config over it, and never a guess", () => {
  const local = { "django-droplet:cloud": "local" };
  expect(isLocalConfig(local, [])).toBe(true);
  expect(isLocalConfig(local, [parseOverride("cloud=digitalocean")])).toBe(false);
  expect(isLocalConfig({}, [])).toBeUndefined();
});
