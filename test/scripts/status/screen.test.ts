import { remember, type Moment } from "../../../scripts/status/history";
import { renderScreen } from "../../../scripts/status/screen";
import type { Snapshot } from "../../../scripts/status/snapshot";
import { coloured } from "../../../scripts/status/terminal";
import { HOSTS, procTexts } from "../../support/proc";
import {
  IN_APACHE,
  OF_APACHE,
  OF_SUPERVISOR,
  SERVING,
  UNDER_SUPERVISOR,
  unit,
} from "../../support/report";
import { snapshot, snapshotOf } from "../../support/snapshot";

const WIDE = 80;

function of(host: string, slug?: string): Snapshot {
  const proc = procTexts(host);
  const workers = proc.workers.length;
  return snapshot({ proc, workers }, slug, { serving: { ...SERVING, workers } });
}

function screen(of: Snapshot, history: readonly Moment[] = []): string {
  return renderScreen(of, history).join("\n");
}

describe("the screen of a host that is", () => {
  test.each([
    ["healthy", "s-1vcpu-1gb"],
    ["oversized", "s-4vcpu-8gb"],
    ["swapping-to-death", "s-1vcpu-1gb"],
    ["just-booted", "s-1vcpu-1gb"],
  ])("%s", (host, slug) => {
    expect(screen(of(host, slug))).toMatchSnapshot();
  });

  test("failed, with the end of its log", () => {
    const failed = snapshot({
      ...unit({ activeState: "failed", subState: "failed", result: "exit-code" }),
      ...{ since: "", mainPid: 0, workers: 0, httpStatus: 502 },
      log: {
        source: "journalctl -u shop.service",
        lines: ["ModuleNotFoundError: No module named 'x'"],
      },
      proc: { ...procTexts("healthy"), masters: [], workers: [] },
    });
    expect(failed.well).toBe(false);
    expect(screen(failed)).toMatchSnapshot();
  });

  test("unreadable in every way", () => {
    const texts = { uptime: "", meminfo: "", loadavg: "", stat: ["", ""], vmstat: ["", ""] };
    const blind = snapshot({ proc: { ...procTexts("healthy"), ...texts } });
    expect(screen(blind)).toMatchSnapshot();
  });
});

test.each(HOSTS)(
  "all that counts of a %s host is on the first 24 lines, of 80 characters",
  (host) => {
    const lines = renderScreen(of(host));
    const first = lines.slice(0, 24).join("\n");
    for (const name of ["service", "capacity", "workers", "memory", "cache", "cpu", "load"]) {
      expect(first).toMatch(new RegExp(`^${name} `, "m"));
    }
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(WIDE);
  },
);

test("more workers than the screen has room for are summed up", () => {
  const text = screen(of("oversized", "s-4vcpu-8gb"));
  expect(text.match(/worker \d/g)).toHaveLength(5);
  expect(text).toContain("and 4 more, of 4");
});

test("a watched host has sparklines, as wide as the screen allows", () => {
  let history: Moment[] = [];
  for (let n = 0; n < 30; n += 1) history = remember(history, of("cpu-bound", "s-2vcpu-2gb"));
  const lines = renderScreen(of("cpu-bound", "s-2vcpu-2gb"), history);
  expect(lines.filter((line) => /[▁-█]{18,20}$/.test(line))).toHaveLength(3);
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(WIDE);
});

test("what a host prints cannot move the terminal's cursor", () => {
  const lines = ["\u001b[2J\u001b]0;title\u0007\u009b31m", "a\rb\u202ec"];
  const text = screen(
    snapshot({ log: { source: "/var/log/shop/gunicorn.log", lines }, httpStatus: 500 }),
  );
  expect(text).not.toMatch(/[^\P{C}\n]/u);
});

test("colours are only around words", () => {
  const text = renderScreen(snapshot(), [], coloured).join("\n");
  expect(text.replace(/\u001b\[\d+m/g, "")).toBe(screen(snapshot()));
  expect(text).toContain("\u001b[32mhealthy\u001b[39m");
});

describe("the lines on the service", () => {
  const lines = (of: Snapshot): string[] => renderScreen(of).slice(1, 3);

  test("of a program of supervisor's", () => {
    expect(lines(snapshot(OF_SUPERVISOR, undefined, { serving: UNDER_SUPERVISOR }))).toEqual([
      "service  shop active (running) since 2026-11-20 06:32 · enabled",
      "         supervisor active · nginx active · GET / 200",
    ]);
  });

  test("of mod_wsgi", () => {
    expect(lines(snapshot(OF_APACHE, undefined, { serving: IN_APACHE }))).toEqual([
      "service  apache2 active (running) since 2026-11-20 06:32 · enabled",
      "         mod_wsgi · GET / 200",
    ]);
  });

  test("of an application server that answers itself", () => {
    const serving = { ...SERVING, webServer: "none" } as const;
    expect(lines(snapshot({ web: null }, undefined, { serving }))).toEqual([
      "service  shop active (running) since 2026-11-20 06:32 · enabled",
      "         socket active: 127.0.0.1:8000 [::1]:8000 · GET / 200",
    ]);
  });
});

test("mod_wsgi's daemon processes are listed without a master: Apache's is no site's", () => {
  const proc = { ...procTexts("healthy"), masters: [] };
  const text = screen(snapshot({ ...OF_APACHE, proc }, undefined, { serving: IN_APACHE }));
  expect(text.match(/worker \d/g)).toHaveLength(4);
  expect(text).not.toContain("master");
});

describe("the screen of several sites", () => {
  const failed = unit({ activeState: "failed", subState: "failed", result: "exit-code" });
  const none = { ...procTexts("healthy"), masters: [], workers: [] };
  const log = { source: "/var/log/blog/gunicorn.log", lines: ["ImportError: x"] };
  const stopped = { ...failed, since: "", mainPid: 0, workers: 0, httpStatus: 502 };
  const several = snapshotOf(
    {
      shop: [{}],
      blog: [{ ...stopped, log, proc: none }],
      wiki: [OF_SUPERVISOR, { serving: { ...UNDER_SUPERVISOR, unit: "wiki" } }],
    },
    "s-2vcpu-2gb",
  );

  test("has each site's service, and the machine once", () => {
    expect(screen(several)).toMatchSnapshot();
    expect(several.well).toBe(false);
  });

  test("is not wider than a terminal", () => {
    for (const line of renderScreen(several)) expect(line.length).toBeLessThanOrEqual(WIDE);
  });
});

test("a log that two sites share is shown once", () => {
  const log = { source: "journalctl -u nginx.service", lines: ["emerg"] };
  const text = screen(snapshotOf({ shop: [{ log }], blog: [{ log }] }));
  expect(text.match(/the end of/g)).toHaveLength(1);
});
