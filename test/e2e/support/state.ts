import { z } from "zod";

/** Marks a secret in a state that was exported in plain. */
const SECRET = "4dabf18193072939515e22adb298388d";

const checkpoint = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          id: z.string().optional(),
          outputs: z.record(z.string(), z.unknown()).default({}),
        }),
      )
      .default([]),
  }),
});

/** A resource of a stack's state, its secrets in plain. */
export interface StateResource {
  /** The logical name. */
  name: string;
  type: string;
  id: string;
  outputs: Record<string, unknown>;
}

/** Reads what `pulumi stack export --show-secrets` prints. */
export function parseState(text: string): StateResource[] {
  return checkpoint
    .parse(JSON.parse(text))
    .deployment.resources.map(({ urn, type, id, outputs }) => ({
      name: urn.split("::").at(-1) ?? "",
      type,
      id: id ?? "",
      outputs: Object.fromEntries(
        Object.entries(outputs).map(([key, value]) => [key, plain(value)]),
      ),
    }));
}

/** @throws if there is none */
export function findResource(
  resources: readonly StateResource[],
  type: string,
  name?: string,
): StateResource {
  const found = resources.find((one) => one.type === type && (name ?? one.name) === one.name);
  if (!found) throw new Error(`no ${type} ${name ?? ""} in the state`);
  return found;
}

function plain(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !(SECRET in value)) return value;
  return "plaintext" in value ? JSON.parse(String(value.plaintext)) : value;
}
