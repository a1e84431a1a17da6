import { createHash } from "node:crypto";
import { join } from "node:path";
import * as command from "@pulumi/command";
import * as digitalocean from "@pulumi/digitalocean";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import * as tls from "@pulumi/tls";
import * as zod from "zod";
import { record } from "./monitor";
import { textOf, UNKNOWN, withoutSecrets, type Inputs } from "./wire";

const ROOT = join(__dirname, "..", "..");
const SSH = join(ROOT, "components", "remote", "ssh");
/** Loaded once: only the program itself has to be loaded anew for another run of it. */
const LIBRARIES = {
  "@pulumi/command": once(command),
  "@pulumi/digitalocean": once(digitalocean),
  "@pulumi/pulumi": pulumi,
  "@pulumi/random": once(random),
  "@pulumi/tls": once(tls),
  zod,
};

/** A resource as the program asked the engine for it. */
export interface Registered {
  urn: string;
  type: string;
  name: string;
  /** The parent's URN; empty for none. */
  parent: string;
  /** As they go over the wire: secrets and unknown values are marked; see `./wire`. */
  inputs: Inputs;
  /** URNs: what `dependsOn` names, and what the inputs come from. */
  dependencies: readonly string[];
  protect: boolean;
  ignoreChanges: readonly string[];
  /** Of the provider, as the engine names it: `URN::ID`. */
  provider: string;
  /** What a component registered as its outputs, marked as the inputs are. */
  outputs: Inputs;
}

/** A script that was sent to the host outside of any resource. */
export interface Reading {
  host: string;
  text: string;
}

export interface StackOutput {
  value: unknown;
  known: boolean;
  secret: boolean;
}

/** What a run of index.ts did. */
export interface Run {
  resources: readonly Registered[];
  outputs: Readonly<Record<string, StackOutput>>;
  warnings: readonly string[];
  readings: readonly Reading[];
}

export interface RunOptions {
  /** The program, relative to the checkout. @default the project's own */
  program?: string;
  /** Without the namespace, or with another one; what is no text is handed over as JSON, as Pulumi does. */
  config: Record<string, unknown>;
  /** Keys of it that were set as secrets. @default none */
  secret?: readonly string[];
  /** Whether it is a preview. @default false */
  preview?: boolean;
  /** Whether the resources are there already; a preview of new ones does not know their outputs. @default true */
  exists?: boolean;
  /** What the host's status script prints, or why it cannot be reached. @default unreachable */
  status?: string | Error;
  /** The droplet's image in the state. @default the one that the program asks for */
  image?: string;
}

/**
 * Runs the program, or another one, against mocks of its providers.
 *
 * @throws what the program throws, with the number of resources `registered` until then
 */
export async function runProgram(options: RunOptions): Promise<Run> {
  const {
    program: path = "index",
    preview = false,
    exists = true,
    status = new Error("no host in this test"),
  } = options;
  const resources: Registered[] = [];
  const readings: Reading[] = [];
  const warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
  // Pulumi takes the stack of each promise that it makes, and jest maps each line of it to a source.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  let outputs: Record<string, StackOutput> = {};
  jest.resetModules();
  for (const [name, library] of Object.entries(LIBRARIES)) jest.doMock(name, () => library);
  jest.doMock(SSH, () => ({
    openShell: ({ host }: { host: string }) => ({
      run: async (text: string) => {
        readings.push({ host, text });
        if (status instanceof Error) throw status;
        return status;
      },
    }),
  }));
  const previous = process.env["DIGITALOCEAN_API_URL"];
  const secretKeys = (options.secret ?? []).map((key) => `django-droplet:${key}`);
  process.env["PULUMI_CONFIG_SECRET_KEYS"] = JSON.stringify(secretKeys);
  if (options.config["cloud"] === "local") {
    process.env["DIGITALOCEAN_API_URL"] = "http://127.0.0.1:8001";
  } else {
    delete process.env["DIGITALOCEAN_API_URL"];
  }
  try {
    const newResource = (args: pulumi.runtime.MockResourceArgs) => ({
      id: preview && !exists ? "" : `${args.name}-id`,
      state:
        preview && !exists ? args.inputs : { ...args.inputs, ...generated(args, options.image) },
    });
    const mocks = { newResource, call: () => ({}) };
    await pulumi.runtime.setMocks(mocks, "django-droplet", "test", preview);
    record(resources);
    pulumi.runtime.setAllConfig(namespaced(options.config));
    const program = (await import(join(ROOT, path))) as Record<string, unknown>;
    outputs = await resolve(program);

    await pulumi.runtime.disconnect();
    const warnings = warn.mock.calls.map(([message]) => String(message));
    return { resources, outputs, warnings, readings };
  } catch (error) {
    throw Object.assign(error instanceof Error ? error : new Error(String(error)), {
      registered: resources.length,
    });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    warn.mockRestore();
    delete process.env["PULUMI_CONFIG_SECRET_KEYS"];
    if (previous === undefined) delete process.env["DIGITALOCEAN_API_URL"];
    else process.env["DIGITALOCEAN_API_URL"] = previous;
  }
}

/** The one resource with this name. */
export function named({ resources }: Run, name: string): Registered {
  const found = resources.filter((resource) => resource.name === name);
  if (found.length === 1 && found[0]) return found[0];
  throw new Error(`${found.length} resources are called ${name}`);
}

/** Every resource that must be there before this one, directly or through others, by name. */
export function before({ resources }: Run, name: string): string[] {
  const start = resources.filter((resource) => resource.name === name);
  const found = new Set<string>();
  const follow = (urns: readonly string[]): void => {
    for (const resource of resources.filter(({ urn }) => urns.includes(urn))) {
      if (found.has(resource.name)) continue;
      found.add(resource.name);
      follow(resource.dependencies);
    }
  };
  follow(start.flatMap(({ dependencies }) => dependencies));
  return [...found].sort();
}

/** The commands whose inputs differ between two runs, by name. */
export function changedInputs(one: Run, other: Run): string[] {
  const text = (run: Run, name: string): string =>
    JSON.stringify(run.resources.filter((resource) => resource.name === name).map(plainInputs));
  const names = [...one.resources, ...other.resources].map(({ name }) => name);
  return [...new Set(names)].filter((name) => text(one, name) !== text(other, name)).sort();
}

function plainInputs({ inputs }: Registered): unknown {
  return withoutSecrets(inputs);
}

/** What the providers would make; secrets are marked as theirs are. */
function generated(
  { type, name, inputs }: pulumi.runtime.MockResourceArgs,
  image: string | undefined,
): Record<string, unknown> {
  switch (type) {
    case "tls:index/privateKey:PrivateKey":
      return {
        privateKeyOpenssh: pulumi.secret(`-----BEGIN ${name}-----\n`),
        publicKeyOpenssh: `ssh-ed25519 AAAA${name}\n`,
      };
    case "random:index/randomPassword:RandomPassword":
      return { result: pulumi.secret(`generated-${name}`) };
    case "digitalocean:index/tag:Tag":
      return { name: `${name}-1a2b3c4` };
    case "digitalocean:index/droplet:Droplet":
      return {
        image: image ?? (inputs as Inputs)["image"],
        // As the provider keeps it.
        userData: createHash("sha1")
          .update(textOf((inputs as Inputs)["userData"]))
          .digest("hex"),
        ipv4Address: "203.0.113.10",
        ipv6Address: "2001:0DB8:0000:0000:0000:0000:0000:0010",
      };
    default:
      return {};
  }
}

/** A library whose parts, which are loaded as they are first asked for, stay the same ones. */
function once<Library extends object>(library: Library): Library {
  const parts = new Map<PropertyKey, unknown>();
  return new Proxy(library, {
    get(target, key) {
      if (!parts.has(key)) {
        const part: unknown = Reflect.get(target, key);
        parts.set(key, typeof part === "object" && part !== null ? once(part) : part);
      }
      return parts.get(key);
    },
  });
}

function namespaced(config: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key.includes(":") ? key : `django-droplet:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

async function resolve(program: Record<string, unknown>): Promise<Record<string, StackOutput>> {
  const outputs: Record<string, StackOutput> = {};
  for (const [name, exported] of Object.entries(program)) {
    const output = pulumi.output(exported) as pulumi.Output<unknown> & {
      promise(withUnknowns: boolean): Promise<unknown>;
      isKnown: Promise<boolean>;
    };
    const known = await output.isKnown;
    outputs[name] = {
      known,
      secret: await pulumi.isSecret(output),
      value: known ? await output.promise(true) : UNKNOWN,
    };
  }
  return outputs;
}
