import fc from "fast-check";
import { chooseWorkers, parseWorkers, workersWarning } from "../../../components/settings/workers";
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

test.each([
  ["s-1vcpu-1gb", 1],
  ["s-1vcpu-1gb", 5],
  ["s-1vcpu-512mb-10gb", 2],
  ["s-4vcpu-8gb", 4],
  ["s-4vcpu-8gb", 20],
])("on %s %i workers are inside the rule", (slug, workers) => {
  expect(workersWarning(workers, size(slug))).toBeUndefined();
});

test("more than memory holds: what they will need, and what fits", () => {
  expect(workersWarning(7, size("s-1vcpu-1gb"))).toBe(
    "workers: 7 on s-1vcpu-1gb will need about 1146 MiB of its 1024 MiB of RAM (250 for the system and 128 a worker, so 6 fit); auto would be 4, or choose a larger size",
  );
});

test("more than the cores can use, though memory would hold them", () => {
  expect(workersWarning(6, size("s-1vcpu-2gb"))).toBe(
    "workers: 6 are more than 2 to 5 a core, 5 on s-1vcpu-2gb: they will need about 768 MiB of RAM and mostly wait for its cores; auto would be 4",
  );
});

test("fewer than the cores", () => {
  expect(workersWarning(3, size("s-4vcpu-8gb"))).toBe(
    "workers: 3 cannot use the 4 cores of s-4vcpu-8gb, since each serves one request at a time; 2 to 5 a core is the rule; auto would be 9",
  );
});

test("auto is never warned of, on any size whose memory its cores have", () => {
  for (const each of sizes) expect(workersWarning(workersFor(each), each)).toBeUndefined();
});

test("a warning is one line that names the setting", () => {
  fc.assert(
    fc.property(fc.constantFrom(...sizes), fc.integer({ min: 1, max: 9999 }), (each, workers) => {
      const warning = workersWarning(workers, each);
      if (warning !== undefined) expect(warning).toMatch(/^workers: \d+ [^\n]*auto would be \d+/);
    }),
  );
});
