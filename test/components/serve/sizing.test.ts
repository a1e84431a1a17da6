import fc from "fast-check";
import { findSize, type Size } from "../../../components/host/sizes";
import { fitting, RESERVE_MIB, workersFor, WORKER_MIB } from "../../../components/serve/sizing";

function sizeOf(vcpus: number, memoryMiB: number): Size {
  return { slug: "x", vcpus, memoryMiB, diskGiB: 25, priceMonthly: 6, priceHourly: 0.01 };
}

test.each([
  ["s-1vcpu-512mb-10gb", 2],
  ["s-1vcpu-1gb", 4],
  ["s-1vcpu-2gb", 4],
  ["s-2vcpu-2gb", 5],
  ["s-2vcpu-4gb", 5],
  ["s-4vcpu-8gb", 9],
  ["s-8vcpu-16gb", 17],
])("%s has %i workers", (slug, workers) => {
  const size = findSize(slug);
  expect(size && workersFor(size)).toBe(workers);
});

test.each([
  [1024, 250, 128, 6],
  [1024, 250, 129, 6],
  [1024, 250, 130, 5],
  [200, 250, 128, 0],
])("%i MiB, of which %i are taken, hold workers of %i: %i", (memory, reserve, worker, most) => {
  expect(fitting(memory, reserve, worker)).toBe(most);
});

const sizes = fc
  .record({
    vcpus: fc.integer({ min: 1, max: 60 }),
    memoryMiB: fc.integer({ min: 128, max: 500_000 }),
  })
  .map(({ vcpus, memoryMiB }) => sizeOf(vcpus, memoryMiB));

test("there is a worker at least, and no more than the rule and the memory allow", () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const workers = workersFor(size);
      expect(workers).toBeGreaterThanOrEqual(1);
      expect(workers).toBeLessThanOrEqual(size.vcpus === 1 ? 4 : 2 * size.vcpus + 1);
      if (workers > 1)
        expect(workers * WORKER_MIB + RESERVE_MIB).toBeLessThanOrEqual(size.memoryMiB);
    }),
  );
});

test("more memory never means fewer workers", () => {
  fc.assert(
    fc.property(sizes, fc.nat({ max: 10_000 }), (size, more) => {
      const larger = sizeOf(size.vcpus, size.memoryMiB + more);
      expect(workersFor(larger)).toBeGreaterThanOrEqual(workersFor(size));
    }),
  );
});
