import { asJson, takeSnapshot } from "../../../scripts/status/snapshot";
import { report, SERVING } from "../../support/report";
import { procTexts } from "../../support/proc";
import { snapshot, snapshotOf } from "../../support/snapshot";

test.each([
  ["a healthy host", {}, true],
  ["a host that only wants to be booted", { rebootRequired: true }, true],
  ["a site that answers with an error", { httpStatus: 500 }, false],
  ["a service without an answer", { httpStatus: 0 }, false],
  ["a host low on memory", { proc: procTexts("swapping-to-death") }, false],
])("%s is well: %s", (_what, changes, well) => {
  expect(snapshot(changes).well).toBe(well);
});

test("one site of several that is not well makes the host not well", () => {
  expect(snapshotOf({ shop: [{}], blog: [{}] }).well).toBe(true);
  expect(snapshotOf({ shop: [{}], blog: [{ httpStatus: 500 }] }).well).toBe(false);
});

test("a host that does not tell of a site of the stack's is no status", () => {
  const options = { stack: "s", host: "h", at: new Date(0), size: undefined, early: false };
  const site = { project: "blog", url: "", serving: SERVING, recordDigest: "" };
  expect(() => takeSnapshot(report(), { ...options, sites: [site] })).toThrow(/blog/);
});

test("as JSON several sites are in a list, and the machine is told once", () => {
  const json = JSON.parse(asJson(snapshotOf({ shop: [{}], blog: [{}] }))) as {
    sites: unknown[];
    readings: { workers: unknown[] };
  };
  expect(json.sites).toMatchObject([
    { project: "shop", serving: { way: "systemd", workers: 4 }, service: { unit: "shop" } },
    { project: "blog", url: "http://blog.example.com/", service: { unit: "blog" } },
  ]);
  expect(json).not.toHaveProperty("service");
  expect(json.readings.workers).toHaveLength(8);
  expect(JSON.stringify(json)).not.toContain("MemTotal");
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
    socket: { activeState: "active" },
    web: { unit: "nginx.service" },
    log: { source: "" },
    sites: [{ project: "shop", service: { unit: "shop" } }],
  });
  expect(JSON.stringify(json)).not.toContain("MemTotal");
});
