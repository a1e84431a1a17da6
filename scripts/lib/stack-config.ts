import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { parse } from "yaml";
import { stackFileIn } from "../../components/settings/secrets";
import { ROOT } from "./project";

const stackFile = z.object({
  config: z.record(z.string(), z.unknown()).optional(),
});

/** The path of a stack's config; it may not exist yet. */
export function stackConfigFile(stack: string): string {
  return stackFileIn(ROOT, stack);
}

/** A stack's own config as its file has it, secrets encrypted; none where there is no file. */
export function stackConfig(stack: string): Record<string, unknown> {
  const file = stackConfigFile(stack);
  if (!existsSync(file)) return {};
  return stackFile.parse(parse(readFileSync(file, "utf8")) ?? {}).config ?? {};
}

/**
 * Whether a stack is one of the local cloud: what decides whether the wrappers may supply backend,
 * passphrase and endpoint. A stack that says nothing of itself gets nothing.
 */
export function isLocalStack(stack: string): boolean {
  return stackConfig(stack)["django-droplet:cloud"] === "local";
}
