import { spawn, type ChildProcess } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseReport, type Report, type SiteReport } from "../../../components/health/report";
import { parseReadings } from "../../../components/health/capacity/readings";
import { parseReading } from "../../../components/health/service-status";
import { statusScript, type SiteToAsk } from "../../../components/health/status-script";
import { procTexts } from "../../../components/health/whole-host";
import { quote } from "../../../components/remote/shell";
import type { Serving } from "../../../components/serve/serving";
import { bash } from "../../support/bash";
import { SERVING } from "../../support/report";

const SITE: SiteToAsk = {
  project: "no-such",
  serving: { ...SERVING, log: "/no/such/folder/gunicorn.log" },
  hostHeader: "example.com",
};

function textOf(serving: Partial<Serving> = {}): string {
  return statusScript({
    sites: [{ ...SITE, serving: { ...SITE.serving, ...serving } }],
    seconds: 0,
  });
}

let folder: string;
let master: ChildProcess;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-status-"));
  mkdirSync(join(folder, "bin"));
  // A master with two workers.
  master = spawn("sh", ["-c", "sleep 60 & sleep 60 & echo ready; wait"], { detached: true });
  await new Promise((resolve) => master.stdout?.once("data", resolve));
});

afterEach(() => {
  if (master.pid !== undefined) process.kill(-master.pid, "SIGKILL");
  rmSync(folder, { recursive: true });
});

/** A program of the host, in the place of the machine's. */
function program(name: string, body: string): void {
  const file = join(folder, "bin", name);
  writeFileSync(file, `#!/bin/sh\necho "${name} $*" >>${folder}/calls\n${body}\n`);
  chmodSync(file, 0o755);
}

interface Units {
  service?: Record<string, string>;
  socket?: Record<string, string>;
  failed?: string;
  http?: string;
}

interface Read {
  printed: string;
  report: Report;
  site: SiteReport;
}

function read(units: Units = {}, serving: Partial<Serving> = {}): Read {
  const shown = (properties: Record<string, string>): string =>
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}`)
      .join("\n");
  const common = { LoadState: "loaded", SubState: "running", UnitFileState: "enabled" };
  const service = {
    ActiveState: "active",
    MainPID: String(master.pid),
    ...common,
    ...units.service,
  };
  const socket = { ActiveState: "active", ...common, ...units.socket };
  const listen = "Listen=127.0.0.1:8000 (Stream)\nListen=[::1]:8000 (Stream)";
  const show = `${shown(service)}\n\n${shown(socket)}\n${listen}\n\n${shown({ ActiveState: "active", ...common })}`;
  program(
    "systemctl",
    `case "$*" in
      *is-active*.socket) [ ${quote(socket.ActiveState)} = active ] ;;
      *is-active*) echo ${quote(service.ActiveState)} ;;
      show*) printf '%s\\n' ${quote(show)} ;;
      list-units*) printf %s ${quote(units.failed ?? "")} ;;
    esac`,
  );
  program("curl", `printf %s ${units.http ?? "200"}`);
  program("journalctl", "echo 'Main process exited'");
  const { code, stdout, stderr } = bash(textOf(serving), {
    PATH: `${folder}/bin:${process.env["PATH"]}`,
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const report = parseReport(stdout);
  const site = report?.sites["no-such"];
  if (!report || !site) throw new Error(`no report: ${stdout}`);
  return { printed: stdout, report, site };
}

function asked(): boolean {
  return bash(`grep -c ^curl ${folder}/calls || true`).stdout.trim() !== "0";
}

test("the service's state, its master and its workers are read", () => {
  const { printed, site } = read({
    service: { ActiveEnterTimestamp: "Tue 2026-11-24 06:32:02 UTC", NRestarts: "2" },
  });
  expect(parseReading("no-such", "shop", printed).status).toEqual({
    unit: "shop",
    activeState: "active",
    subState: "running",
    enabled: true,
    since: "2026-11-24T06:32:02Z",
    mainPid: master.pid,
    restarts: 2,
    workers: 2,
    httpStatus: 200,
    reachable: true,
  });
  expect(site).toMatchObject({
    asked: true,
    supervisor: null,
    web: { activeState: "active", unit: "nginx.service" },
    socket: { activeState: "active", listen: ["127.0.0.1:8000", "[::1]:8000"] },
    log: { source: "", lines: [] },
  });
});

test("the kernel's texts are those of this machine", () => {
  const readings = parseReadings(procTexts(read().report));
  expect(readings.memory?.total).toBeGreaterThan(0);
  expect(readings.uptimeSeconds).toBeGreaterThan(0);
  expect(readings.load).toBeDefined();
  expect(readings.cores).toBeGreaterThan(0);
  expect(readings.masters).toMatchObject([{ pid: master.pid }]);
  expect(readings.workers).toHaveLength(2);
  for (const { res, shr, pss } of readings.workers) {
    expect(res).toBeGreaterThan(0);
    expect(shr).toBeGreaterThan(0);
    expect(pss).toBeLessThanOrEqual(res ?? 0);
  }
});

test("disks are told, each file system once", () => {
  const { disks } = read().report.host;
  expect(disks[0]).toMatchObject({ path: "/" });
  expect(new Set(disks.map(({ path }) => path)).size).toBe(disks.length);
  for (const { freePercent, usedMiB, sizeMiB } of disks) {
    expect(freePercent).toBeGreaterThanOrEqual(0);
    expect(freePercent).toBeLessThanOrEqual(100);
    expect(usedMiB).toBeLessThanOrEqual(sizeMiB);
  }
});

test.each(["inactive", "failed"])(
  "a service that is %s while its socket listens is not asked, which would start it",
  (state) => {
    const { site, printed } = read({
      service: { ActiveState: state, SubState: "dead", MainPID: "0" },
    });
    expect(site.asked).toBe(false);
    expect(asked()).toBe(false);
    expect(parseReading("no-such", "shop", printed).status).toMatchObject({
      httpStatus: 0,
      workers: 0,
      activeState: state,
    });
  },
);

test.each(["supervisor", "apache"] as const)(
  "what %s starts is asked for, whatever socket has its name: no request would start it",
  (way) => {
    expect(read({ service: { ActiveState: "inactive" } }, { way }).site.asked).toBe(true);
    expect(asked()).toBe(true);
  },
);

test("a service that is stopped with its socket is asked", () => {
  const stopped = { ActiveState: "inactive", SubState: "dead" };
  const { site } = read({ service: { ...stopped, MainPID: "0" }, socket: stopped, http: "502" });
  expect(site.asked).toBe(true);
  expect(asked()).toBe(true);
});

test.each([
  ["has failed", { service: { ActiveState: "failed", MainPID: "0" } }],
  ["answers with an error", { http: "500" }],
  ["gives no answer", { http: "000" }],
])("where the service %s the end of its log is there", (_what, units) => {
  expect(read(units).site.log).toEqual({
    source: "journalctl -u shop.service",
    lines: ["Main process exited"],
  });
});

test("failed units are named", () => {
  const failed =
    "apt-daily.service loaded failed failed Daily apt\nx.timer loaded failed failed X\n";
  expect(read({ failed }).report.host.failedUnits).toEqual(["apt-daily.service", "x.timer"]);
});

test("a host whose systemd does not answer is read all the same", () => {
  read();
  program("systemctl", "exit 1");
  const { code, stdout } = bash(textOf(), { PATH: `${folder}/bin:${process.env["PATH"]}` });
  expect(code).toBe(0);
  expect(parseReport(stdout)).toMatchObject({
    sites: { "no-such": { activeState: "unknown" } },
    host: { failedUnits: [] },
  });
});

test("it only asks: nothing that it calls changes anything", () => {
  read({ http: "500" });
  const calls = bash(`cut -d ' ' -f 1,2,3 ${folder}/calls | sort -u`).stdout.trim().split("\n");
  expect(calls.map((call) => call.replace(/--timestamp.*|--state.*/, "").trim())).toEqual([
    expect.stringMatching(/^curl -q/),
    expect.stringMatching(/^journalctl --quiet/),
    "systemctl --quiet is-active",
    "systemctl is-active shop.service",
    "systemctl list-units",
    "systemctl show",
  ]);
});
