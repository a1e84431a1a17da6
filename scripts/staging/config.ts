import { isCiphertext } from "../../components/settings/secrets";

/** Part of a stack's config as YAML has it. */
export type Config = Record<string, unknown>;

const NAMESPACE = "django-droplet";
const key = (name: string) => `${NAMESPACE}:${name}`;

/**
 * What a throwaway stack does not take over: who answers under the model's name, the machine that it
 * is on, backups and alerts that nobody needs, and its end.
 */
const NOT_TAKEN = ["domain", "host", "backups", "alertEmails", "expiresAt", "allowReplace"].map(
  key,
);

/** A secret in a config: the way to it, in Pulumi's syntax too. */
export interface SecretPath {
  /** The key with its namespace, then names of objects and indexes of lists. */
  steps: (string | number)[];
  /** As `pulumi config set --path` takes it. */
  path: string;
}

/** One `--config KEY=VALUE`. */
export interface Override {
  path: string;
  value: string;
}

/**
 * The config of a throwaway stack after a model's, without its secrets, which another key encrypts,
 * and with the domains of its sites, if it has several, below the stack's name.
 */
export function deriveConfig(model: Config, stack: string, expiresAt: string): Config {
  const taken = Object.entries(model).filter(([name]) => !NOT_TAKEN.includes(name));
  const config = withoutSecrets(Object.fromEntries(taken)) as Config;
  const sites = config[key("sites")];
  return {
    ...config,
    ...(Array.isArray(sites) && { [key("sites")]: sites.map((site) => ownDomain(site, stack)) }),
    // Nothing on it is worth keeping.
    [key("allowReplace")]: true,
    [key("expiresAt")]: expiresAt,
  };
}

function ownDomain(site: unknown, stack: string): unknown {
  if (typeof site !== "object" || site === null || !("domain" in site)) return site;
  const label = stack
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]/g, "-")
    .replace(/-+$/, "");
  return { ...site, domain: `${label}.${String(site.domain)}` };
}

/** All secrets of a config that a throwaway stack takes over. */
export function secretPaths(model: Config): SecretPath[] {
  return Object.entries(model)
    .filter(([name]) => !NOT_TAKEN.includes(name))
    .flatMap(([name, value]) => secretsIn(value, [name]));
}

function secretsIn(value: unknown, steps: (string | number)[]): SecretPath[] {
  if (isCiphertext(value)) return [{ steps, path: pathOf(steps) }];
  if (Array.isArray(value)) {
    return value.flatMap((inner, index) => secretsIn(inner, [...steps, index]));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => secretsIn(inner, [...steps, name]));
}

function pathOf([name = "", ...steps]: readonly (string | number)[]): string {
  return steps.reduce<string>(
    (path, step) =>
      typeof step === "number"
        ? `${path}[${step}]`
        : /^\w+$/.test(step)
          ? `${path}.${step}`
          : `${path}[${JSON.stringify(step)}]`,
    String(name),
  );
}

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((one) => !isCiphertext(one)).map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => !isCiphertext(inner));
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutSecrets(inner)]));
}

/**
 * Reads `--config KEY=VALUE`; the key is a path as `pulumi config set --path` takes it, in the
 * program's namespace unless it names one.
 *
 * @throws one line
 */
export function parseOverride(text: string): Override {
  const [, path = "", value = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (path === "") {
    throw new Error(
      `--config ${JSON.stringify(text)} is no KEY=VALUE: give one such as size=s-2vcpu-2gb`,
    );
  }
  if (/^(django-droplet:)?expiresAt$/.test(path)) {
    throw new Error("--config expiresAt: say how long the stack is to live by --ttl instead");
  }
  return { path: /^[\w-]+:/.test(path) ? path : key(path), value };
}

/** Whether the stack is for the local cloud; undefined where the config does not say. */
export function isLocalConfig(config: Config, overrides: readonly Override[]): boolean | undefined {
  const last = overrides.findLast(({ path }) => path === key("cloud"));
  const cloud = last?.value ?? config[key("cloud")];
  return cloud === undefined ? undefined : cloud === "local";
}
