import { z } from "zod";
import type { Pulumi } from "./pulumi";

/** A resource as the stack's state has it. */
export interface StateResource {
  urn: string;
  type: string;
  /** The parent's URN; empty for none. */
  parent: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
}

const checkpoint = z.object({
  deployment: z.object({
    resources: z
      .array(
        z.object({
          urn: z.string(),
          type: z.string(),
          parent: z.string().optional(),
          inputs: z.record(z.string(), z.unknown()).optional(),
          outputs: z.record(z.string(), z.unknown()).optional(),
        }),
      )
      .optional(),
  }),
});

/**
 * All resources of the stack, secrets in the clear: also after an `up` that failed, when the
 * stack's own outputs are still those of the run before.
 */
export async function readState(pulumi: Pulumi): Promise<StateResource[]> {
  const { stack } = pulumi;
  const { code, stdout } = await pulumi.capture(["stack", "export", "--show-secrets", "-s", stack]);
  if (code !== 0) throw new Error(`the state of stack "${stack}" could not be read`);
  const { resources = [] } = checkpoint.parse(JSON.parse(stdout)).deployment;
  const values = z.record(z.string(), z.unknown());
  return resources.map(({ urn, type, parent = "", inputs = {}, outputs = {} }) => ({
    ...{ urn, type, parent },
    inputs: values.parse(reveal(inputs)),
    outputs: values.parse(reveal(outputs)),
  }));
}

/** A secret in an exported state is an object that holds its JSON. */
function reveal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null) return value;
  if ("plaintext" in value && typeof value.plaintext === "string") {
    return JSON.parse(value.plaintext);
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, reveal(inner)]));
}
