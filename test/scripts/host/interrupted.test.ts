import { FakeHost } from "../../support/fake-host";
import { activate, FOLDER, prepare, snapshot, standing, standingOf, WAYS, type Way } from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

/** The activation of the other release in another way, which ends before so many calls are done. */
function cut(to: Way, calls: number): string[] {
  const { script } = prepare(host, { ...WAYS[to], release: "release2" });
  host.calls();
  host.set("kill-at", String(calls));
  const { code } = host.step(`echo $$ >$WORLD/script\n${script}`);
  host.unset("kill-at");
  const done = host.calls();
  expect(code === null || code === 0 || code > 128).toBe(true);
  return code === 0 ? [] : done;
}

/** What a reboot does: what is enabled starts, if it can. */
function reboot(): void {
  host.sh(`
    rm -rf $WORLD/{active,ports,loaded,programs,states}/*
    for unit in $(ls $WORLD/enabled | sort -r); do systemctl start $unit || true; done`);
  host.calls();
}

const MOVES: [from: Way, to: Way][] = [
  ["systemd, nginx", "supervisor, apache"],
  ["supervisor, nginx", "systemd, none"],
  ["systemd, none", "mod_wsgi"],
];

describe.each(MOVES)("a switch from %s to %s that is cut short", (from, to) => {
  /** For each place where it can be cut: what is done then. */
  function atEachCall(then: (calls: string[]) => void): void {
    const stride = 2;
    for (let calls = 6; ; calls += stride) {
      const done = cut(to, calls);
      if (done.length === 0) break;
      then(done);
      // Where it started from, for the next time.
      expect({ done, ...activate(host, WAYS[from]) }).toMatchObject({ done, code: 0 });
      expect({ done, stands: standing(host) }).toEqual({ done, stands: standingOf(WAYS[from]) });
    }
  }

  test("is brought to its end by the next run, or taken back by it if that wants the old one", () => {
    expect(activate(host, WAYS[from]).code).toBe(0);
    const before = snapshot(host);
    let times = 0;
    atEachCall((done) => {
      times += 1;
      // Every other time the machine starts anew in between.
      if (times % 2 === 0) reboot();
      if (times % 3 !== 0) return;
      const { code, stderr } = activate(host, { ...WAYS[to], release: "release2" });
      expect({ done, code, stderr }).toEqual({ done, code: 0, stderr: "" });
      expect({ done, stands: standing(host) }).toEqual({ done, stands: standingOf(WAYS[to]) });
    });
    expect(times).toBeGreaterThan(2);
    expect(activate(host, WAYS[from]).code).toBe(0);
    expect(snapshot(host).replace(/^.*release2.*\n/gm, "")).toBe(before);
    expect(host.sh(`ls ${FOLDER}`)).not.toContain("switching");
  });
});
