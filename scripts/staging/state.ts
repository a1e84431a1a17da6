import { z } from "zod";
import type { Droplet } from "./cost";

const resource = z.object({
  urn: z.string(),
  type: z.string(),
  id: z.string().optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  created: z.string().optional(),
});

const deployment = z.object({
  resources: z.array(resource).nullish(),
  pending_operations: z.array(z.object({ type: z.string(), resource })).nullish(),
});

/** Something that was being made when the engine was cut short, and that the state has not got. */
export interface Pending {
  type: string;
  /** As the engine asked for it; absent for what has none. */
  name?: string;
}

/** What a throwaway stack's state says, nothing secret among it. */
export interface StackFacts {
  /** How many resources there are, providers and the stack itself among them. */
  resources: number;
  /** What was being made and is not in the state. */
  pending: Pending[];
  /** The names that its resources have in the cloud. */
  names: string[];
  /** When its oldest resource was made; absent for none. */
  createdAt?: Date;
  /** The output of the last good run. */
  expiresAt?: string;
  url?: string;
  droplet?: Droplet & { id: string; tags: string[] };
  /** The API that its provider was made for. */
  apiEndpoint?: string;
}

/**
 * Reads an exported state. What another version of the program left there and this one does not
 * know is passed over.
 *
 * @throws zod's error, if it is no state at all
 */
export function readFacts(exported: unknown): StackFacts {
  const { resources, pending_operations: operations } = deployment.parse(exported);
  const all = resources ?? [];
  const times = all.map(({ created }) => Date.parse(created ?? "")).filter((time) => !isNaN(time));
  const find = (type: string) => all.find((one) => one.type === type);
  const outputs = find("pulumi:pulumi:Stack")?.outputs ?? {};
  const droplet = dropletOf(find("digitalocean:index/droplet:Droplet"));
  const endpoint = find("pulumi:providers:digitalocean")?.inputs?.["apiEndpoint"];
  return {
    resources: all.length,
    pending: (operations ?? [])
      .filter(({ type }) => type === "creating")
      .map(({ resource: { type, inputs } }) => ({ type, ...textEntry("name", inputs?.["name"]) })),
    names: all.flatMap(({ inputs }) => Object.values(textEntry("name", inputs?.["name"]))),
    ...(times.length > 0 && { createdAt: new Date(Math.min(...times)) }),
    ...textEntry("expiresAt", outputs["expiresAt"]),
    ...textEntry("url", outputs["url"]),
    ...(droplet && { droplet }),
    ...textEntry("apiEndpoint", endpoint),
  };
}

function dropletOf(found: z.infer<typeof resource> | undefined): StackFacts["droplet"] {
  if (found?.id === undefined) return undefined;
  const { id, inputs = {}, created } = found;
  return {
    id,
    size: String(inputs["size"]),
    backups: inputs["backups"] === true,
    tags: z.array(z.string()).catch([]).parse(inputs["tags"]),
    createdAt: new Date(created ?? Number.NaN),
  };
}

function textEntry<Key extends string>(key: Key, value: unknown): { [K in Key]?: string } {
  return (typeof value === "string" && value !== "" ? { [key]: value } : {}) as {
    [K in Key]?: string;
  };
}
