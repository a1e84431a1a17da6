import { Serial } from "../../../local/hosts/system/serial";

/** A task that ends when it is told to. */
function task(log: string[], name: string) {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = async () => {
    log.push(`${name} starts`);
    await ended;
    log.push(`${name} ends`);
  };
  return { work, end: () => end() };
}

test("tasks of one key run one after the other, those of others beside them", async () => {
  const serial = new Serial();
  const log: string[] = [];
  const [a, b, other] = [task(log, "a"), task(log, "b"), task(log, "other")];
  const all = [
    serial.run("1", a.work),
    serial.run("1", b.work),
    serial.run("2", other.work),
  ] as const;
  other.end();
  await all[2];
  b.end();
  a.end();
  await Promise.all(all);
  expect(log).toEqual(["a starts", "other starts", "other ends", "a ends", "b starts", "b ends"]);
});

test("a failure is its caller's alone", async () => {
  const serial = new Serial();
  const failed = serial.run("1", () => Promise.reject(new Error("no")));
  const next = serial.run("1", () => Promise.resolve("yes"));
  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("yes");
});
