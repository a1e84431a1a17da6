import { sizeProperties } from "../../../local/hosts/boot/unit-supervisor";

test("a size as the properties of a unit", () => {
  expect(sizeProperties({ memoryMiB: 2048, vcpus: 2 })).toEqual([
    "MemoryMax=2048M",
    "MemorySwapMax=0",
    "CPUQuota=200%",
  ]);
});
