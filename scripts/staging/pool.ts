/**
 * Runs `work` for each item, at most `limit` at a time, in their order. One that throws stops no
 * other: each has its own outcome.
 */
export async function pool<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const outcomes: PromiseSettledResult<Result>[] = [];
  const queue = items.entries();
  async function worker(): Promise<void> {
    for (const [index, item] of queue) {
      const [outcome] = await Promise.allSettled([Promise.resolve(item).then(work)]);
      outcomes[index] = outcome;
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  return outcomes;
}
