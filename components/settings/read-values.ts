import { keys, schema, type Values } from "./keys";
import type { Problems } from "./problems";
import { NAMESPACE, SettingError } from "./setting-error";
import { didYouMean } from "./wording";

const known = Object.keys(keys);

/**
 * Reads the program's keys out of all of a stack's config, each checked by itself. A key whose value
 * is wrong has its default in the result, and is among the problems.
 *
 * @param config as Pulumi hands it over: `NAMESPACE:key` to text, JSON where it is a list or an object
 */
export function readValues(config: Record<string, string>, problems: Problems): Values {
  const given = ownKeys(config);
  for (const key of Object.keys(given).filter((name) => !known.includes(name))) {
    problems.add(unknownKey(key));
  }
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    problems.add(new SettingError(pathOf(path), message));
  }
  const wrong = result.error.issues.map((issue) => issue.path[0]);
  const right = Object.entries(given).filter(([key]) => !wrong.includes(key));
  return schema.parse(Object.fromEntries(right));
}

/** The values of our namespace; an empty one means that the key is not set. */
function ownKeys(config: Record<string, string>): Record<string, string> {
  const prefix = `${NAMESPACE}:`;
  return Object.fromEntries(
    Object.entries(config)
      .filter(([name, value]) => name.startsWith(prefix) && value.trim() !== "")
      .map(([name, value]) => [name.slice(prefix.length), value.trim()]),
  );
}

function unknownKey(key: string): SettingError {
  return new SettingError(
    key,
    `unknown key${didYouMean(key, known)}; take it away with pulumi config rm ${key}; Pulumi.yaml lists the keys`,
  );
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
