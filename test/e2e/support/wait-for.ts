import { until } from "../../../local/hosts/system/until";

/**
 * Asks again until there is an answer (anything but undefined, null and false).
 *
 * @param what names the condition in the error
 * @throws once the time is over
 */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T> | T,
  timeoutMs = 60_000,
): Promise<NonNullable<Exclude<T, false>>> {
  const answer = await until(ask, timeoutMs, 100);
  if (answer === undefined) throw new Error(`${what}: not within ${timeoutMs / 1000} seconds`);
  return answer;
}
