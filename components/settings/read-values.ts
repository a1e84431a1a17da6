import type { z } from "zod";
import { keys, schema, type Values } from "./keys";
import type { Problems } from "./problems";
import { NAMESPACE, SettingError } from "./setting-error";
import { entrySchema } from "./site-keys";
import { didYouMean } from "./wording";

const known = Object.keys(keys);
const knownInEntry = Object.keys(entrySchema.shape);

/** What an entry of `sites` says itself. */
export type EntryValues = z.output<typeof entrySchema>;

/**
 * Reads the program's keys out of all of a stack's config, each checked by itself. A key whose value
 * is wrong has its default in the result, and is among the problems.
 *
 * @param config as Pulumi hands it over: `NAMESPACE:key` to text, JSON where it is a list or an object
 */
export function readValues(config: Record<string, string>, problems: Problems): Values {
  const given = ownKeys(config);
  for (const key of Object.keys(given).filter((name) => !known.includes(name))) {
    problems.add(
      new SettingError(
        key,
        `unknown key${didYouMean(key, known)}; take it away with pulumi config rm ${key}; Pulumi.yaml lists the keys`,
      ),
    );
  }
  return readEach(schema, given, problems);
}

/**
 * Reads an entry of `sites`, as `readValues` does the top level; a key that is wrong is absent from
 * the result.
 *
 * @param problems the entry's own
 */
export function readEntry(entry: Record<string, unknown>, problems: Problems): EntryValues {
  const given = withoutEmpty(entry);
  for (const name of Object.keys(given).filter((name) => !knownInEntry.includes(name))) {
    const reason = known.includes(name)
      ? "is no setting of one site but of the server; take it out of sites, and set it beside it"
      : `unknown name${didYouMean(name, knownInEntry)}; take it away: pulumi config rm ${name}; an entry has ${knownInEntry.join(", ")}`;
    problems.add(new SettingError(name, reason));
  }
  return readEach(entrySchema, given, problems);
}

/** Leaves out the values that are wrong, which are among the problems. */
function readEach<T>(schema: z.ZodType<T>, given: Record<string, unknown>, problems: Problems): T {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    problems.add(new SettingError(pathOf(path), message));
  }
  const wrong = result.error.issues.map((issue) => issue.path[0]);
  const right = Object.entries(given).filter(([key]) => !wrong.includes(key));
  return schema.parse(Object.fromEntries(right));
}

/** The values of our namespace. */
function ownKeys(config: Record<string, string>): Record<string, unknown> {
  const prefix = `${NAMESPACE}:`;
  return withoutEmpty(
    Object.fromEntries(
      Object.entries(config)
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    ),
  );
}

/** An empty value means that the key is not set; YAML's empty one is null. */
function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  const isEmpty = (value: unknown) =>
    value === null || (typeof value === "string" && value.trim() === "");
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isEmpty(value)));
}

/** `sshAllowedCidrs[1]`, `source.directory`. */
function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (start, step) =>
      typeof step === "number"
        ? `${start}[${step}]`
        : start === ""
          ? String(step)
          : `${start}.${String(step)}`,
    "",
  );
}
