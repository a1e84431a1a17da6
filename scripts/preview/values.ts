/** What stands where a secret would. */
export const SECRET = "[secret]";

/** Plain data, as a resource's inputs are. */
export type Values = Readonly<Record<string, unknown>>;

/** What the engine writes in place of a value that is known only after the run. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The key by which the engine marks an object that is more than its data. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

/** The values without what is unknown, and with a mask for each secret, whatever holds it. */
export function plainValues(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([key, value]) => !key.startsWith("__") && value !== UNKNOWN)
      .map(([key, value]) => [key, plain(value)]),
  );
}

function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== UNKNOWN).map(plain);
  if (!isValues(value)) return value;
  if (value[SIGNATURE] === SECRET_SIGNATURE) return SECRET;
  // An asset or an archive: its contents are not looked at, its hash says whether it is another.
  if (SIGNATURE in value) return { hash: value["hash"] };
  return plainValues(value);
}

/** A text among the values; undefined where it is none, a secret, or known only later. */
export function textOf(values: Values | undefined, key: string): string | undefined {
  const value = values?.[key];
  return typeof value === "string" && value !== SECRET ? value : undefined;
}

/** The same for a group of values. */
export function valuesOf(values: Values | undefined, key: string): Values | undefined {
  const value = values?.[key];
  return isValues(value) ? value : undefined;
}

function isValues(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
