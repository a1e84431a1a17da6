import { z } from "zod";
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

/** How to reach the stack's host. */
export type Connection = z.infer<typeof host>["connection"];
export type Site = z.infer<typeof site>;

/**
 * The stack's host and its site, from its state.
 *
 * @throws if the stack has no host: it was never brought up, or is destroyed
 */
export async function readHost(pulumi: Pulumi): Promise<{ connection: Connection; site: Site }> {
  const resources = await readState(pulumi);
  const hosts = outputsOf(resources, "django-droplet:index:DropletHost", host);
  const sites = outputsOf(resources, "django-droplet:index:DjangoSite", site);
  if (hosts[0] && sites[0]) return { connection: hosts[0].connection, site: sites[0] };
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
