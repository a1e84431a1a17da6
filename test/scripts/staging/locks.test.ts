import { hostname } from "node:os";
import { describeLock, isStale, locksIn, type Lock } from "../../../scripts/staging/locks";

const NOW = new Date("2026-11-24T13:00:00Z");
const lock = (changes: Partial<Lock> = {}): Lock => ({
  ...{ user: "root", host: hostname(), pid: 4711, since: new Date("2026-11-24T12:50:00Z") },
  ...changes,
});

it("reads who holds a lock from what the engine prints", () => {
  const printed = `code: -2
 stdout:
 stderr: Command failed with exit code 255: pulumi destroy --yes
error: the stack is currently locked by 2 lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.
  file:///s/.pulumi/locks/organization/p/s/c878.json?no_tmp_dir=true: created by root@vm (pid 32529) at 2026-11-24T13:10:36Z
  s3://bucket/.pulumi/locks/organization/p/s/a.json: created by ci@runner-7 (pid 9) at 2026-11-24T11:00:00Z`;
  const locks = locksIn(printed);
  expect(locks).toEqual([
    { user: "root", host: "vm", pid: 32529, since: new Date("2026-11-24T13:10:36Z") },
    { user: "ci", host: "runner-7", pid: 9, since: new Date("2026-11-24T11:00:00Z") },
  ]);
  expect(describeLock(locks?.[0] as Lock)).toBe(
    "root@vm, process 32529, since 2026-11-24T13:10:36.000Z",
  );
});

it("finds none in another failure", () => {
  expect(locksIn("error: 500 Server Error")).toBeUndefined();
});

it.each([
  ["of this machine, whose process is gone", lock(), false, true],
  ["of this machine, whose process lives", lock(), true, false],
  [
    "of this machine, whose process has lived for a day",
    lock({ since: new Date("2026-11-23") }),
    true,
    false,
  ],
  ["of another machine, ten minutes old", lock({ host: "other" }), false, false],
  [
    "of another machine, three hours old",
    lock({ host: "other", since: new Date("2026-11-24T10:00:00Z") }),
    true,
    true,
  ],
  [
    "of another machine, without a time",
    lock({ host: "other", since: new Date("never") }),
    false,
    false,
  ],
])("a lock %s", (_, held, running, stale) => {
  expect(isStale(held, NOW, () => running)).toBe(stale);
});

it("a process that is not the engine's does not hold a lock", () => {
  // This one runs jest; its number was the engine's once.
  expect(isStale(lock({ pid: process.pid }), NOW)).toBe(true);
});
