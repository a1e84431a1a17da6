import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "@hono/node-server";
import type { Cloud, Hosts } from "../hosts/types";
import { createApi } from "./api";
import { createApp } from "./app";
import { Store } from "./state/store";

/** How long a stopping API waits for its clients and for what it is doing; the rest is taken up by the next one. */
const DRAIN_MS = 60_000;

type App = ReturnType<typeof createApp>;

export interface ServeOptions {
  cloud: Cloud;
  hosts: Hosts;
  statePath: string;
  build: string;
  log: (line: string) => void;
}

export interface Service {
  /** The port that is listened on: the cloud's, or the one that was free if that is 0. */
  port: number;
  /** Takes no more requests, finishes what is going on and leaves the hosts as they are. */
  stop(): Promise<void>;
}

/**
 * Serves the API on 127.0.0.1 and brings the hosts back as the state has them.
 * @throws if the port is taken, the state unreadable, or the hosts cannot be brought back.
 */
export async function serveApi({
  cloud,
  hosts,
  statePath,
  build,
  log,
}: ServeOptions): Promise<Service> {
  // The port is taken first: it is what keeps a second API off the same state. Requests wait.
  let open: (app: App) => void = () => undefined;
  const opened = new Promise<App>((resolve) => (open = resolve));
  const server = serve({
    fetch: async (request, env) => (await opened).fetch(request, env),
    hostname: "127.0.0.1",
    port: cloud.port,
  });
  await once(server, "listening").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EADDRINUSE") throw error;
    throw new Error(`port ${cloud.port} is taken by another program (ss -ltnp tells which)`);
  });

  const store = new Store(statePath);
  const api = createApi({ cloud, store, hosts, build, log });
  await api.lifecycle.resume();
  open(createApp(api, log));
  const { port } = server.address() as AddressInfo;
  log(`listening on 127.0.0.1:${port}`);

  return {
    port,
    async stop() {
      const closed = once(server, "close");
      server.close();
      const finished = closed.then(() => api.lifecycle.drain());
      await Promise.race([finished, sleep(DRAIN_MS, undefined, { ref: false })]);
      await api.lifecycle.refresh();
      // Every client has its answer.
      store.commit((draft) => {
        draft.creations = [];
      });
      await hosts.settle();
      log("stopped");
    },
  };
}
