import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { withLock } from "../../local/engine/lock";

const folder = mkdtempSync(path.join(tmpdir(), "lock-test-"));
let number = 0;
const newLock = () => path.join(folder, String((number += 1)), "lock");
const nobody = () => {
  throw new Error("waited for a lock that nobody holds");
};

afterAll(() => rmSync(folder, { recursive: true }));

/** The number of a process that was, and is no more. */
async function deadProcess(): Promise<number> {
  const child = spawn("true");
  await once(child, "exit");
  return child.pid ?? 0;
}

describe("the lock", () => {
  it("holds this process's number while the body runs, and is gone afterwards", async () => {
    const lock = newLock();
    const seen = await withLock(lock, nobody, async () => readFileSync(lock, "utf8"));
    expect(seen).toBe(String(process.pid));
    expect(existsSync(lock)).toBe(false);
  });

  it("lets bodies run one after the other, and says once who is waited for", async () => {
    const lock = newLock();
    const events: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => (finish = resolve));
    let begin = () => {};
    const begun = new Promise<void>((resolve) => (begin = resolve));
    const first = withLock(lock, nobody, async () => {
      events.push("first begins");
      begin();
      await finished;
      events.push("first ends");
    });
    await begun;
    const second = withLock(
      lock,
      (pid) => {
        events.push(`waiting for ${pid === process.pid ? "this process" : pid}`);
        finish();
      },
      async () => events.push("second"),
    );
    await Promise.all([first, second]);
    expect(events).toEqual(["first begins", "waiting for this process", "first ends", "second"]);
  });

  it("is let go of when the body fails", async () => {
    const lock = newLock();
    await expect(withLock(lock, nobody, () => Promise.reject(new Error("no")))).rejects.toThrow(
      "no",
    );
    expect(existsSync(lock)).toBe(false);
  });

  it("is taken over from a process that is gone", async () => {
    const lock = newLock();
    await withLock(lock, nobody, async () => undefined);
    writeFileSync(lock, String(await deadProcess()));
    expect(await withLock(lock, nobody, async () => "in")).toBe("in");
  });

  it("is taken over when nobody touched it for more than a minute, whose number it may bear", async () => {
    const lock = newLock();
    await withLock(lock, nobody, async () => undefined);
    writeFileSync(lock, String(process.pid));
    const longAgo = new Date(Date.now() - 61_000);
    utimesSync(lock, longAgo, longAgo);
    expect(await withLock(lock, nobody, async () => "in")).toBe("in");
  });
});
