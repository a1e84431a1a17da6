import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ROOT } from "../../scripts/lib/project";

const step = z.strictObject({
  id: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  run: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
});

const job = z.strictObject({
  if: z.string().optional(),
  needs: z.string().optional(),
  strategy: z
    .object({ "fail-fast": z.literal(false), matrix: z.strictObject({ stack: z.string() }) })
    .optional(),
  "runs-on": z.string().optional(),
  "timeout-minutes": z.number().optional(),
  environment: z
    .strictObject({
      name: z.string(),
      url: z.string().optional(),
      deployment: z.literal(false).optional(),
    })
    .optional(),
  permissions: z.record(z.string(), z.enum(["read", "write"])),
  concurrency: z.strictObject({ group: z.string(), "cancel-in-progress": z.boolean() }).optional(),
  outputs: z.record(z.string(), z.string()).optional(),
  steps: z.array(step).default([]),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  secrets: z.literal("inherit").optional(),
});

const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.record(z.string(), job),
});

export type Step = z.infer<typeof step>;
export type Job = z.infer<typeof job>;
export type Workflow = z.infer<typeof workflow>;

/** A workflow, so far as ours use the language. @throws for a key that the tests do not know of */
export function readWorkflow(file: string): Workflow {
  return workflow.parse(parse(readFileSync(join(ROOT, file), "utf8")));
}
