import { remember, type Moment } from "../../../scripts/status/history";
import { renderScreen } from "../../../scripts/status/screen";
import type { Snapshot } from "../../../scripts/status/snapshot";
import { coloured } from "../../../scripts/status/terminal";
import { HOSTS, procTexts } from "../../support/proc";
import { unit } from "../../support/report";
import { snapshot } from "../../support/snapshot";

const WIDE = 80;

function of(host: string, slug?: string): Snapshot {
  const proc = procTexts(host);
  const workers = proc.workers.length;
  return snapshot({ proc, workers, wantedWorkers: workers }, slug);
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
      proc: { ...procTexts("healthy"), master: null, workers: [] },
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
