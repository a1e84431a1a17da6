import fc from "fast-check";
import { findSize, type Size } from "../../../components/host/sizes";
import {
  mostWorkersFor,
  RESERVE_MIB,
  workersFor,
  WORKER_MIB,
} from "../../../components/serve/sizing";

function sizeOf(vcpus: number, memoryMiB: number): Size {
  return { slug: "x", vcpus, memoryMiB, diskGiB: 25, priceMonthly: 6, priceHourly: 0.01 };
}

test.each([
  ["s-1vcpu-512mb-10gb", 2, 7],
  ["s-1vcpu-1gb", 4, 22],
  ["s-1vcpu-2gb", 4, 52],
  ["s-2vcpu-2gb", 5, 52],
  ["s-2vcpu-4gb", 5, 113],
  ["s-4vcpu-8gb", 9, 233],
  ["s-8vcpu-16gb", 17, 474],
])("%s has %i workers, and room for %i", (slug, workers, most) => {
  const size = findSize(slug);
  expect(size && [workersFor(size), mostWorkersFor(size)]).toEqual([workers, most]);
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
      expect(mostWorkersFor(size)).toBeGreaterThanOrEqual(workers);
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
