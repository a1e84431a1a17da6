import { parseReport } from "../../../../components/health/report";
import { parseReading } from "../../../../components/health/service-status";
import { findTroubles } from "../../../../components/health/trouble/find";
import type { Serving } from "../../../../components/serve/serving";
import {
  IN_APACHE,
  OF_APACHE,
  OF_SUPERVISOR,
  reportOf,
  SERVING,
  UNDER_SUPERVISOR,
  unit,
  type Printed,
} from "../../../support/report";

const RECORD = "5e".repeat(32);

/** Each trouble as a line. */
function troubles(
  changes: Partial<Printed>,
  { record = RECORD, serving = SERVING }: { record?: string; serving?: Serving } = {},
): string[] {
  return troublesOf({ shop: changes }, { shop: serving }, record);
}

function troublesOf(
  sites: Record<string, Partial<Printed>>,
  servings: Record<string, Serving>,
  expectedRecord = RECORD,
): string[] {
  const text = reportOf(sites);
  const report = parseReport(text);
  if (!report) throw new Error("no report");
  const seen = Object.entries(report.sites).map(([project, site]) => {
    const serving = servings[project] ?? SERVING;
    const reading = parseReading(project, serving.unit, text);
    return { project, serving, reading, report: site, expectedRecord };
  });
  return findTroubles(seen, report.host).map(({ level, what, todo, site }) =>
    [level, ...(site === undefined ? [] : [`${site}:`]), what, ...(todo ? ["→", todo] : [])].join(
      " ",
    ),
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
    expect(troubles({}, { record: "0".repeat(64) })).toEqual([
      expect.stringMatching(
        /^warn what serves is not what the stack says.* → npm run up -- --repair$/,
      ),
    ]);
  });

  test("worst first", () => {
    const all = troubles(
      { restarts: 1, failedUnits: ["x.service"], httpStatus: 500 },
      { record: "" },
    );
    expect(all.map((line) => line.split(" ")[0])).toEqual(["bad", "warn", "warn", "note"]);
  });
});

describe("what is told of a program of supervisor's", () => {
  const supervisor = unit;
  test.each<[string, Partial<Printed>]>([
    ["that is well", {}],
    [
      "that has failed",
      unit({ activeState: "failed", subState: "failed", result: "exit status 3" }),
    ],
    [
      "that is started over and over",
      unit({
        activeState: "activating",
        subState: "auto-restart",
        result: "Exited too quickly (process log may have details)",
      }),
    ],
    ["that is just starting", unit({ activeState: "activating", subState: "start" })],
    ["that is stopped", unit({ activeState: "inactive", subState: "dead" })],
    [
      "that supervisor does not know",
      unit({ loadState: "not-found", activeState: "inactive", subState: "dead" }),
    ],
    ["of which supervisord says nothing", unit({ activeState: "unknown", subState: "unknown" })],
    [
      "whose supervisord has failed",
      {
        ...unit({ activeState: "failed", subState: "failed", result: "exit-code" }),
        supervisor: supervisor({ activeState: "failed", subState: "failed" }),
        failedUnits: ["supervisor.service"],
      },
    ],
    [
      "whose supervisord is masked",
      {
        ...unit({ loadState: "masked", activeState: "inactive", unitFileState: "disabled" }),
        supervisor: supervisor({
          loadState: "masked",
          activeState: "inactive",
          unitFileState: "masked",
        }),
      },
    ],
    [
      "whose supervisord is not there",
      {
        ...unit({ loadState: "not-found", activeState: "inactive", unitFileState: "disabled" }),
        supervisor: supervisor({
          loadState: "not-found",
          activeState: "inactive",
          unitFileState: "",
        }),
      },
    ],
    [
      "whose supervisord does not start at boot",
      {
        ...unit({ unitFileState: "disabled" }),
        supervisor: supervisor({ unitFileState: "disabled" }),
      },
    ],
    ["that supervisord does not start by itself", unit({ unitFileState: "disabled" })],
    ["that was started again", { restarts: 1 }],
    ["whose answer is an error", { httpStatus: 500 }],
  ])("%s", (_program, changes) => {
    const told = troubles({ ...OF_SUPERVISOR, ...changes }, { serving: UNDER_SUPERVISOR });
    expect(told).toMatchSnapshot();
  });
});

describe("what is told of mod_wsgi", () => {
  const apache = (changes: Parameters<typeof unit>[0]): Partial<Printed> => {
    return { ...unit(changes), web: { ...unit(changes), unit: "apache2.service" } };
  };
  test.each<[string, Partial<Printed>]>([
    ["in an Apache that is well", {}],
    ["in an Apache that has failed", apache({ activeState: "failed", result: "exit-code" })],
    ["in an Apache that is stopped", apache({ activeState: "inactive", subState: "dead" })],
    ["in an Apache that reloads", apache({ activeState: "reloading", subState: "reload" })],
    ["in an Apache that is masked", apache({ loadState: "masked", activeState: "inactive" })],
    ["in an Apache that does not start at boot", apache({ unitFileState: "disabled" })],
    ["in an Apache that was restarted", { restarts: 3 }],
    ["whose answer is an error", { httpStatus: 503 }],
  ])("%s", (_what, changes) => {
    expect(troubles({ ...OF_APACHE, ...changes }, { serving: IN_APACHE })).toMatchSnapshot();
  });
});

test("a web server that is stopped: Apache's own check", () => {
  const web = { ...unit({ activeState: "inactive", subState: "dead" }), unit: "apache2.service" };
  const serving: Serving = { ...SERVING, webServer: "apache" };
  expect(troubles({ web, httpStatus: 0 }, { serving })).toEqual([
    "bad the web server apache2.service is inactive (dead) → apache2ctl configtest, then systemctl restart apache2",
  ]);
});

test("without a web server none is missed", () => {
  expect(troubles({ web: null }, { serving: { ...SERVING, webServer: "none" } })).toEqual([]);
});

describe("of several sites", () => {
  const blog: Serving = { ...SERVING, unit: "blog" };

  test("what is told of one has its name", () => {
    const dead = unit({ activeState: "inactive", subState: "dead" });
    const found = troublesOf(
      { shop: { httpStatus: 500 }, blog: { ...dead, socket: { ...dead, listen: [] } } },
      { blog },
    );
    expect(found).toEqual([
      "bad shop: GET / on the host answers with 500 → see its log",
      "bad blog: blog is stopped, and its socket too → systemctl start blog.socket blog",
    ]);
  });

  test("what is true of all of them is told once", () => {
    const web = { ...unit({ activeState: "failed", subState: "failed" }), unit: "nginx.service" };
    expect(troublesOf({ shop: { web }, blog: { web } }, { blog })).toEqual([
      "bad the web server nginx.service is failed (failed) → nginx -t, then systemctl restart nginx",
    ]);
  });

  test("units that have failed and are one site's own are told of there alone", () => {
    const failed = unit({ activeState: "failed", subState: "failed", result: "exit-code" });
    const failedUnits = ["blog.service", "x.service"];
    const found = troublesOf({ shop: { failedUnits }, blog: failed }, { blog });
    expect(found.filter((line) => line.includes("blog.service"))).toEqual([]);
    expect(found).toContain("warn x.service has failed → systemctl status x.service");
  });
});
