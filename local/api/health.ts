import type { Context } from "hono";
import { z } from "zod";
import type { Api } from "./api";

/** What the API tells of itself: `GET /health`, which DigitalOcean does not have. */
export const Health = z.object({
  /** The cloud's id, which tells this API from whatever else may have its port. */
  cloud: z.string(),
  pid: z.int(),
  /** Digest of the sources that it runs. */
  build: z.string(),
  /** What this machine's kernel refuses. */
  limits: z.array(z.object({ feature: z.string(), error: z.string() })),
  /** Actions that went wrong, newest last, with the reason that the API's answers leave out. */
  failures: z.array(z.object({ droplet: z.int(), action: z.string(), error: z.string() })),
});
export type Health = z.infer<typeof Health>;

export function healthRoutes({ cloud, build, hosts, store }: Api) {
  return {
    async show(c: Context) {
      const droplets = new Set(store.state.droplets.map(({ id }) => id));
      const failures = store.state.actions.flatMap(({ dropletId, change, error }) =>
        error !== undefined && droplets.has(dropletId)
          ? [{ droplet: dropletId, action: change.type, error }]
          : [],
      );
      const limits = await hosts.limits();
      const health: Health = { cloud: cloud.id, pid: process.pid, build, limits, failures };
      return c.json(health);
    },
  };
}
