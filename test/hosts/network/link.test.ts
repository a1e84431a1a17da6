import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { hostName, routerNamespace } from "../../../local/hosts/names";
import { ensureLink, removeLink } from "../../../local/hosts/network/link";
import { ensureRouter, hasRouter } from "../../../local/hosts/network/router";
import { run } from "../../../local/hosts/system/exec";
import { useCloud } from "../test-cloud";

const cloud = useCloud(206);
const host = { id: 7, ipv4: `${cloud.ipv4Prefix}.7`, ipv6: `${cloud.ipv6Prefix}::7` };
const fileOf = (namespace: string) => `/run/netns/${namespace}`;
const file = fileOf(hostName(cloud, host.id));

const addresses = () =>
  run("ip", ["-n", hostName(cloud, host.id), "-oneline", "address", "show", "dev", "eth0"]);

beforeAll(() => ensureRouter(cloud));

test("the file that a boot has left of a namespace is not taken for one", async () => {
  writeFileSync(file, "");
  await ensureLink(cloud, host);
  expect(await addresses()).toContain(`inet ${host.ipv4}/24`);
  expect(await addresses()).toContain(`inet6 ${host.ipv6}/64`);
});

test("a namespace that is there is kept: a host may run in it", async () => {
  const { ino } = statSync(file);
  await ensureLink(cloud, host);
  expect(statSync(file).ino).toBe(ino);
});

test("a link is taken away, what a boot has left of one too, and what is not there", async () => {
  await removeLink(cloud, host.id);
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, "");
  await removeLink(cloud, host.id);
  expect(existsSync(file)).toBe(false);
  await removeLink(cloud, host.id);
});

test("a router whose namespace has lost its name is made anew, though its link to the machine stands", async () => {
  const router = fileOf(routerNamespace(cloud));
  // Only a process keeps the namespace then, and with it the machine's link to it.
  const holder = spawn("nsenter", [`--net=${router}`, "sh", "-c", "echo in; exec cat"], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(holder, "exit");
  await once(holder.stdout, "data");
  try {
    await run("umount", [router]);
    expect(await hasRouter(cloud)).toBe(false);
    await ensureRouter(cloud);
    await ensureLink(cloud, host);
    expect(await addresses()).toContain(host.ipv4);
  } finally {
    holder.stdin.end();
    await ended;
  }
});
