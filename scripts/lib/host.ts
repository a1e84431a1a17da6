import { z } from "zod";
import { findSize, type Size } from "../../components/host/sizes";
import type { Pulumi } from "./pulumi";
import { readState, type StateResource } from "./state";

const host = z.object({
  connection: z.object({ host: z.string(), hostKey: z.string(), privateKey: z.string() }),
});

const site = z.object({
  project: z.string(),
  unit: z.string(),
  hostHeader: z.string(),
  recordDigest: z.string(),
});

const droplet = z.object({ size: z.string() });

/** How to reach the stack's host. */
export type Connection = z.infer<typeof host>["connection"];
export type Site = z.infer<typeof site>;

export interface Host {
  connection: Connection;
  site: Site;
  /** The droplet's; undefined for one that is not in the table. */
  size: Size | undefined;
}

/**
 * The stack's host and its site, from its state.
 *
 * @throws if the stack has no host: it was never brought up, or is destroyed
 */
export async function readHost(pulumi: Pulumi): Promise<Host> {
  const resources = await readState(pulumi);
  const hosts = outputsOf(resources, "django-droplet:index:DropletHost", host);
  const sites = outputsOf(resources, "django-droplet:index:DjangoSite", site);
  const [made] = outputsOf(resources, "digitalocean:index/droplet:Droplet", droplet);
  if (hosts[0] && sites[0]) {
    const size = made && findSize(made.size);
    return { connection: hosts[0].connection, site: sites[0], size };
  }
  const { stack } = pulumi;
  throw new Error(`stack "${stack}" has no host: bring it up with npm run up -- --stack ${stack}`);
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
