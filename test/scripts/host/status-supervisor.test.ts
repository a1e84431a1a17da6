import type { SiteReport } from "../../../components/health/report";
import { UNDER_SUPERVISOR } from "../../support/report";
import { StatusHost } from "../../support/status-host";

let on: StatusHost;

beforeAll(async () => {
  on = await StatusHost.start();
});
afterEach(() => on.clear());
afterAll(() => on.stop());

describe("a program of supervisor's", () => {
  const PROGRAM = { name: "shop", group: "shop", start: 1795512543, stop: 0, spawnerr: "" };

  function configure(name: string, text: string): void {
    on.host.sh(`cat >/etc/supervisor/conf.d/${name}.conf <<'X'\n${text}\nX`);
  }

  test("that runs: its state, times, processes and worth", () => {
    on.show({ ActiveState: "active" }, {});
    configure("shop", "[program:shop]\ncommand=/opt/shop/venv/bin/python -m gunicorn %%x");
    const pid = on.run("sleep 60 & sleep 60 & echo $$; wait");
    on.supervise(
      { ...PROGRAM, statename: "RUNNING", pid, exitstatus: 0 },
      { ...PROGRAM, name: "blog", statename: "FATAL", pid: 0 },
    );
    const { status, site } = on.read(UNDER_SUPERVISOR);
    expect(status).toEqual({
      unit: "shop",
      activeState: "active",
      subState: "running",
      enabled: true,
      since: "2026-11-24T09:29:03Z",
      mainPid: pid,
      restarts: 0,
      workers: 2,
      httpStatus: 200,
      reachable: true,
    });
    expect(site).toMatchObject({
      socket: null,
      supervisor: { activeState: "active", unitFileState: "enabled" },
      web: { unit: "nginx.service", activeState: "active" },
      log: { source: "" },
    });
    expect(site.processes.master?.status).toContain("VmRSS");
    expect(site.processes.workers).toHaveLength(2);
  });

  test.each([
    ["STARTING", "activating", "start"],
    ["BACKOFF", "activating", "auto-restart"],
    ["STOPPING", "deactivating", "stop-sigterm"],
    ["STOPPED", "inactive", "dead"],
    ["EXITED", "failed", "failed"],
    ["FATAL", "failed", "failed"],
    ["UNKNOWN", "unknown", "unknown"],
    ["of another release of supervisor", "unknown", "unknown"],
  ])("that is %s is %s (%s)", (statename, activeState, subState) => {
    on.show({}, {});
    on.supervise({ ...PROGRAM, statename, pid: 0, exitstatus: 0 });
    expect(on.read(UNDER_SUPERVISOR).status).toMatchObject({ activeState, subState, mainPid: 0 });
  });

  test.each([
    [
      { spawnerr: "can't find command '/no/such'", statename: "FATAL" },
      "can't find command '/no/such'",
    ],
    [{ statename: "EXITED", exitstatus: 3 }, "exit status 3"],
    [{ statename: "STOPPED", exitstatus: -1 }, ""],
  ])("why it ended is told: %j", (more, result) => {
    on.show({}, {});
    on.supervise({ ...PROGRAM, pid: 0, ...more });
    expect(on.read(UNDER_SUPERVISOR).site.result).toBe(result);
  });

  test("that was never started has no time", () => {
    on.show({}, {});
    on.supervise({ ...PROGRAM, statename: "STOPPED", start: 0, pid: 0 });
    expect(on.read(UNDER_SUPERVISOR).status.since).toBe("");
  });

  test.each([
    ["[program:shop]\ncommand=x", "enabled", true],
    ["[program:shop]\nautostart=true ; at boot", "enabled", true],
    ["[program:shop]\nautostart = FALSE ; not at boot", "enabled", false],
    ["[program:blog]\ncommand=x", "enabled", false],
    ["no configuration at all", "enabled", false],
    ["[program:shop]\ncommand=x", "disabled", false],
  ])("starts at boot by %j and a supervisord that is %s: %s", (text, unitFileState, enabled) => {
    on.show({ UnitFileState: unitFileState }, {});
    configure("shop", text);
    on.supervise({ ...PROGRAM, statename: "RUNNING", pid: 0 });
    expect(on.read(UNDER_SUPERVISOR).status.enabled).toBe(enabled);
  });

  test("that supervisor does not know", () => {
    on.show({}, {});
    on.supervise({ ...PROGRAM, name: "blog", statename: "RUNNING", pid: 0 });
    const { site, status } = on.read(UNDER_SUPERVISOR);
    expect(site.loadState).toBe("not-found");
    expect(status).toMatchObject({ activeState: "inactive", subState: "dead", mainPid: 0 });
  });

  test.each([
    [{ ActiveState: "failed", SubState: "failed" }, "failed"],
    [{ ActiveState: "inactive", SubState: "dead" }, "inactive"],
    [{ ActiveState: "inactive", LoadState: "not-found", UnitFileState: "" }, "inactive"],
    // It runs and says nothing.
    [{ ActiveState: "active" }, "unknown"],
  ])("whose supervisord does not answer while its service is %j is %s", (unit, activeState) => {
    on.show(unit, {});
    on.host.set("journal", "supervisord: out of files\n");
    const { site, status } = on.read(UNDER_SUPERVISOR);
    expect(status).toMatchObject({ activeState, mainPid: 0, workers: 0 });
    expect(site.supervisor).toMatchObject({ activeState: unit.ActiveState });
    expect(site.log).toEqual({
      source: "journalctl -u supervisor.service",
      lines: ["supervisord: out of files"],
    });
  });

  test("whose supervisord is shutting down is not known", () => {
    on.show({}, {});
    on.host.set("fault", "6");
    on.supervise();
    expect(on.read(UNDER_SUPERVISOR).status.activeState).toBe("unknown");
  });

  test("restarts are those after ends that were not expected, since supervisord started", () => {
    on.show({}, {});
    on.supervise({ ...PROGRAM, statename: "RUNNING", pid: 0 });
    const said = [
      "INFO supervisord started with pid 100",
      "WARN exited: shop (exit status 1; not expected)",
      "INFO spawned: 'shop' with pid 101",
      "INFO supervisord started with pid 590",
      "INFO spawned: 'shop' with pid 595",
      "INFO exited: shop (terminated by SIGKILL; not expected)",
      "INFO spawned: 'shop' with pid 609",
      "WARN exited: shop-2 (exit status 1; not expected)",
      "INFO spawned: 'shop-2' with pid 610",
      "WARN exited: shop (exit status 1; not expected)",
      "INFO gave up: shop entered FATAL state, too many start retries too quickly",
      "INFO spawned: 'shop' with pid 611",
      "INFO exited: shop (exit status 0; expected)",
      "INFO spawned: 'shop' with pid 612",
      "INFO stopped: shop (terminated by SIGTERM)",
      "INFO spawned: 'shop' with pid 613",
    ];
    const log = said.map((line) => `2026-11-24 09:29:03,246 ${line}`).join("\n");
    on.host.sh(`cat >/var/log/supervisor/supervisord.log <<'X'\n${log}\nX`);
    expect(on.read(UNDER_SUPERVISOR).status.restarts).toBe(1);
    // A log that is larger than what is read of it.
    on.host.sh(
      "{ seq 20000 | sed 's/.*/x y WARN exited: shop (exit status 1; not expected)/'; echo \"x y INFO spawned: 'shop' with pid 1\"; } >/var/log/supervisor/supervisord.log",
    );
    expect(on.read(UNDER_SUPERVISOR).status.restarts).toBe(1);
  });

  describe("the end of the log of one that has failed", () => {
    const log = "/var/log/shop/gunicorn.log";
    beforeEach(() => {
      on.show({}, {});
      on.host.sh("mkdir /var/log/shop; echo 'cannot bind' >/var/log/supervisor/shop.log");
    });
    const failed = (startedAt: number): SiteReport["log"] => {
      on.supervise({ ...PROGRAM, start: startedAt, statename: "FATAL", pid: 0 });
      return on.read({ ...UNDER_SUPERVISOR, log }).site.log;
    };

    test("is the server's own, read as the folder's owner", () => {
      on.host.sh(`echo 'ImportError' >${log}; chown -R nobody /var/log/shop`);
      expect(failed(1)).toEqual({ source: log, lines: ["ImportError"] });
    });

    test("is nothing that the folder's owner may not read", () => {
      on.host.sh(`chown nobody /var/log/shop; ln -s /etc/shadow ${log}`);
      expect(failed(1)).toEqual({ source: log, lines: [] });
    });

    test("is supervisor's where the server has written nothing since it started", () => {
      on.host.sh(`touch -d 2020-01-01 ${log}`);
      expect(failed(1795512543)).toEqual({
        source: "/var/log/supervisor/shop.log",
        lines: ["cannot bind"],
      });
    });
  });
});
