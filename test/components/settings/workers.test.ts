import fc from "fast-check";
import {
  chooseWorkers,
  parseWorkers,
  workersWarnings,
  type Crew,
} from "../../../components/settings/workers";
import { findSize, sizes, type Size } from "../../../components/host/sizes";
import { workersFor } from "../../../components/serve/sizing";

function size(slug: string): Size {
  const found = findSize(slug);
  if (!found) throw new Error(`no size ${slug}`);
  return found;
}

test("auto goes by the size, a number is taken as it is", () => {
  expect(chooseWorkers("auto", size("s-4vcpu-8gb"))).toBe(9);
  expect(chooseWorkers(parseWorkers("50"), size("s-1vcpu-1gb"))).toBe(50);
});

function crew(workers: number, more: Partial<Crew> = {}): Crew {
  return { project: "shop", workers, threads: 1, workerClass: "sync", ...more };
}

const threaded = (workers: number, threads: number) =>
  crew(workers, { threads, workerClass: "gthread" });

test.each<[string, Crew]>([
  ["s-1vcpu-1gb", crew(1)],
  ["s-1vcpu-1gb", crew(5)],
  ["s-1vcpu-512mb-10gb", crew(2)],
  ["s-4vcpu-8gb", crew(4)],
  ["s-4vcpu-8gb", crew(20)],
  ["s-4vcpu-8gb", threaded(2, 2)],
  ["s-4vcpu-8gb", crew(4, { workerClass: "gevent" })],
])("on %s %j is inside the rule", (slug, site) => {
  expect(workersWarnings([site], size(slug))).toEqual([]);
});

test.each<[string, string, Crew, string]>([
  [
    "more than memory holds: what they will need, and what fits",
    "s-1vcpu-1gb",
    crew(7),
    "workers: 7 on s-1vcpu-1gb will need about 1146 MiB of its 1024 MiB of RAM (250 for the system and 128 a worker, so 6 fit); auto would be 4, or choose a larger size",
  ],
  [
    "more than the cores can use, though memory would hold them",
    "s-1vcpu-2gb",
    crew(6),
    "workers: 6 are more than 2 to 5 a core, 5 on s-1vcpu-2gb: they will need about 768 MiB of RAM and mostly wait for its cores; auto would be 4",
  ],
  [
    "fewer than the cores",
    "s-4vcpu-8gb",
    crew(3),
    "workers: 3 cannot use the 4 cores of s-4vcpu-8gb, since each serves one request at a time; 2 to 5 a core is the rule; auto would be 9",
  ],
  [
    "fewer than the cores, with their threads",
    "s-4vcpu-8gb",
    threaded(1, 3),
    "workers: 1 with 3 threads cannot use the 4 cores of s-4vcpu-8gb, since each thread serves one request at a time; 2 to 5 a core is the rule; auto would be 9",
  ],
  [
    "fewer than the cores, of which each worker's greenlets use one",
    "s-4vcpu-8gb",
    crew(3, { workerClass: "gevent" }),
    "workers: 3 cannot use the 4 cores of s-4vcpu-8gb, since each uses one at a time; one a core can be enough; auto would be 9",
  ],
])("%s", (_, slug, site, warning) => {
  expect(workersWarnings([site], size(slug))).toEqual([warning]);
});

describe("several sites", () => {
  const blog = (workers: number) => crew(workers, { project: "blog" });

  test("that fit beside one another", () => {
    expect(workersWarnings([crew(3), blog(3)], size("s-1vcpu-1gb"))).toEqual([]);
  });

  test("share the memory, though each would fit alone", () => {
    expect(workersWarnings([crew(4), blog(4)], size("s-1vcpu-1gb"))).toEqual([
      "workers: 4 of shop and 4 of blog on s-1vcpu-1gb will need about 1274 MiB of its 1024 MiB of RAM (250 for the system and 128 a worker, so 6 fit); give the sites fewer, or choose a larger size",
    ]);
  });

  test("are each measured by the cores", () => {
    expect(workersWarnings([crew(9), blog(2)], size("s-4vcpu-8gb"))).toEqual([
      "workers of blog: 2 cannot use the 4 cores of s-4vcpu-8gb, since each serves one request at a time; 2 to 5 a core is the rule; auto would be 9",
    ]);
  });

  test("with one worker each cannot have fewer", () => {
    expect(workersWarnings([crew(1), blog(1), crew(1)], size("s-1vcpu-512mb-10gb"))).toEqual([]);
  });
});

test("auto is never warned of, on any size whose memory its cores have", () => {
  for (const each of sizes) expect(workersWarnings([crew(workersFor(each))], each)).toEqual([]);
});

const crews = fc.record({
  project: fc.constantFrom("shop", "blog"),
  workers: fc.integer({ min: 1, max: 9999 }),
  threads: fc.integer({ min: 1, max: 64 }),
  workerClass: fc.constantFrom("sync" as const, "gthread" as const, "gevent" as const),
});

test("a warning is one line that names the setting, the size and what would be better", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...sizes),
      fc.array(crews, { minLength: 1, maxLength: 4 }),
      (each, sites) => {
        for (const warning of workersWarnings(sites, each)) {
          expect(warning).toMatch(/^workers( of \w+)?: [^\n]*(auto would be \d+|a larger size)/);
          expect(warning).toContain(each.slug);
        }
      },
    ),
  );
});

test("more threads and fewer sites never mean more warnings", () => {
  fc.assert(
    fc.property(fc.constantFrom(...sizes), crews, crews, (each, site, other) => {
      const warnings = workersWarnings([site], each).length;
      expect(
        workersWarnings([{ ...site, threads: site.threads + 1 }], each).length,
      ).toBeLessThanOrEqual(warnings);
      expect(workersWarnings([site, other], each).length).toBeGreaterThanOrEqual(warnings);
    }),
  );
});
