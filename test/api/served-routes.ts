import { anonymous } from "../openapi/description";
import { createApi } from "../../local/api/api";
import { createApp } from "../../local/api/app";
import { emptyState } from "../../local/api/state/model";
import type { Store } from "../../local/api/state/store";
import { FakeHosts } from "./fake-hosts";
import { testCloud } from "./test-cloud";

/** DigitalOcean's calls that the local API serves, as `GET /v2/droplets/{}`. */
export function servedRoutes(): string[] {
  // Routes are declared without a look at the state.
  const store = { state: emptyState() } as Store;
  const app = createApp(createApi({ cloud: testCloud(), store, hosts: new FakeHosts() }));
  return app.routes
    .filter(({ method, path }) => method !== "ALL" && path.startsWith("/v2/"))
    .map(({ method, path }) => `${method} ${anonymous(path)}`);
}
