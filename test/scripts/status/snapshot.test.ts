import { asJson } from "../../../scripts/status/snapshot";
import { procTexts } from "../../support/proc";
import { snapshot } from "../../support/snapshot";

test.each([
  ["a healthy host", {}, true],
  ["a host that only wants to be booted", { rebootRequired: true }, true],
  ["a site that answers with an error", { httpStatus: 500 }, false],
  ["a service without an answer", { httpStatus: 0 }, false],
  ["a host low on memory", { proc: procTexts("swapping-to-death") }, false],
])("%s is well: %s", (_what, changes, well) => {
  expect(snapshot(changes).well).toBe(well);
});

test("as JSON it has numbers and sentences, and none of the kernel's texts", () => {
  const json = JSON.parse(asJson(snapshot())) as Record<string, unknown>;
  expect(json).toMatchObject({
    stack: "production",
    size: "s-1vcpu-1gb",
    well: true,
    service: { unit: "shop", activeState: "active", httpStatus: 200 },
    capacity: { verdict: "healthy", suggestedWorkers: 4 },
    readings: { load: { five: 0.18 }, cores: 1 },
    troubles: [],
  });
  expect(JSON.stringify(json)).not.toContain("MemTotal");
});
