import { adoptionOf, adoptScript, foreignTags, refuseAdoption } from "../../../scripts/lib/adopt";
import type { StateResource } from "../../../scripts/lib/state";

function resource(
  type: string,
  name: string,
  outputs: Record<string, unknown> = {},
): StateResource {
  return { urn: `urn:pulumi:s::p::parent$${type}::${name}`, type, parent: "", inputs: {}, outputs };
}

const pair = (name: string) =>
  resource("tls:index/privateKey:PrivateKey", name, {
    privateKeyOpenssh: `private ${name}\n`,
    publicKeyOpenssh: `ssh-ed25519 ${name}\n`,
  });
const STATE = [
  resource("pulumi:providers:digitalocean", "digitalocean"),
  resource("django-droplet:index:DropletHost", "django-host"),
  pair("django-host-login-key"),
  pair("django-host-host-key"),
];
const DROPLET = resource("digitalocean:index/droplet:Droplet", "django-host-droplet");

test("an import names component and provider, and the droplet gets the stack's own keys", () => {
  expect(adoptionOf(STATE)).toEqual({
    host: STATE[1]?.urn,
    provider: STATE[0]?.urn,
    stack: expect.stringMatching(/^p\/s [0-9a-f]{12}$/) as string,
    keys: {
      login: "ssh-ed25519 django-host-login-key",
      hostPrivate: "private django-host-host-key",
      hostPublic: "ssh-ed25519 django-host-host-key",
    },
  });
  const text = adoptScript(adoptionOf(STATE), "nginx");
  expect(text).toMatch(/^HOST_KEY='private django-host-host-key'$/m);
  expect(text).toMatch(/^STACK='p\/s [0-9a-f]{12}'$/m);
});

test("a stack whose keys are not there is not taken for one", () => {
  expect(() => adoptionOf(STATE.slice(0, 3))).toThrow(
    "the stack has no django-host-host-key: run it again",
  );
});

test("a stack that has a droplet, or would replace it, adopts none", () => {
  expect(() => refuseAdoption({}, STATE)).not.toThrow();
  expect(() => refuseAdoption({}, [...STATE, DROPLET])).toThrow("has a droplet already");
  expect(() => refuseAdoption({ allowReplace: "true" }, STATE)).toThrow(
    "would replace the droplet",
  );
});

test("the tags that a droplet was imported with are told", () => {
  const { type } = DROPLET;
  const tagged = resource(type, "django-host-droplet", { tags: ["web", "db"] });
  expect(foreignTags([...STATE, tagged])).toEqual(["web", "db"]);
  for (const tags of [null, undefined, []]) {
    expect(foreignTags([...STATE, resource(type, "django-host-droplet", { tags })])).toEqual([]);
  }
});
