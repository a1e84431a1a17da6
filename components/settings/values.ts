import { z } from "zod";
import { Refusal } from "./refusal";
import { choices, didYouMean, show } from "./wording";

/**
 * Schemas of config values. Pulumi hands over every one as a string, lists and objects as JSON, in
 * which what looks like a number or a boolean may be one or a string, as it was set.
 */

/** Text that a function parses or refuses. */
export function parsed<T>(parse: (text: string) => T) {
  return z
    .union([z.string(), z.number(), z.boolean()], {
      error: ({ input }) =>
        input === undefined
          ? "not set; give a value"
          : `${show(input)} is not text; give one value`,
    })
    .transform((value, context) => orIssue(context, () => parse(String(value).trim())));
}

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words, what: string) {
  return parsed((text): Words[number] => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return word;
    const near = didYouMean(text, words);
    throw new Refusal(`${show(text)} is not ${what}${near}; choose ${choices(words)}`);
  });
}

/** A whole number in a range, both ends included. */
export function integer(least: number, most: number, what: string) {
  return parsed((text) => {
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    throw new Refusal(`${show(text)} is not ${what}; choose one from ${least} to ${most}`);
  });
}

/** An amount above nothing. */
export function amount(what: string) {
  return parsed((text) => {
    const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
    if (value > 0 && Number.isFinite(value)) return value;
    throw new Refusal(`${show(text)} is not ${what}; give one above 0`);
  });
}

/** `true` or `false`. */
export function flag() {
  return parsed((text) => {
    if (text === "true" || text === "false") return text === "true";
    throw new Refusal(`${show(text)} is neither true nor false; give one of them`);
  });
}

/** A list; `command` is the command that writes one. */
export function list<T extends z.ZodType>(item: T, command: string) {
  return json(
    z.array(item, {
      error: (issue) => `${show(issue.input)} is not a list; write one: ${command}`,
    }),
  );
}

/** An object; `command` is the command that writes one. */
export function object<T extends z.core.$ZodLooseShape>(shape: T, command: string) {
  const names = Object.keys(shape);
  return json(
    z.strictObject(shape, {
      error: (issue) =>
        issue.code === "unrecognized_keys"
          ? unknownNames(issue.keys, names)
          : `${show(issue.input)} is not an object; write one: ${command}`,
    }),
  );
}

/** An object of whatever it holds; `command` is the command that writes one. */
export function anyObject(command: string) {
  return z.record(z.string(), z.unknown(), {
    error: (issue) => `${show(issue.input)} is not an object; write one: ${command}`,
  });
}

/** An object whose names are parsed as its values are; `command` is the command that writes one. */
export function map<T>(
  parseName: (name: string) => string,
  parseValue: (value: unknown) => T,
  command: string,
) {
  const value = z
    .unknown()
    .transform((given, context) => orIssue(context, () => parseValue(given)));
  return json(
    z
      .record(z.string(), value, {
        error: (issue) => `${show(issue.input)} is not an object; write one: ${command}`,
      })
      .check((context) => {
        for (const name of Object.keys(context.value)) {
          const issue = refusalOf(() => parseName(name));
          if (issue === undefined) continue;
          context.issues.push({ code: "custom", path: [name], message: issue, input: name });
        }
      }),
  );
}

/** On the top level a list or an object is JSON; what stands inside of one is so no more. */
function json<T extends z.ZodType>(schema: T) {
  return z
    .unknown()
    .transform((value): unknown => {
      if (typeof value !== "string") return value;
      try {
        return JSON.parse(value);
      } catch {
        // Not JSON, so neither a list nor an object: the schema says so.
        return value;
      }
    })
    .pipe(schema);
}

function unknownNames(given: readonly string[], known: readonly string[]): string {
  const names = given.map((name) => `${show(name)}${didYouMean(name, known)}`);
  return `unknown name ${names.join(", ")}; choose ${choices(known)}`;
}

function orIssue<T>(context: z.core.$RefinementCtx, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    context.addIssue({ code: "custom", message: error.message });
    return z.NEVER;
  }
}

function refusalOf(parse: () => unknown): string | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
