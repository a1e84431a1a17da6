import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { nspawnHosts } from "../../local/hosts/nspawn";
import { until } from "../../local/hosts/system/until";
import { Keys, testSpec, tracesOf, useCloud } from "./test-cloud";

jest.setTimeout(300_000);

const cloud = useCloud(201);
const keys = new Keys();
const hosts = nspawnHosts(cloud);
const spec = testSpec(cloud, keys, 11, {
  userData: keys.userData({ runcmd: ["echo once >>/root/first-boot"] }),
});
const inside = (script: string) => keys.ssh(spec.ipv4, script);
/** For what ends the connection: it must not be tried again. */
const cutOff = (script: string) => keys.ssh(spec.ipv4, script, 0).catch(() => undefined);
const bootId = () => inside("cat /proc/sys/kernel/random/boot_id");

beforeAll(async () => {
  await hosts.prepare(spec.image, () => undefined);
  await hosts.create(spec);
});

afterAll(() => keys.remove());

test("a host boots systemd and takes its user data and its pinned key", async () => {
  expect(await inside("cloud-init status --wait >/dev/null; cat /root/first-boot")).toBe("once");
  expect(await inside("hostname; cat /proc/1/comm; ls /etc/ssh/ssh_host*")).toBe(
    [
      "web-11",
      "systemd",
      "/etc/ssh/ssh_host_ed25519_key",
      "/etc/ssh/ssh_host_ed25519_key.pub",
    ].join("\n"),
  );
  expect(await inside("systemctl --failed --plain --no-legend")).toBe("");
});

test("the image holds what DigitalOcean's holds, and no more", async () => {
  expect(await inside("python3 -c 'print(6 * 7)'")).toBe("42");
  expect(await inside("python3 -m venv /tmp/v >/dev/null 2>&1; echo $?")).toBe("1");
  expect(await inside("for c in nginx pip gunicorn; do command -v $c; done; true")).toBe("");
});

test("apt and the name service work", async () => {
  expect(await inside("apt-get update -q 2>&1 | tail -1; apt-cache policy nginx | head -1")).toBe(
    "Reading package lists...\nnginx:",
  );
});

test("a host sees the memory and the processors of its size", async () => {
  expect(await inside("free --mebi | awk '/^Mem/ { print $2 }'; nproc")).toBe("512\n1");
});

test("a host that takes more memory than its size has loses that process only", async () => {
  expect(await inside("python3 -c 'bytearray(700 << 20)'; echo $?; echo alive")).toBe("137\nalive");
});

test("limits of units hold inside", async () => {
  const unit = "systemd-run --quiet --wait --pipe --property=MemoryMax=30M";
  expect(await inside(`${unit} python3 -c 'bytearray(200 << 20)'; echo $?`)).not.toBe("0");
  expect(await inside(`${unit} true; echo $?`)).toBe("0");
});

test("a new size is taken while it runs; its own name stays", async () => {
  await hosts.update({ ...spec, name: "renamed", memoryMiB: 1024 });
  expect(await inside("hostname; free --mebi | awk '/^Mem/ { print $2 }'")).toBe("web-11\n1024");
  await hosts.update(spec);
});

test("a reboot from outside keeps the disk, and first-boot commands do not run again", async () => {
  const before = await bootId();
  await hosts.power(spec.id, "reboot");
  expect(await hosts.isRunning(spec.id)).toBe(true);
  expect(await bootId()).not.toBe(before);
  expect(await inside("cloud-init status --wait >/dev/null; cat /root/first-boot")).toBe("once");
});

test("a reboot from inside comes back", async () => {
  const before = await bootId();
  await cutOff("systemctl reboot");
  const after = await until(async () => {
    const now = await bootId();
    return now !== before && now;
  }, 60_000);
  expect(after).toBeDefined();
  expect(Number(await inside("journalctl --list-boots --quiet | wc -l"))).toBeGreaterThan(2);
});

test("a poweroff from inside leaves it off until it is powered on", async () => {
  await cutOff("systemctl poweroff");
  expect(await until(async () => !(await hosts.isRunning(spec.id)), 60_000)).toBe(true);
  await hosts.power(spec.id, "power_on");
  expect(await inside("cat /root/first-boot")).toBe("once");
});

test("shutdown is clean, power_off is not, power_cycle boots again", async () => {
  const unit = "[Service]\\nExecStart=sleep infinity\\nExecStop=touch /root/stopped-cleanly\\n";
  await inside(`printf '${unit}' >/etc/systemd/system/witness.service`);
  const witness = "rm -f /root/stopped-cleanly; systemctl start witness";
  const verdict = "test -e /root/stopped-cleanly && echo clean || echo cut";
  await inside(witness);
  await hosts.power(spec.id, "shutdown");
  expect(await hosts.isRunning(spec.id)).toBe(false);
  await hosts.power(spec.id, "power_on");
  expect(await inside(verdict)).toBe("clean");
  await inside(witness);
  await hosts.power(spec.id, "power_off");
  expect(await hosts.isRunning(spec.id)).toBe(false);
  await hosts.power(spec.id, "power_cycle");
  expect(await inside(verdict)).toBe("cut");
});

test("power_off ends a shutdown that a hanging service holds up", async () => {
  const unit =
    "[Service]\\nExecStart=sleep infinity\\nExecStop=sleep infinity\\nTimeoutStopSec=infinity\\n";
  await inside(`printf '${unit}' >/run/systemd/system/hanging.service; systemctl start hanging`);
  const shutdown = hosts.power(spec.id, "shutdown");
  // sshd has stopped, and the host is still there.
  await until(
    () =>
      keys.ssh(spec.ipv4, "true", 0).then(
        () => false,
        () => true,
      ),
    60_000,
  );
  expect(await hosts.isRunning(spec.id)).toBe(true);
  await hosts.power(spec.id, "power_off");
  await shutdown;
  expect(await hosts.isRunning(spec.id)).toBe(false);
  await hosts.power(spec.id, "power_on");
});

test("the load is the host's own", async () => {
  const load = "cut -d ' ' -f 1 /proc/loadavg";
  // The boot itself is a load, more so on a busy machine, and takes a minute to be forgotten.
  await inside(`until [ "$(${load} | tr -d .)" -lt 050 ]; do sleep 1; done`);
  const busy = "timeout 60 sh -c 'yes >/dev/null & yes >/dev/null & wait'";
  await inside(
    `${busy} >/dev/null 2>&1 & until [ "$(${load} | tr -d .)" -gt 050 ]; do sleep 1; done`,
  );
});

test("reboot of a host that is off is refused", async () => {
  await hosts.power(spec.id, "power_off");
  await expect(hosts.power(spec.id, "reboot")).rejects.toThrow("host 11 is off: power it on");
  await hosts.power(spec.id, "power_on");
});

test("destroy takes the disk away, teardown leaves nothing on the machine", async () => {
  expect(await tracesOf(cloud)).not.toEqual([]);
  await hosts.destroy(spec.id);
  expect(await hosts.isRunning(spec.id)).toBe(false);
  expect(existsSync(join(cloud.root, "hosts", "11"))).toBe(false);
  await hosts.settle();
  expect(readdirSync(cloud.root)).toEqual(["hosts"]);
  await hosts.teardown();
  expect(await tracesOf(cloud)).toEqual([]);
});
