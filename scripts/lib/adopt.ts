import { z } from "zod";
import { SSHD_CONFIG } from "../../components/host/cloud-init";
import { stackOnHost } from "../../components/host/stack-on-host";
import { childName } from "../../components/naming";
import { script } from "../../components/remote/script";
import type { StateResource } from "./state";

/** The type and the name of the droplet's component, which its children are called after. */
export const DROPLET = "digitalocean:index/droplet:Droplet";
export const HOST_NAME = childName("django", "host");

const HOST = "django-droplet:index:DropletHost";
const PROVIDER = "pulumi:providers:digitalocean";

const keyOutputs = z.object({ privateKeyOpenssh: z.string(), publicKeyOpenssh: z.string() });

const dropletOutputs = z.object({
  tags: z
    .array(z.string())
    .nullish()
    .transform((tags) => tags ?? []),
});

/** The keys that the droplet gets, as OpenSSH writes them. */
export interface AdoptionKeys {
  login: string;
  hostPrivate: string;
  hostPublic: string;
}

/** What an import has to name. */
export interface Adoption {
  /** The component's URN. */
  host: string;
  /** The provider's. */
  provider: string;
  /** See `stackOnHost`. */
  stack: string;
  keys: AdoptionKeys;
}

/** @throws one line where the droplet would not stay, or the stack has one */
export function refuseAdoption(
  config: Readonly<Record<string, string>>,
  resources: readonly StateResource[],
): void {
  if (config["allowReplace"] === "true") {
    throw new Error(
      "django-droplet:allowReplace is true, so the next up would replace the droplet by a new one: pulumi config rm allowReplace",
    );
  }
  if (resources.some(({ type }) => type === DROPLET)) {
    throw new Error("the stack has a droplet already: adopt it into a new stack");
  }
}

/** @throws where the stack's keys are not there */
export function adoptionOf(resources: readonly StateResource[]): Adoption {
  const find = (type: string, name?: string) => {
    const found = resources.find(
      ({ type: its, urn }) => its === type && (name === undefined || urn.endsWith(`::${name}`)),
    );
    if (!found) throw new Error(`the stack has no ${name ?? type}: run it again`);
    return found;
  };
  const keyOf = (suffix: string) =>
    keyOutputs.parse(find("tls:index/privateKey:PrivateKey", childName(HOST_NAME, suffix)).outputs);
  const [loginKey, hostKey] = [keyOf("login-key"), keyOf("host-key")];
  const { urn: host } = find(HOST);
  const [, , stack = "", , project = ""] = host.split(":");
  return {
    host,
    provider: find(PROVIDER).urn,
    stack: stackOnHost(project, stack, loginKey.publicKeyOpenssh),
    keys: {
      login: loginKey.publicKeyOpenssh.trim(),
      hostPrivate: hostKey.privateKeyOpenssh.trim(),
      hostPublic: hostKey.publicKeyOpenssh.trim(),
    },
  };
}

/** What is run on the droplet as root; the private key is on its standard input, and in no argument. */
export function adoptScript(
  { keys, stack }: Pick<Adoption, "keys" | "stack">,
  webServer: string,
): string {
  return script(["web-servers", "record", "others", "fit", "adopt"], {
    ...{ W: webServer, STACK: stack },
    ...{ NAMELESS: [], ALONE: true, SSHD_CONFIG },
    LOGIN_KEY: keys.login,
    HOST_KEY: keys.hostPrivate,
    HOST_KEY_PUBLIC: keys.hostPublic,
  });
}

/** The tags that the droplet was imported with, none of which the program knows. */
export function foreignTags(resources: readonly StateResource[]): string[] {
  const droplet = resources.find(({ type }) => type === DROPLET);
  return dropletOutputs.parse(droplet?.outputs ?? {}).tags;
}
