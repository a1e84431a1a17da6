import type { Context } from "hono";
import type { Api } from "./api";
import { DROPLET_LIMIT } from "./droplets/address";
import { uuidFrom } from "./state/ids";

/** `/v2/account`: nobody's, the same for every call to this cloud. */
export function accountRoutes({ cloud }: Api) {
  return {
    show: (c: Context) =>
      c.json({
        account: {
          droplet_limit: DROPLET_LIMIT,
          floating_ip_limit: 0,
          email: "local@example.com",
          name: "local cloud",
          uuid: uuidFrom(`account ${cloud.id}`),
          email_verified: true,
          status: "active",
          status_message: "",
          team: { uuid: uuidFrom(`team ${cloud.id}`), name: "local" },
        },
      }),
  };
}
