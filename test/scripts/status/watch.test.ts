import { inPlace, watch } from "../../../scripts/status/watch";

test("lines stand over the ones before, and never scroll", () => {
  expect(inPlace(["a", "b"], 24)).toBe("\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J");
  const lines = Array.from({ length: 100 }, (_, n) => `line ${n}`);
  expect(inPlace(lines, 24).match(/\n/g)).toHaveLength(23);
  expect(inPlace(lines, 0)).toContain("line 0");
});

test("without a terminal screens follow each other", () => {
  expect(inPlace(["a", "b"], undefined)).toBe("a\nb\n\n");
});

test("it reads until it is told to stop, and shows nothing after that", async () => {
  const stop = new AbortController();
  const written: string[] = [];
  let reads = 0;
  await watch({
    signal: stop.signal,
    refreshMs: 1,
    rows: () => undefined,
    write: (text) => written.push(text),
    read: () => {
      reads += 1;
      if (reads === 3) stop.abort();
      return Promise.resolve([`reading ${reads}`]);
    },
  });
  expect(written).toEqual(["reading 1\n\n", "reading 2\n\n"]);
});

test("the wait between two readings ends at once when it is told to stop", async () => {
  const stop = new AbortController();
  const started = performance.now();
  await watch({
    signal: stop.signal,
    refreshMs: 60_000,
    rows: () => 24,
    write: () => setImmediate(() => stop.abort()),
    read: () => Promise.resolve([]),
  });
  expect(performance.now() - started).toBeLessThan(30_000);
});
