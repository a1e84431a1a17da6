/** How Pulumi's protocol marks values (sdk/proto, and `runtime/rpc` of its Node.js SDK). */

export type Inputs = Record<string, unknown>;

/** Stands for a value that is not known before the resource is there. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

/** What stands in the place of a secret where it is taken out. */
export const HIDDEN = "[secret]";

export function isSecret(value: unknown): value is { value: unknown } {
  return isObject(value) && value[SIGNATURE] === SECRET;
}

/** A value with its secrets in the clear. */
export function reveal(value: unknown): unknown {
  return replaceSecrets(value, (secret) => reveal(secret));
}

/** A value as a preview, a log or the state shows it. */
export function withoutSecrets(value: unknown): unknown {
  return replaceSecrets(value, () => HIDDEN);
}

/** An input as text, a secret in the clear. */
export function textOf(value: unknown): string {
  const text = reveal(value);
  if (typeof text === "string") return text;
  throw new Error(`not a text: ${JSON.stringify(text)}`);
}

function replaceSecrets(value: unknown, replace: (secret: unknown) => unknown): unknown {
  if (isSecret(value)) return replace(value.value);
  if (Array.isArray(value)) return value.map((item) => replaceSecrets(item, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaceSecrets(item, replace)]),
  );
}

function isObject(value: unknown): value is Inputs {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
