import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { ProcessSupervisor } from "../../../local/hosts/boot/process-supervisor";
import { hostPaths } from "../../../local/hosts/paths";
import { identify } from "../../../local/hosts/system/processes";
import { testCloud } from "../test-cloud";

const root = mkdtempSync(`${tmpdir()}/cloud-`);
const cloud = { ...testCloud(205), root };
const paths = hostPaths(cloud, 1);
const supervisor = new ProcessSupervisor(cloud, 1, paths);

beforeAll(() => mkdirSync(paths.home, { recursive: true }));
afterAll(() => rmSync(root, { recursive: true }));

test("a host that never ran is off", async () => {
  expect(await supervisor.isRunning()).toBe(false);
  expect(await supervisor.nspawn()).toBeUndefined();
});

test("a process that has got the supervisor's id is not taken for it", async () => {
  writeFileSync(paths.pid, `${process.pid} 1\n`);
  expect(await supervisor.isRunning()).toBe(false);
  writeFileSync(paths.pid, `${process.pid} ${identify(process.pid)?.startTime}\n`);
  expect(await supervisor.isRunning()).toBe(false);
});

test("a file that was cut off is no supervisor", async () => {
  writeFileSync(paths.pid, "");
  expect(await supervisor.isRunning()).toBe(false);
});
