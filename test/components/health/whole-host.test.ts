import { parseReport, type Report } from "../../../components/health/report";
import { procTexts, wantedWorkers } from "../../../components/health/whole-host";
import { reportOf, SERVING, type Printed } from "../../support/report";
import { procTexts as fixture } from "../../support/proc";

function read(sites: Record<string, Partial<Printed>>): Report {
  const report = parseReport(reportOf(sites));
  if (!report) throw new Error("no report");
  return report;
}

const sites = (shop: number, blog: number) => [
  { project: "shop", serving: { ...SERVING, workers: shop } },
  { project: "blog", serving: { ...SERVING, workers: blog } },
];
const STOPPED: Partial<Printed> = { proc: { ...fixture("healthy"), masters: [], workers: [] } };

test("the processes of all sites are the machine's", () => {
  const texts = procTexts(read({ shop: {}, blog: { proc: fixture("oversized") } }));
  expect(texts.masters).toHaveLength(2);
  expect(texts.workers).toHaveLength(4 + 9);
  expect(texts.uptime).toBe(fixture("healthy").uptime);
});

test("the workers of all sites are wanted", () => {
  expect(wantedWorkers(read({ shop: {}, blog: {} }), sites(4, 3))).toBe(7);
});

test("a site that is stopped misses no workers: it is told of in other words", () => {
  expect(wantedWorkers(read({ shop: {}, blog: STOPPED }), sites(4, 3))).toBe(4);
});

test("one site of an older stack, and how many are wanted is not known", () => {
  expect(wantedWorkers(read({ shop: {}, blog: {} }), sites(4, 0))).toBe(0);
});
