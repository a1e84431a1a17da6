import { z } from "zod";
import { SSH_PORT } from "../../components/remote/host-key";
import { ROOT } from "../../components/remote/root";
import { findSize, type Size } from "../../components/host/sizes";
import type { Serving } from "../../components/serve/serving";
import type { Pulumi } from "./pulumi";
import { readState, type StateResource } from "./state";

const host = z.object({
  connection: z.object({
    host: z.string(),
    hostKey: z.string(),
    privateKey: z.string(),
    // As a state has it that was written when there were only droplets.
    port: z.number().default(SSH_PORT),
    user: z.string().default(ROOT),
  }),
});

/** The components that are a stack's host. */
export const HOSTS = ["django-droplet:index:DropletHost", "django-droplet:index:ExistingHost"];

const common = {
  project: z.string(),
  url: z.string(),
  hostHeader: z.string(),
  recordDigest: z.string(),
};

const serving = z.object({
  way: z.enum(["systemd", "supervisor", "apache"]),
  unit: z.string(),
  webServer: z.enum(["nginx", "apache", "none"]),
  workers: z.number(),
  log: z.string(),
}) satisfies z.ZodType<Serving>;

/** As a state has it that was written when there was one way to run a site. */
const olderSite = z
  .object({ ...common, unit: z.string() })
  .transform(({ unit, ...rest }) => ({ ...rest, serving: oneWay(rest.project, unit) }));

const site = z.union([z.object({ ...common, serving }), olderSite]);

const droplet = z.object({ size: z.string() });

/** How to reach the stack's host. */
export type Connection = z.infer<typeof host>["connection"];

export interface Site {
  project: string;
  url: string;
  /** The Host header under which the site answers. */
  hostHeader: string;
  /** What the digest of the host's record must be. */
  recordDigest: string;
  serving: Serving;
}

export interface Host {
  connection: Connection;
  /** One or more. */
  sites: readonly Site[];
  /** The droplet's; undefined for one that is not in the table, and for a server that is no droplet. */
  size: Size | undefined;
}

/**
 * The stack's host and its sites, from its state.
 *
 * @throws if the stack has no host: it was never brought up, or is destroyed
 */
export async function readHost(pulumi: Pulumi): Promise<Host> {
  const found = hostOf(await readState(pulumi));
  if (found) return found;
  const { stack } = pulumi;
  throw new Error(`stack "${stack}" has no host: bring it up with npm run up -- --stack ${stack}`);
}

/** How to reach the stack's host, a site on it or none; undefined where there is no host. */
export function connectionOf(resources: readonly StateResource[]): Connection | undefined {
  return HOSTS.flatMap((type) => outputsOf(resources, type, host))[0]?.connection;
}

/** The host and its sites; undefined where the resources have no host, or no site on it. */
export function hostOf(resources: readonly StateResource[]): Host | undefined {
  const [found] = HOSTS.flatMap((type) => outputsOf(resources, type, host));
  const sites = outputsOf(resources, "django-droplet:index:DjangoSite", site);
  const [made] = outputsOf(resources, "digitalocean:index/droplet:Droplet", droplet);
  if (!found || sites.length === 0) return undefined;
  return { connection: found.connection, sites, size: made && findSize(made.size) };
}

/** How many workers are wanted was read from the host then: 0 is unknown. */
function oneWay(project: string, unit: string): Serving {
  const log = `/var/log/${project}/gunicorn.log`;
  return { way: "systemd", unit, webServer: "nginx", workers: 0, log };
}

function outputsOf<Shape>(
  resources: readonly StateResource[],
  type: string,
  shape: z.ZodType<Shape>,
): Shape[] {
  return resources
    .filter((resource) => resource.type === type)
    .flatMap(({ outputs }) => {
      const parsed = shape.safeParse(outputs);
      return parsed.success ? [parsed.data] : [];
    });
}
