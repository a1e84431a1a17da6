import fc from "fast-check";
import { parseReport } from "../../../components/health/report";
import { report } from "../../support/report";

test("a report is read from the script's JSON", () => {
  expect(parseReport(report())).toMatchObject({
    wantedWorkers: 4,
    socket: { listen: ["127.0.0.1:8000", "[::1]:8000"] },
    proc: { seconds: 1 },
  });
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
