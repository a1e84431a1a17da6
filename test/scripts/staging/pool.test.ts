import { pool } from "../../../scripts/staging/pool";

/** Work that ends when it is told, and how much of it runs at a time. */
function work() {
  const running = new Set<number>();
  const ends = new Map<number, () => void>();
  let most = 0;
  return {
    running,
    most: () => most,
    end: (item: number) => ends.get(item)?.(),
    run: (item: number) =>
      new Promise<number>((resolve) => {
        running.add(item);
        most = Math.max(most, running.size);
        ends.set(item, () => {
          running.delete(item);
          resolve(item * 10);
        });
      }),
  };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it("runs no more at a time than it may, in their order, and keeps each outcome in its place", async () => {
  const { run, running, end, most } = work();
  const all = pool([1, 2, 3, 4], 2, run);
  await turn();
  expect([...running]).toEqual([1, 2]);
  end(2);
  await turn();
  expect([...running]).toEqual([1, 3]);
  end(1);
  end(3);
  await turn();
  end(4);
  expect((await all).map((one) => one.status === "fulfilled" && one.value)).toEqual([
    10, 20, 30, 40,
  ]);
  expect(most()).toBe(2);
});

it("goes on past one that fails, also at once", async () => {
  const outcomes = await pool([1, 2, 3], 1, (item) => {
    if (item === 2) throw new Error("two");
    return Promise.resolve(item);
  });
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
});

it("begins nothing more once it is stopped, and lets what runs end", async () => {
  const stop = new AbortController();
  const { run, end } = work();
  const all = pool([1, 2, 3], 1, run, stop.signal);
  await turn();
  stop.abort();
  end(1);
  const outcomes = await all;
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
});
