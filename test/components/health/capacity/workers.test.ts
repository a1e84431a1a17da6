import { judgeWorkers, suggestWorkers } from "../../../../components/health/capacity/worker-rules";
import { parseReadings, type Readings } from "../../../../components/health/capacity/readings";
import { findSize, type Size } from "../../../../components/host/sizes";
import { workersFor } from "../../../../components/serve/sizing";
import { procTexts } from "../../../support/proc";

function size(slug: string): Size {
  const found = findSize(slug);
  if (!found) throw new Error(`no size ${slug}`);
  return found;
}

const READINGS = parseReadings(procTexts("healthy"));
const DROPLET = size("s-1vcpu-1gb");

/** The healthy host, if each of its workers took so much. */
function withWorkers(pss: number, others = 250): Readings {
  const workers = READINGS.workers.map((worker) => ({ ...worker, pss, res: pss + 30 }));
  const used = others + 4 * pss + (READINGS.masters[0]?.pss ?? 0);
  return { ...READINGS, workers, memory: READINGS.memory && { ...READINGS.memory, used } };
}

test.each([
  // (961 − 250) / 64, more than one core wants.
  [50, 250, 4],
  // / 240
  [230, 250, 2],
  // (961 − 576) / 112: a database has its part.
  [100, 530, 3],
  [900, 250, 1],
])("workers of %i MiB beside %i MiB of all else: %i", (pss, others, expected) => {
  expect(suggestWorkers(DROPLET, withWorkers(pss, others))).toBe(expected);
});

test("a worker that grew by some pages changes nothing", () => {
  const suggested = [161, 165, 170, 175].map((pss) => suggestWorkers(DROPLET, withWorkers(pss)));
  expect(new Set(suggested)).toEqual(new Set([4]));
});

test("the largest worker counts: the others will be as large", () => {
  const readings = withWorkers(100);
  const [first, ...rest] = readings.workers;
  const workers = first ? [{ ...first, pss: 300 }, ...rest] : [];
  expect(suggestWorkers(DROPLET, { ...readings, workers })).toBe(2);
});

test("where the kernel tells no PSS, RES counts in full", () => {
  const readings = withWorkers(230);
  const workers = readings.workers.map((worker) => ({ ...worker, pss: undefined, res: 500 }));
  expect(suggestWorkers(DROPLET, { ...readings, workers })).toBe(1);
});

test("of several sites all workers and all masters are measured together", () => {
  const one = withWorkers(100);
  const [master] = one.masters;
  const used = 250 + 8 * 100 + 2 * (master?.pss ?? 0);
  const two: Readings = {
    ...one,
    masters: master ? [master, master] : [],
    workers: [...one.workers, ...one.workers],
    memory: one.memory && { ...one.memory, total: 1984, used },
  };
  // (1984 − 256) / 112 hold more than the five that two cores can use.
  expect(suggestWorkers(size("s-2vcpu-2gb"), two)).toBe(5);
  expect(suggestWorkers(size("s-2vcpu-2gb"), { ...two, masters: [] })).toBe(5);
  const tight = { ...two, memory: two.memory && { ...two.memory, total: 600 } };
  // (600 − 256) / 112; with the masters among the others it would be (600 − 320) / 112.
  expect(suggestWorkers(size("s-2vcpu-2gb"), tight)).toBe(3);
  expect(suggestWorkers(size("s-2vcpu-2gb"), { ...tight, masters: [] })).toBe(2);
});

test.each([
  [1, /^unless the RAM is to spare: npm run pulumi -- config set workers 2$/],
  [3, /^unless the RAM is to spare: workers of all 3 sites that add up to 2$/],
])("what to do about too many workers, with %i site(s) on the machine", (sites, advice) => {
  const [finding] = judgeWorkers(READINGS.workers, {
    ...{ wanted: 4, suggested: 2, sites, memory: READINGS.memory, cpu: undefined },
  });
  expect(finding).toMatchObject({ rule: "manyWorkers", advice: expect.stringMatching(advice) });
});

test("nothing measured, the rule's own number", () => {
  for (const slug of ["s-1vcpu-512mb-10gb", "s-1vcpu-1gb", "s-4vcpu-8gb"]) {
    const found = size(slug);
    expect(suggestWorkers(found, { ...READINGS, workers: [] })).toBe(workersFor(found));
    expect(suggestWorkers(found, { ...READINGS, memory: undefined })).toBe(workersFor(found));
  }
});
