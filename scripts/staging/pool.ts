import { stopping } from "./interrupt";

/**
 * Runs `work` for each item, at most `limit` at a time, in their order. One that throws stops no
 * other: each has its own outcome.
 *
 * @param signal once it is aborted, no other is begun
 */
export async function pool<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
  signal: AbortSignal = stopping,
): Promise<PromiseSettledResult<Result>[]> {
  const outcomes: PromiseSettledResult<Result>[] = [];
  const queue = items.entries();
  async function worker(): Promise<void> {
    for (const [index, item] of queue) {
      const turn = signal.aborted
        ? Promise.reject(new Error("it was not begun: the command was stopped"))
        : Promise.resolve(item).then(work);
      const [outcome] = await Promise.allSettled([turn]);
      outcomes[index] = outcome;
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return outcomes;
}
