import type { Cloud, Hosts } from "../hosts/types";
import { Lifecycle } from "./droplets/lifecycle";
import { Filters } from "./firewalls/filters";
import { unansweredCreations } from "./http/replay";
import type { Creation } from "./state/model";
import type { Store } from "./state/store";

/** What every route works with. */
export interface Api {
  cloud: Cloud;
  store: Store;
  hosts: Hosts;
  filters: Filters;
  lifecycle: Lifecycle;
  /** Creations of the process before this one; see `answerCreation`. */
  unanswered: Map<string, Creation>;
  /** Digest of the sources that this process runs. */
  build: string;
}

export interface ApiOptions {
  cloud: Cloud;
  store: Store;
  hosts: Hosts;
  build?: string;
  /** Gets one line an event that no answer tells of. */
  log?: (line: string) => void;
}

/** The API of one cloud over its state and its hosts. `lifecycle.resume()` comes before the first request. */
export function createApi({
  cloud,
  store,
  hosts,
  build = "",
  log = () => undefined,
}: ApiOptions): Api {
  const filters = new Filters(cloud, store, hosts, log);
  const lifecycle = new Lifecycle(cloud, store, hosts, filters, log);
  const unanswered = unansweredCreations(store.state);
  return { cloud, store, hosts, filters, lifecycle, unanswered, build };
}
