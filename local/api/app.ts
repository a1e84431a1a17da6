import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { requestId, type RequestIdVariables } from "hono/request-id";
import { accountRoutes } from "./account";
import type { Api } from "./api";
import { catalogRoutes } from "./catalog/routes";
import { actionRoutes } from "./droplets/actions";
import { dropletRoutes } from "./droplets/routes";
import { firewallRoutes } from "./firewalls/routes";
import { healthRoutes } from "./health";
import { bearerToken } from "./http/auth";
import { MAX_BODY_BYTES } from "./http/body";
import { ApiError, notImplemented, serverError, tooLarge } from "./http/errors";
import { rateLimitHeaders } from "./http/headers";
import { keyRoutes } from "./keys";
import { alertPolicyRoutes } from "./monitoring/routes";
import { tagRoutes } from "./tags";
import { uptimeAlertRoutes } from "./uptime/alerts";
import { uptimeCheckRoutes } from "./uptime/checks";

/** The API: which calls there are, and what holds for all of them. */
export function createApp(api: Api, log: (line: string) => void = () => undefined) {
  const app = new Hono<{ Variables: RequestIdVariables }>();
  app.use(rateLimitHeaders());
  app.use(requestId());
  app.use(bearerToken(api.cloud.token));
  app.use(
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw tooLarge(MAX_BODY_BYTES);
      },
    }),
  );

  const account = accountRoutes(api);
  app.get("/v2/account", account.show);

  const keys = keyRoutes(api);
  app.get("/v2/account/keys", keys.list);
  app.post("/v2/account/keys", keys.create);
  app.get("/v2/account/keys/:key", keys.show);
  app.put("/v2/account/keys/:key", keys.rename);
  app.delete("/v2/account/keys/:key", keys.remove);

  const actions = actionRoutes(api);
  app.get("/v2/actions", actions.list);
  app.get("/v2/actions/:action{[0-9]+}", actions.show);

  const droplets = dropletRoutes(api);
  app.get("/v2/droplets", droplets.list);
  app.post("/v2/droplets", droplets.create);
  app.delete("/v2/droplets", droplets.removeByTag);
  app.get("/v2/droplets/:id{[0-9]+}", droplets.show);
  app.delete("/v2/droplets/:id{[0-9]+}", droplets.remove);
  app.get("/v2/droplets/:id{[0-9]+}/actions", actions.listOfDroplet);
  app.post("/v2/droplets/:id{[0-9]+}/actions", actions.create);
  app.get("/v2/droplets/:id{[0-9]+}/actions/:action{[0-9]+}", actions.showOfDroplet);

  const firewalls = firewallRoutes(api);
  app.get("/v2/firewalls", firewalls.list);
  app.post("/v2/firewalls", firewalls.create);
  app.get("/v2/firewalls/:id", firewalls.show);
  app.put("/v2/firewalls/:id", firewalls.replace);
  app.delete("/v2/firewalls/:id", firewalls.remove);
  app.post("/v2/firewalls/:id/droplets", firewalls.addDroplets);
  app.delete("/v2/firewalls/:id/droplets", firewalls.removeDroplets);
  app.post("/v2/firewalls/:id/tags", firewalls.addTags);
  app.delete("/v2/firewalls/:id/tags", firewalls.removeTags);
  app.post("/v2/firewalls/:id/rules", firewalls.addRules);
  app.delete("/v2/firewalls/:id/rules", firewalls.removeRules);

  const tags = tagRoutes(api);
  app.get("/v2/tags", tags.list);
  app.post("/v2/tags", tags.create);
  app.get("/v2/tags/:tag", tags.show);
  app.delete("/v2/tags/:tag", tags.remove);
  app.post("/v2/tags/:tag/resources", tags.tagResources);
  app.delete("/v2/tags/:tag/resources", tags.untagResources);

  const policies = alertPolicyRoutes(api);
  app.get("/v2/monitoring/alerts", policies.list);
  app.post("/v2/monitoring/alerts", policies.create);
  app.get("/v2/monitoring/alerts/:uuid", policies.show);
  app.put("/v2/monitoring/alerts/:uuid", policies.replace);
  app.delete("/v2/monitoring/alerts/:uuid", policies.remove);

  const checks = uptimeCheckRoutes(api);
  app.get("/v2/uptime/checks", checks.list);
  app.post("/v2/uptime/checks", checks.create);
  app.get("/v2/uptime/checks/:id", checks.show);
  app.put("/v2/uptime/checks/:id", checks.update);
  app.delete("/v2/uptime/checks/:id", checks.remove);

  const alerts = uptimeAlertRoutes(api);
  app.get("/v2/uptime/checks/:id/alerts", alerts.list);
  app.post("/v2/uptime/checks/:id/alerts", alerts.create);
  app.get("/v2/uptime/checks/:id/alerts/:alert", alerts.show);
  app.put("/v2/uptime/checks/:id/alerts/:alert", alerts.replace);
  app.delete("/v2/uptime/checks/:id/alerts/:alert", alerts.remove);

  const catalog = catalogRoutes();
  app.get("/v2/regions", catalog.regions);
  app.get("/v2/sizes", catalog.sizes);
  app.get("/v2/images", catalog.images);
  app.get("/v2/images/:image", catalog.image);

  const health = healthRoutes(api);
  app.get("/health", health.show);
  app.get("/health/limits", health.limits);

  app.notFound((c) => {
    throw notImplemented(`${c.req.method} ${c.req.path}`);
  });

  app.onError((error, c) => {
    if (!(error instanceof ApiError)) log(`${c.req.method} ${c.req.path}: ${error.stack ?? error}`);
    const { status, id, message } = error instanceof ApiError ? error : serverError();
    return c.json({ id, message, request_id: c.get("requestId") }, status);
  });
  return app;
}
