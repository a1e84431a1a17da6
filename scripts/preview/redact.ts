import { z } from "zod";
import { isObject } from "../../components/settings/secrets";
import { SECRET } from "./values";

const configValues = z.record(
  z.string(),
  z.object({
    value: z.string().optional(),
    objectValue: z.unknown().optional(),
    secret: z.boolean(),
  }),
);

/** Shorter ones are looked for as words, since as parts of words they are everywhere. */
const WORD_LENGTH = 4;

/**
 * The secret values in what `pulumi config --show-secrets --json` prints. The program reads them in
 * the clear, so that a text that it makes from one is no secret to the engine, which masks only what
 * is long enough, and on one line.
 *
 * @param stackConfig as the stack's file has it: of an object it tells which parts are encrypted, while
 * Pulumi calls all of it a secret. Where it does not tell, all parts are.
 */
export function secretValues(
  printed: string,
  stackConfig: Readonly<Record<string, unknown>> = {},
): string[] {
  const entries = Object.entries(configValues.parse(JSON.parse(printed)));
  const pieces = entries
    .filter(([, { secret }]) => secret)
    .flatMap(([key, { value, objectValue }]) =>
      secretLeaves(objectValue ?? value, stackConfig[key]),
    )
    .flatMap((leaf) => leaf.split("\n").map((line) => line.trim()))
    .filter((piece) => piece !== "");
  return [...new Set(pieces)];
}

/** `kept`: what the file has in the value's place. */
function secretLeaves(value: unknown, kept: unknown): string[] {
  if (!isObject(value) || !isObject(kept) || "secure" in kept) {
    // In the file as plain text.
    return isObject(kept) || kept === undefined ? leaves(value) : [];
  }
  return Object.entries(value).flatMap(([key, inner]) => secretLeaves(inner, kept[key]));
}

function leaves(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(leaves);
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return value === null || value === undefined ? [] : [String(value)];
}

/** Masks every line that holds a secret, in all texts of any plain data; its keys stay. */
export function redact<Data>(data: Data, secrets: readonly string[]): Data {
  if (secrets.length === 0) return data;
  const pattern = new RegExp(secrets.map(patternOf).join("|"));
  return walk(data) as Data;

  function walk(value: unknown): unknown {
    if (typeof value === "string") {
      return value
        .split("\n")
        .map((line) => (pattern.test(line) ? SECRET : line))
        .join("\n");
    }
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, walk(inner)]));
  }
}

function patternOf(secret: string): string {
  const text = secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return secret.length >= WORD_LENGTH ? text : `(?<!\\w)${text}(?!\\w)`;
}
