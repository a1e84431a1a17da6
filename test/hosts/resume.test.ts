import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nspawnHosts } from "../../local/hosts/nspawn";
import { until } from "../../local/hosts/system/until";
import type { FlowRule } from "../../local/hosts/types";
import { Keys, testSpec, tracesOf, useCloud } from "./test-cloud";

jest.setTimeout(300_000);

const cloud = useCloud(203);
const keys = new Keys();
const running = testSpec(cloud, keys, 31);
const stopped = testSpec(cloud, keys, 32);
const rules: FlowRule[] = [
  { direction: "inbound", protocol: "tcp", ports: "22", addresses: ["0.0.0.0/0"] },
];
const wanted = [
  { spec: running, running: true, rules },
  { spec: stopped, running: false, rules: null },
];
const home = join(cloud.root, "hosts", String(running.id));
const inside = (script: string) => keys.ssh(running.ipv4, script);
/** What keeps the host running: a shell of ours or, where systemd runs the machine, its unit. */
function supervisorPid(): number {
  const unit = ["show", "--property=MainPID", "--value", `dd-${cloud.id}-${running.id}`];
  return existsSync("/run/systemd/system")
    ? Number(execFileSync("systemctl", unit))
    : Number(readFileSync(join(home, "supervisor.pid"), "utf8").split(" ")[0]);
}
/** The hosts as a newly started API finds them. */
const afterRestart = () => nspawnHosts(cloud);

beforeAll(async () => {
  const hosts = nspawnHosts(cloud);
  await hosts.prepare(running.image, () => undefined);
  await hosts.applyFirewall(running.id, rules);
  await Promise.all([hosts.create(running), hosts.create(stopped)]);
  await hosts.power(stopped.id, "power_off");
  await inside("echo kept >/root/kept");
});

afterAll(() => keys.remove());

test("a restarted API finds the hosts as they are and leaves them alone", async () => {
  const boot = await inside("cat /proc/sys/kernel/random/boot_id");
  const hosts = afterRestart();
  await hosts.resume(wanted);
  expect(await hosts.isRunning(running.id)).toBe(true);
  expect(await hosts.isRunning(stopped.id)).toBe(false);
  expect(await inside("cat /proc/sys/kernel/random/boot_id")).toBe(boot);
});

test("a host whose supervisor was killed is booted again, without loss", async () => {
  process.kill(supervisorPid(), "SIGKILL");
  const hosts = afterRestart();
  expect(await until(async () => !(await hosts.isRunning(running.id)), 10_000)).toBe(true);
  await hosts.resume(wanted);
  expect(await inside("cat /root/kept")).toBe("kept");
});

test("a network that somebody took away is made again under running hosts", async () => {
  execFileSync("ip", ["link", "del", cloud.bridge]);
  execFileSync("ip", ["netns", "del", `dd-${cloud.id}`]);
  await afterRestart().resume(wanted);
  expect(await inside("cat /root/kept")).toBe("kept");
  expect(await keys.ssh(running.ipv6, "echo reached", 0).catch(() => "filtered")).toBe("filtered");
});

test("after a teardown only disks are left, and a resume brings all back", async () => {
  await afterRestart().teardown();
  expect(await tracesOf(cloud)).toEqual([]);
  const hosts = afterRestart();
  await hosts.resume(wanted);
  expect(await inside("cat /root/kept")).toBe("kept");
  expect(await hosts.isRunning(stopped.id)).toBe(false);
  await hosts.power(stopped.id, "power_on");
  expect(await keys.ssh(stopped.ipv6, "hostname")).toBe("web-32");
  await hosts.power(stopped.id, "power_off");
});

test("a disk that belongs to no droplet is deleted", async () => {
  const stray = join(cloud.root, "hosts", "99");
  mkdirSync(stray);
  writeFileSync(join(cloud.root, "hosts", "note"), "not a disk");
  const hosts = afterRestart();
  await hosts.resume(wanted);
  await hosts.settle();
  expect(() => readFileSync(stray)).toThrow("ENOENT");
  expect(readFileSync(join(cloud.root, "hosts", "note"), "utf8")).toBe("not a disk");
});
