import fc from "fast-check";
import { parseReport } from "../../../components/health/report";
import { parseReading } from "../../../components/health/service-status";
import { report, reportOf } from "../../support/report";

test("a report is read from the script's JSON", () => {
  const found = parseReport(reportOf({ shop: {}, blog: { web: null } }));
  expect(found?.sites["shop"]?.socket?.listen).toEqual(["127.0.0.1:8000", "[::1]:8000"]);
  expect(found?.sites["blog"]?.web).toBeNull();
  expect(found?.host.proc.seconds).toBe(1);
});

test("a reading of a site that the report does not tell of is an error, not another site's", () => {
  expect(() => parseReading("blog", "blog", report())).toThrow(/does not tell of blog/);
});

test("a report that is cut anywhere, or no report, is none", () => {
  const text = report();
  fc.assert(
    fc.property(fc.nat({ max: text.length - 1 }), (end) => {
      expect(parseReport(text.slice(0, end))).toBeUndefined();
    }),
  );
  expect(parseReport("{}")).toBeUndefined();
});
