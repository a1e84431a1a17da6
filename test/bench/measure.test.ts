import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { identify } from "../../local/hosts/system/processes";
import { waitFor } from "../e2e/support/wait-for";
import { measure, type Command } from "./measure";

const node = (code: string): Command => ({ file: process.execPath, args: ["-e", code] });
const MEBIBYTES = 256;

/** Keeps memory for three seconds from when both do: a busy machine starts them at different times. */
const keep = (folder: string, name: string) => `
  const { existsSync, writeFileSync } = require("fs");
  const kept = Buffer.alloc(${MEBIBYTES} << 20, 1);
  writeFileSync("${folder}/${name}", "");
  setInterval(() => {
    if (existsSync("${folder}/one") && existsSync("${folder}/other")) {
      setTimeout(() => process.exit(kept.length === 0 ? 1 : 0), 3000);
    }
  }, 50);`;

test("the memory is that of the command, of what it starts, and of all that run at once", async () => {
  const folder = mkdtempSync(join(tmpdir(), "django-droplet-measure-"));
  const child = JSON.stringify(["-e", keep(folder, "other")]);
  const parent = `require("child_process").spawnSync(process.execPath, ${child})`;
  const { peakKib } = await measure([node(keep(folder, "one")), node(parent)]);
  rmSync(folder, { recursive: true });
  expect(peakKib).toBeGreaterThan(2 * MEBIBYTES * 1024);
  expect(peakKib).toBeLessThan(4 * MEBIBYTES * 1024);
});

test("the time is that of the last to end; what each printed comes along", async () => {
  const { seconds, outputs } = await measure([
    node("setTimeout(() => console.log('late'), 700)"),
    { file: "cat", args: [], input: "given" },
  ]);
  expect(seconds).toBeGreaterThan(0.7);
  expect(outputs).toEqual(["late\n", "given"]);
});

test("a command that fails is told with its end, and the others run no more", async () => {
  const long = measure([
    node("console.log(process.pid); setTimeout(() => undefined, 60_000)"),
    node("console.error('reason'); process.exitCode = 3"),
  ]);
  await expect(long).rejects.toThrow(/ended with 3:\nreason\n$/);
});

test("one that is not there is named", async () => {
  await expect(measure({ file: "no-such-tool", args: [] })).rejects.toThrow("no-such-tool");
});

test("after its time a command ends, and all that it started", async () => {
  const code = `
    const { pid } = require("child_process").spawn("sleep", ["600"]);
    console.log(pid);
    setTimeout(() => undefined, 600_000);`;
  const error: unknown = await measure(node(code), { limitSeconds: 2 }).catch((e: unknown) => e);
  expect(String(error)).toContain("took more than 2 s");
  const pid = Number(/^(\d+)$/m.exec(String(error))?.[1]);
  expect(pid).toBeGreaterThan(0);
  // What is killed is there until it has been waited for.
  await waitFor(`process ${pid} to be gone`, () => identify(pid) === undefined);
});
