import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  childrenOf,
  identify,
  isAlive,
  kill,
  programOf,
} from "../../../local/hosts/system/processes";

test("a process is known by id, start time and command line together", async () => {
  const child = spawn("sleep", ["1000"]);
  await once(child, "spawn");
  const id = identify(child.pid ?? 0);
  if (id === undefined) throw new Error("the process is not there");
  expect(childrenOf(process.pid)).toContain(id.pid);
  expect(programOf(id.pid)).toBe("sleep");
  expect(isAlive(id, "sleep 1000")).toBe(true);
  expect(isAlive(id, "another")).toBe(false);
  expect(isAlive({ ...id, startTime: "1" }, "sleep")).toBe(false);
  kill(id.pid, "SIGKILL");
  await once(child, "exit");
  expect(isAlive(id, "sleep")).toBe(false);
  expect(() => kill(id.pid, "SIGKILL")).not.toThrow();
});
