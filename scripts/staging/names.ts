import { DEFAULT_STACK } from "../lib/project";

/** Pulumi's rule, and a first character that makes it a harmless file name and no option. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/**
 * Checks the names that a command is given, each once.
 *
 * @throws one line about the first that no throwaway stack may have
 */
export function checkNames(names: readonly string[]): string[] {
  for (const name of names) {
    if (!NAME.test(name)) {
      throw new Error(
        `${JSON.stringify(name)} is no name for a stack: give up to 63 letters, digits, dots, dashes and underscores, the first a letter or digit, such as pr-123`,
      );
    }
    if (name === DEFAULT_STACK) {
      throw new Error(
        `"${name}" is the stack of npm run up and never a throwaway one: give another name, such as pr-123`,
      );
    }
  }
  return [...new Set(names)];
}
