import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { NAMESPACE } from "./setting-error";

/** What of the program's config was set as a secret. The values themselves come in the clear. */
export interface Secrets {
  /** Whether a key's value, or a part of it, is one. */
  has(key: string): boolean;
  /**
   * What the stack's file has for a key: ciphertexts where secrets are. Undefined where it has none,
   * since then the secret is from elsewhere: another file, or an environment of Pulumi's.
   */
  kept(key: string): unknown;
}

/** @param stackFile `Pulumi.STACK.yaml`, which need not be there */
export function readSecrets(env: NodeJS.ProcessEnv, stackFile: string): Secrets {
  // Pulumi tells its programs by a variable, and by keys alone, whatever is secret in an object.
  const keys: unknown = JSON.parse(env["PULUMI_CONFIG_SECRET_KEYS"] || "[]");
  return {
    has: (key) => Array.isArray(keys) && keys.includes(`${NAMESPACE}:${key}`),
    kept: (key) => {
      const kept = partOf(partOf(contentOf(stackFile), "config"), `${NAMESPACE}:${key}`);
      return hasCiphertext(kept) ? kept : undefined;
    },
  };
}

/** What a file has for a part of a value: a ciphertext of the whole is one of each part. */
export function partOf(kept: unknown, name: string | number): unknown {
  return isObject(kept) && !isCiphertext(kept) ? kept[name] : kept;
}

/** As Pulumi writes a secret: an object that holds the ciphertext and nothing else. */
export function isCiphertext(kept: unknown): boolean {
  return isObject(kept) && Object.keys(kept).length === 1 && typeof kept["secure"] === "string";
}

/** Lists too, whose names are numbers. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** Whether it is one, or one is in it. */
export function hasCiphertext(kept: unknown): boolean {
  return isCiphertext(kept) || (isObject(kept) && Object.values(kept).some(hasCiphertext));
}

function contentOf(stackFile: string): unknown {
  return existsSync(stackFile) ? parse(readFileSync(stackFile, "utf8")) : {};
}

/** The path of a stack's own config. */
export function stackFileIn(projectRoot: string, stack: string): string {
  return join(projectRoot, `Pulumi.${stack}.yaml`);
}
