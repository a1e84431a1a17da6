import { moreCores, moreMemory, smallerSize } from "../../../../components/health/capacity/sizes";
import { findSize, sizes, type Size } from "../../../../components/host/sizes";

function size(slug: string): Size {
  const found = findSize(slug);
  if (!found) throw new Error(`no size ${slug}`);
  return found;
}

test.each([
  ["s-1vcpu-1gb", "s-1vcpu-2gb", "s-2vcpu-2gb"],
  ["s-2vcpu-4gb", "s-4vcpu-8gb", "s-4vcpu-8gb"],
])("%s grows to %s for memory and to %s for cores", (slug, memory, cores) => {
  expect(moreMemory(size(slug))?.slug).toBe(memory);
  expect(moreCores(size(slug))?.slug).toBe(cores);
});

test.each([
  ["s-4vcpu-8gb", 800, 1, "s-2vcpu-4gb"],
  ["s-4vcpu-8gb", 800, 3, undefined],
  ["s-4vcpu-8gb", 2_100, 1, undefined],
  ["s-1vcpu-1gb", 200, 1, "s-1vcpu-512mb-10gb"],
  ["s-1vcpu-1gb", 300, 1, undefined],
  ["s-1vcpu-512mb-10gb", 40, 0.1, undefined],
])(
  "%s, of which programs use %i MiB and %d cores, could be %s",
  (slug, usedMiB, cores, smaller) => {
    expect(smallerSize(size(slug), { usedMiB, cores })?.slug).toBe(smaller);
  },
);

test("a larger size has no less of anything, and there is none above the largest", () => {
  for (const one of sizes) {
    for (const larger of [moreMemory(one), moreCores(one)]) {
      if (!larger) continue;
      expect(larger.memoryMiB).toBeGreaterThanOrEqual(one.memoryMiB);
      expect(larger.vcpus).toBeGreaterThanOrEqual(one.vcpus);
      expect(larger.diskGiB).toBeGreaterThanOrEqual(one.diskGiB);
    }
  }
  const largest = [...sizes].sort((one, other) => other.memoryMiB - one.memoryMiB)[0];
  expect(largest && moreMemory(largest)).toBeUndefined();
});
