import { sizeProperties } from "../../../local/hosts/boot/unit-supervisor";

test("a size as the properties of a unit", () => {
  expect(sizeProperties(3, { memoryMiB: 2048, vcpus: 2 }, 4)).toEqual([
    "MemoryMax=2048M",
    "MemorySwapMax=0",
    "CPUQuota=200%",
    "AllowedCPUs=2,3",
  ]);
});
