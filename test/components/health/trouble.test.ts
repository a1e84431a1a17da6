import { parseReport } from "../../../components/health/report";
import { parseReading } from "../../../components/health/service-status";
import { findTroubles } from "../../../components/health/trouble";
import { report, unit, type Printed } from "../../support/report";

const RECORD = "5e".repeat(32);

/** Each trouble as a line. */
function troubles(changes: Partial<Printed>, record = RECORD): string[] {
  const text = report(changes);
  return findTroubles(parseReading("shop", text), parseReport(text), record).map(
    ({ level, what, todo }) => `${level} ${what}${todo === "" ? "" : ` → ${todo}`}`,
  );
}

const socket = (changes: Parameters<typeof unit>[0]): Printed["socket"] => {
  return { ...unit(changes), listen: ["127.0.0.1:8000"] };
};
const disk = (freePercent: number, freeFilesPercent = 90): Printed["disks"] => {
  return [{ path: "/", sizeMiB: 24_576, usedMiB: 22_000, freePercent, freeFilesPercent }];
};

describe("what is told of a host", () => {
  test.each<[string, Partial<Printed>]>([
    ["that is well", {}],
    ["whose service reloads", unit({ activeState: "reloading", subState: "reload" })],
    [
      "whose service has failed",
      {
        ...unit({ activeState: "failed", subState: "failed", result: "exit-code" }),
        httpStatus: 502,
      },
    ],
    [
      "whose socket has failed with it",
      {
        ...unit({ activeState: "inactive", subState: "dead" }),
        socket: socket({
          activeState: "failed",
          subState: "failed",
          result: "service-start-limit-hit",
        }),
      },
    ],
    [
      "whose service is restarted over and over",
      unit({ activeState: "activating", subState: "auto-restart", result: "exit-code" }),
    ],
    ["whose service is just starting", unit({ activeState: "activating", subState: "start" })],
    [
      "whose service is masked",
      unit({
        loadState: "masked",
        activeState: "inactive",
        subState: "dead",
        unitFileState: "masked",
      }),
    ],
    [
      "whose service is not there",
      unit({
        loadState: "not-found",
        activeState: "inactive",
        subState: "dead",
        unitFileState: "",
      }),
    ],
    [
      "whose service is stopped while its socket listens",
      {
        ...unit({ activeState: "inactive", subState: "dead" }),
        socket: socket({ subState: "listening" }),
      },
    ],
    [
      "whose service and socket are stopped",
      {
        ...unit({ activeState: "inactive", subState: "dead" }),
        socket: socket({ activeState: "inactive", subState: "dead" }),
        httpStatus: 502,
      },
    ],
    ["whose service does not start at boot", unit({ unitFileState: "disabled" })],
    ["whose service was restarted", { restarts: 2 }],
    [
      "whose web server is stopped",
      {
        web: { ...unit({ activeState: "failed", subState: "failed" }), unit: "nginx.service" },
        httpStatus: 0,
      },
    ],
    ["that gives no answer", { httpStatus: 0 }],
    ["that answers with an error", { httpStatus: 500 }],
    ["that refuses its own name", { httpStatus: 400 }],
    ["that answers that there is no such page", { httpStatus: 404 }],
    ["with failed units", { failedUnits: ["apt-daily.service", "logrotate.service"] }],
    ["that wants to be booted", { rebootRequired: true, rebootPackages: ["linux-image-amd64"] }],
    ["whose disk is nearly full", { disks: disk(9.9) }],
    ["whose disk is full", { disks: disk(0.4) }],
    ["whose disk has no more file names", { disks: disk(40, 2) }],
    ["whose disk has room", { disks: disk(10) }],
  ])("%s", (_host, changes) => {
    expect(troubles(changes)).toMatchSnapshot();
  });

  test("that is not what the stack says: the command that mends it", () => {
    expect(troubles({}, "0".repeat(64))).toEqual([
      expect.stringMatching(
        /^warn what serves is not what the stack says.* → npm run up -- --repair$/,
      ),
    ]);
  });

  test("worst first", () => {
    const all = troubles({ restarts: 1, failedUnits: ["x.service"], httpStatus: 500 }, "");
    expect(all.map((line) => line.split(" ")[0])).toEqual(["bad", "warn", "warn", "note"]);
  });
});
