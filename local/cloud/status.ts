import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { quote } from "../../components/remote/shell";
import { Limits } from "../api/health";
import { hostSpec } from "../api/droplets/address";
import { Store } from "../api/state/store";
import { BASES } from "../hosts/base/build";
import type { Cloud, Limit } from "../hosts/types";
import { goneCheckouts } from "../register";
import { apiUrl, askApi, askHealth } from "./daemon";

/** Finding out what the kernel refuses means trying it, and a list asks every host whether it runs. */
const SLOW_MS = 60_000;

/** What `npm run cloud -- status` tells. */
export interface CloudStatus {
  /** Absent before the first start. */
  cloud?: Cloud;
  /** Process id of the API; absent if it does not run. */
  apiPid?: number;
  droplets: DropletLine[];
  limits: Limit[];
  failures: { droplet: number; action: string; error: string }[];
  /** Folder names of the cached base images. */
  bases: string[];
  /** Checkouts that are gone, of whose clouds nobody would hear any more. */
  gone: string[];
}

export interface DropletLine {
  id: number;
  name: string;
  status: string;
  size: string;
  addresses: string[];
}

const DropletList = z.object({
  droplets: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      status: z.string(),
      size_slug: z.string(),
      networks: z.object({
        v4: z.array(z.object({ ip_address: z.string() })),
        v6: z.array(z.object({ ip_address: z.string() })),
      }),
    }),
  ),
});

export async function readStatus(cloud: Cloud | undefined): Promise<CloudStatus> {
  const bases = existsSync(BASES)
    ? readdirSync(BASES, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !/\.part-\d+$/.test(entry.name))
        .map(({ name }) => name)
    : [];
  const health = cloud && (await askHealth(cloud));
  return {
    ...(cloud && { cloud }),
    ...(health && { apiPid: health.pid }),
    droplets: !cloud ? [] : health ? await liveDroplets(cloud) : storedDroplets(cloud),
    limits: cloud && health ? await readLimits(cloud) : [],
    failures: health?.failures ?? [],
    bases,
    gone: goneCheckouts(),
  };
}

/** The status for a person, as lines. */
export function renderStatus(status: CloudStatus): string {
  return [...renderOwn(status), ...renderGone(status)].join("\n");
}

function renderOwn({ cloud, apiPid, droplets, limits, failures, bases }: CloudStatus): string[] {
  if (!cloud) return ["no local cloud yet: npm run cloud -- start"];
  const api = apiPid === undefined ? "stopped: npm run cloud -- start" : `up, process ${apiPid}`;
  return [
    `API       ${apiUrl(cloud)}, ${api}`,
    `cloud     ${cloud.id}, ${cloud.root}, ${cloud.ipv4Prefix}.0/24, ${cloud.ipv6Prefix}::/64`,
    section("bases", bases),
    section("droplets", table(droplets)),
    section(
      "failures",
      failures.map(({ droplet, action, error }) => `droplet ${droplet}, ${action}: ${error}`),
    ),
    section(
      "refused",
      limits.map(({ feature, error }) => `${feature}: ${error}`),
    ),
  ];
}

function renderGone({ gone }: CloudStatus): string[] {
  if (gone.length === 0) return [];
  const lines = gone.map(
    (path) =>
      `${path}, but not its cloud: npm run cloud -- reset --checkout ${word(path)} deletes it`,
  );
  return [section("gone", lines)];
}

/** A path as a shell takes it. */
const word = (path: string): string => (/^[\w./+-]+$/.test(path) ? path : quote(path));

const section = (title: string, lines: string[]): string =>
  `${title.padEnd(10)}${lines.length === 0 ? "none" : lines.join("\n".padEnd(11))}`;

function table(droplets: readonly DropletLine[]): string[] {
  const rows = droplets.map(({ id, name, status, size, addresses }) => [
    String(id),
    name,
    status,
    size,
    addresses.join(" "),
  ]);
  const widths = [0, 1, 2, 3].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}

async function readLimits(cloud: Cloud): Promise<Limit[]> {
  const { data } = Limits.safeParse(await askApi(cloud, "/health/limits", SLOW_MS));
  return data?.limits ?? [{ feature: "limits", error: "the API did not tell them in time" }];
}

/** @throws without an answer: to take that for no droplets would stop the cloud under those that run. */
async function liveDroplets(cloud: Cloud): Promise<DropletLine[]> {
  const { data } = DropletList.safeParse(await askApi(cloud, "/v2/droplets?per_page=200", SLOW_MS));
  if (!data) {
    throw new Error(
      `the API at ${apiUrl(cloud)} does not list its droplets: see ${cloud.root}/api.log`,
    );
  }
  return data.droplets.map(({ id, name, status, size_slug: size, networks }) => ({
    id,
    name,
    status,
    size,
    addresses: [...new Set([...networks.v4, ...networks.v6].map((network) => network.ip_address))],
  }));
}

/** Without an API nothing runs under its eyes, and only root may read the state. */
function storedDroplets(cloud: Cloud): DropletLine[] {
  const path = join(cloud.root, "state.json");
  if (process.getuid?.() !== 0 || !existsSync(path)) return [];
  return new Store(path).state.droplets.map((droplet) => {
    const { id, name, ipv4, ipv6 } = hostSpec(cloud, droplet);
    const addresses = ipv6 === undefined ? [ipv4] : [ipv4, ipv6];
    return { id, name, status: `${droplet.status}, kept`, size: droplet.size, addresses };
  });
}
