import { isLocalStack } from "../lib/stack-config";
import type { SecretPath } from "./config";
import { openHome } from "./homes";

/** A secret in the clear, and where it goes. */
export interface Secret {
  path: string;
  value: string;
}

/**
 * The secrets of a stack's config, as its own key decrypts them. Where that key is not at hand, there
 * are none, and the report says which are missing.
 */
export async function readSecrets(
  model: string,
  paths: readonly SecretPath[],
  report: (line: string) => void,
): Promise<Secret[]> {
  if (paths.length === 0) return [];
  try {
    const { program } = await openHome(isLocalStack(model), report);
    const config = await program.getAllConfig(model);
    return paths.flatMap(({ steps: [name, ...steps], path }) => {
      const text = config[String(name)]?.value;
      const value = text === undefined ? undefined : valueAt(text, steps);
      return value === undefined ? [] : [{ path, value }];
    });
  } catch {
    report(
      `the secrets of stack "${model}" are not taken over, since they cannot be decrypted here: ${paths.map(({ path }) => path).join(", ")}`,
    );
    return [];
  }
}

/** @param text JSON where there are steps below the key */
function valueAt(text: string, steps: readonly (string | number)[]): string | undefined {
  let value: unknown = steps.length === 0 ? text : JSON.parse(text);
  for (const step of steps) {
    value = typeof value === "object" && value !== null ? (value as Config)[step] : undefined;
  }
  return typeof value === "string" ? value : undefined;
}

type Config = Record<string | number, unknown>;
