import { isThrowaway } from "../reap";
import type { Found, Survey } from "../survey";

/**
 * The named stacks, in their order.
 *
 * @param readable whether a stack whose expiry cannot be read is refused, too
 * @throws one line about the first that is not there, cannot be looked at, or is no throwaway stack
 */
export function throwawayStacks(
  names: readonly string[],
  { found, unseen }: Survey,
  readable = true,
): Found[] {
  return names.map((name) => {
    const [stack, other] = found.filter((one) => one.name === name);
    if (stack && other) {
      throw new Error(
        `there are two stacks "${name}", in two backends: destroy one by npm run down -- --stack ${name}`,
      );
    }
    if (stack && (stack.expiry.at || (!readable && isThrowaway(stack)))) return stack;
    if (stack) {
      const { unreadable } = stack.expiry;
      const why = unreadable.length > 0 ? `${unreadable.join(" and ")} is no time` : "no expiry";
      throw new Error(
        `stack "${name}" is left alone (${why}); npm run down -- --stack ${name} destroys it`,
      );
    }
    const problem = unseen.find((one) => one.name === name) ?? unseen[0];
    throw new Error(
      problem
        ? `${problem.name} could not be looked at: ${problem.reason}`
        : `there is no stack "${name}": npm run staging -- list shows those that there are`,
    );
  });
}
