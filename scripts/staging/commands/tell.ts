import { reasonOf } from "../reason";

/**
 * Tells which of several stacks failed, why, and what to do. Resolves the exit code of a command.
 *
 * @param advice lines below the reason
 */
export function tellFailures(
  names: readonly string[],
  outcomes: readonly PromiseSettledResult<unknown>[],
  report: (line: string) => void,
  advice: (name: string) => string[],
): number {
  let code = 0;
  for (const [index, outcome] of outcomes.entries()) {
    const name = names[index] ?? "";
    if (outcome.status === "fulfilled") continue;
    code = 1;
    report(`${name}: ${reasonOf(outcome.reason)}`);
    for (const line of advice(name)) report(`  ${line}`);
  }
  return code;
}
