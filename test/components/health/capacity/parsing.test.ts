import { countCores, cpuShares } from "../../../../components/health/capacity/cpu";
import { parseLoadavg, parseUptime } from "../../../../components/health/capacity/load";
import { parseMeminfo, parseVmstat } from "../../../../components/health/capacity/memory";
import { parseProcess } from "../../../../components/health/capacity/processes";
import { procTexts } from "../../../support/proc";

const MEMINFO = `MemTotal:        1048576 kB
MemFree:          102400 kB
MemAvailable:     500000 kB
Buffers:           20480 kB
Cached:           307200 kB
SwapCached:            0 kB
SwapTotal:       1048576 kB
SwapFree:         786432 kB
Shmem:             40960 kB
SReclaimable:      30720 kB
`;

test("memory is used, cache and free, which add up; shared memory is no cache", () => {
  expect(parseMeminfo(MEMINFO)).toEqual({
    total: 1024,
    used: 614,
    cache: 310,
    free: 100,
    swapTotal: 1024,
    swapUsed: 256,
  });
});

test("the CPU's time of an interval is told in top's eight kinds", () => {
  const before = "cpu  100 10 50 1000 20 1 2 3 7 0\ncpu0 100 10 50 1000 20 1 2 3 7 0\n";
  const after = "cpu  150 15 70 1005 35 2 4 5 9 0\ncpu0 150 15 70 1005 35 2 4 5 9 0\n";
  expect(cpuShares([before, after])).toEqual({
    ...{ us: 0.5, sy: 0.2, ni: 0.05, id: 0.05 },
    ...{ wa: 0.15, hi: 0.01, si: 0.02, st: 0.02 },
  });
});

test.each([
  ["one text", ["cpu  1 0 0 9 0 0 0 0 0 0\n"]],
  ["no time between them", ["cpu  1 0 0 9 0 0 0 0 0 0\n", "cpu  1 0 0 9 0 0 0 0 0 0\n"]],
  ["a line that is cut", ["cpu  1 0 0 9 0 0 0 0 0 0\n", "cpu  1 0 0 91 0 0 0 0 0"]],
])("%s tells no CPU time", (_what, texts) => {
  expect(cpuShares(texts)).toBeUndefined();
});

test("counts that go backwards take nothing from the others", () => {
  const shares = cpuShares(["cpu  0 0 0 100 50 0 0 0 0 0\n", "cpu  50 0 0 150 40 0 0 0 0 0\n"]);
  expect(shares).toMatchObject({ us: 0.5, id: 0.5, wa: 0 });
});

test("cores are counted", () => {
  expect(countCores(procTexts("oversized").stat[0] ?? "")).toBe(4);
  expect(countCores("")).toBeUndefined();
});

test("load and uptime", () => {
  expect(parseLoadavg("0.22 0.18 0.15 1/124 8105\n")).toEqual({
    one: 0.22,
    five: 0.18,
    fifteen: 0.15,
  });
  expect(parseUptime("1641233.41 1444285.40\n")).toBe(1641233.41);
});

test("paging is told by the second", () => {
  const texts = ["pswpin 100\npswpout 7\noom_kill 2\n", "pswpin 300\npswpout 7\noom_kill 3\n"];
  expect(parseVmstat(texts, 2)).toEqual({ swappedIn: 100, swappedOut: 0, killed: 3 });
  expect(parseVmstat(texts, 0)).toBeUndefined();
  expect(parseVmstat(["", ""], 1)).toBeUndefined();
});

test("a process's RES, SHR and PSS", () => {
  const status =
    "Name:\tpython\nVmRSS:\t   47104 kB\nRssFile:\t   10240 kB\nRssShmem:\t    2048 kB\nVmSwap:\t       0 kB\n";
  expect(parseProcess({ pid: 7, status, smapsRollup: "Rss: 47104 kB\nPss:   32768 kB\n" })).toEqual(
    {
      ...{ pid: 7, res: 46, shr: 12, pss: 32, swap: 0 },
    },
  );
  expect(parseProcess({ pid: 7, status, smapsRollup: "" }).pss).toBeUndefined();
});
