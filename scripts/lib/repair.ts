import type { StateResource } from "./state";

/**
 * `--replace URN …` for every step and every upload of the stack. All converge, so running one
 * again where nothing is wrong changes nothing; and none has a `delete`, so replacing one undoes
 * nothing.
 */
export function repairTargets(resources: readonly StateResource[]): string[] {
  return resources
    .filter(({ type }) => type.startsWith("command:remote:"))
    .flatMap(({ urn }) => ["--replace", urn]);
}
