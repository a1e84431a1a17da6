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
  /** Actions that went wrong, newest last, with the reason that the API's answers leave out. */
  failures: z.array(z.object({ droplet: z.int(), action: z.string(), error: z.string() })),
});
export type Health = z.infer<typeof Health>;

/** What this machine's kernel refuses: `GET /health/limits`, apart since finding out takes time. */
export const Limits = z.object({
  limits: z.array(z.object({ feature: z.string(), error: z.string() })),
});

export function healthRoutes({ cloud, build, hosts, store }: Api) {
  return {
    show(c: Context) {
      const droplets = new Set(store.state.droplets.map(({ id }) => id));
      const failures = store.state.actions.flatMap(({ dropletId, change, error }) =>
        error !== undefined && droplets.has(dropletId)
          ? [{ droplet: dropletId, action: change.type, error }]
          : [],
      );
      const health: Health = { cloud: cloud.id, pid: process.pid, build, failures };
      return c.json(health);
    },

    limits: async (c: Context) => c.json({ limits: await hosts.limits() }),
  };
}
