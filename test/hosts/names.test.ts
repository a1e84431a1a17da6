import { hostLink, hostName, kernelHostname, machineTable } from "../../local/hosts/names";
import { testCloud } from "./test-cloud";

test("names are short enough for the kernel, for the largest ids too", () => {
  const cloud = testCloud(254);
  expect(hostLink(999_999_999).length).toBeLessThanOrEqual(15);
  expect(hostName(cloud, 999_999_999).length).toBeLessThanOrEqual(64);
  expect(machineTable(cloud)).toMatch(/^[a-z0-9_]+$/);
});

test("a name that is too long for a hostname is cut between its letters", () => {
  expect(kernelHostname("web-1.example.com")).toBe("web-1.example.com");
  expect(kernelHostname(`${"a".repeat(62)}-${"b".repeat(20)}`)).toBe("a".repeat(62));
});
