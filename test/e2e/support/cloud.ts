import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { cloudEnvironment } from "../../../local/cloud";
import { cgroupName, hostLink, hostName, routerNamespace } from "../../../local/hosts/names";
import { hostPaths, trashRoot } from "../../../local/hosts/paths";
import { run } from "../../../local/hosts/system/exec";
import { commandLine } from "../../../local/hosts/system/processes";
import type { Cloud } from "../../../local/hosts/types";
import { findCloud } from "../../../local/register";
import { ROOT } from "../../../scripts/lib/project";
import { waitFor } from "./wait-for";

/** The local cloud of this checkout. */
export function thisCloud(): Cloud {
  const cloud = findCloud(ROOT);
  if (!cloud) throw new Error("there is no local cloud: npm run cloud -- start");
  return cloud;
}

/** One call of the cloud's API, as somebody beside the engine makes it. */
export async function callApi<T>(method: string, path: string, body?: object): Promise<T> {
  const { DIGITALOCEAN_API_URL: url, DIGITALOCEAN_TOKEN: token } = cloudEnvironment(ROOT);
  const response = await fetch(`${url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

/** Carries out a power action and waits until the API says that it is done. */
export async function power(id: number, type: "reboot" | "power_off" | "power_on"): Promise<void> {
  const { action } = await callApi<{ action: { id: number } }>(
    "POST",
    `/v2/droplets/${id}/actions`,
    { type },
  );
  await waitFor(`${type} of droplet ${id}`, async () => {
    const now = await callApi<{ action: { status: string } }>("GET", `/v2/actions/${action.id}`);
    if (now.action.status === "errored") throw new Error(`${type} of droplet ${id} failed`);
    return now.action.status === "completed";
  });
}

/** Deletes a droplet behind the engine's back, and waits until it is gone. */
export async function deleteDroplet(id: number): Promise<void> {
  await callApi("DELETE", `/v2/droplets/${id}`);
  await waitFor(`deletion of droplet ${id}`, async () => !(await dropletIds()).includes(id));
}

async function dropletIds(): Promise<number[]> {
  return (await droplets()).map(({ id }) => id);
}

/** @throws if there is none */
export async function dropletWithAddress(address: string): Promise<number> {
  const found = (await droplets()).find(({ networks }) =>
    networks.v4.some((network) => network.ip_address === address),
  );
  if (!found) throw new Error(`no droplet has the address ${address}`);
  return found.id;
}

interface Droplet {
  id: number;
  networks: { v4: { ip_address: string }[] };
}

async function droplets(): Promise<Droplet[]> {
  const answer = await callApi<{ droplets: Droplet[] }>("GET", "/v2/droplets?per_page=200");
  return answer.droplets;
}

/** All that is on the machine of one droplet: network, mounts, processes, cgroups, disks. */
export async function tracesOfDroplet(id: number): Promise<string[]> {
  const cloud = thisCloud();
  const [name, { home }] = [hostName(cloud, id), hostPaths(cloud, id)];
  const isOf = (line: string) =>
    [name, home].some((mark) => new RegExp(`${mark}(?![0-9])`).test(line));
  const trash = entries(trashRoot(cloud)).filter((entry) => entry.startsWith(`${id}-`));
  const links = await run("ip", ["-n", routerNamespace(cloud), "-brief", "link"]);
  const cgroups = ["", ...entries("/sys/fs/cgroup")].map((hierarchy) =>
    join("/sys/fs/cgroup", hierarchy, cgroupName(cloud), String(id)),
  );
  return [
    ...entries("/run/netns").filter((entry) => entry === name),
    ...links.split("\n").filter((line) => line.startsWith(`${hostLink(id)}@`)),
    ...readFileSync("/proc/self/mountinfo", "utf8").split("\n").filter(isOf),
    ...entries("/proc").map(Number).filter(Boolean).map(commandLine).filter(isOf),
    ...[...cgroups, home].filter((folder) => existsSync(folder)),
    ...trash,
  ];
}

function entries(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}
