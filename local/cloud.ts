import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sourceDigest } from "./api/build";
import { apiUrl, askHealth, spawnApi, stopApi } from "./cloud/daemon";
import { ensurePackages } from "./cloud/packages";
import { isRoot, requireLinux, runAsRoot } from "./cloud/privilege";
import { type CloudStatus, readStatus } from "./cloud/status";
import { nspawnHosts } from "./hosts/nspawn";
import { HOST_PACKAGES } from "./hosts/packages";
import { withFileLock } from "./hosts/system/file-lock";
import type { Cloud, ImageSlug } from "./hosts/types";
import { allocateCloud, findCloud, registerRoot, releaseCloud } from "./register";

/** Gets one line of progress. */
export type Report = (line: string) => void;

/** The image whose base is there before the first droplet asks for it. */
const DEFAULT_IMAGE: ImageSlug = "debian-13-x64";

/**
 * Brings up the cloud of a checkout and waits until it answers; an API that runs older code than the tree's
 * is replaced, its droplets left running. Droplets that were on when the cloud was stopped come back.
 * Needs root, else sudo.
 */
export async function startCloud(checkout: string, report: Report): Promise<void> {
  requireLinux();
  if (!isRoot()) {
    // An API that is up to date needs nothing done, so nobody is asked for a password.
    if (await isCurrent(checkout)) return report("the local cloud is up");
    return runAsRoot("start", checkout, report);
  }
  const cloud = await allocateCloud(checkout);
  await alone(cloud, async () => {
    if (await isCurrent(checkout)) return report(`the local cloud is up at ${apiUrl(cloud)}`);
    await ensurePackages(HOST_PACKAGES, report);
    await nspawnHosts(cloud).prepare(DEFAULT_IMAGE, report);
    if (await askHealth(cloud)) report("the API runs older code: restarting it");
    await stopApi(cloud);
    await spawnApi(cloud);
    report(`the local cloud is up at ${apiUrl(cloud)}`);
  });
}

/** Stops API and droplets and takes everything but their state and disks off the machine. */
export async function stopCloud(checkout: string, report: Report): Promise<void> {
  requireLinux();
  const cloud = findCloud(checkout);
  if (!cloud) return report("there is no local cloud");
  if (!isRoot()) return runAsRoot("stop", checkout, report);
  await alone(cloud, () => takeDown(cloud, report));
  report("the local cloud is stopped; its droplets' disks are kept");
}

/** Stops the cloud and deletes it: droplets, disks, state and its place on the machine. */
export async function resetCloud(checkout: string, report: Report): Promise<void> {
  requireLinux();
  const cloud = findCloud(checkout);
  if (!cloud) return report("there is no local cloud");
  if (!isRoot()) return runAsRoot("reset", checkout, report);
  await alone(cloud, async () => {
    await takeDown(cloud, report);
    refuseMounts(cloud);
    report(`deleting ${cloud.root}`);
    await releaseCloud(cloud);
  });
  rmSync(lockPath(cloud), { force: true });
  report("the local cloud is gone");
}

/** What there is of the cloud; changes nothing and needs no root. */
export async function cloudStatus(checkout: string): Promise<CloudStatus> {
  requireLinux();
  return readStatus(findCloud(checkout));
}

/**
 * What a program needs to reach the cloud. From the register alone: the cloud need not run.
 * @throws if the checkout has no cloud yet.
 */
export function cloudEnvironment(checkout: string) {
  const cloud = findCloud(checkout);
  if (!cloud) {
    throw new Error(`${checkout} has no local cloud yet: "npm run cloud -- start" makes it`);
  }
  return { DIGITALOCEAN_API_URL: apiUrl(cloud), DIGITALOCEAN_TOKEN: cloud.token };
}

async function isCurrent(checkout: string): Promise<boolean> {
  const cloud = findCloud(checkout);
  return cloud !== undefined && (await askHealth(cloud))?.build === sourceDigest();
}

async function takeDown(cloud: Cloud, report: Report): Promise<void> {
  report("stopping the API");
  await stopApi(cloud);
  report("powering off the droplets");
  const hosts = nspawnHosts(cloud);
  await hosts.teardown();
  await hosts.settle();
}

/** Deleting through a mount would delete what is mounted. */
function refuseMounts(cloud: Cloud): void {
  const mount = readFileSync("/proc/self/mountinfo", "utf8")
    .split("\n")
    .map((line) => line.split(" ")[4] ?? "")
    .find((point) => point.startsWith(`${cloud.root}/`));
  if (mount !== undefined)
    throw new Error(`${mount} is still mounted: umount it, then reset again`);
}

const lockPath = (cloud: Cloud) => join(registerRoot(), `${cloud.id}.lock`);

/** One start, stop or reset of a cloud at a time. */
async function alone<T>(cloud: Cloud, work: () => Promise<T>): Promise<T> {
  if (!existsSync(registerRoot())) mkdirSync(registerRoot(), { recursive: true });
  return withFileLock(lockPath(cloud), work);
}
