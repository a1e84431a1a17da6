import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again, every few milliseconds, until there is an answer; undefined once the time is over.
 * An answer is anything but undefined, null and false.
 */
export async function until<T>(
  ask: () => Promise<T> | T,
  timeoutMs: number,
  everyMs = 20,
): Promise<NonNullable<Exclude<T, false>> | undefined> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) {
      return answer as NonNullable<Exclude<T, false>>;
    }
    if (performance.now() > end) return undefined;
    await delay(everyMs);
  }
}
