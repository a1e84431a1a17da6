import { join } from "node:path";
import { type Api, createApi } from "../../local/api/api";
import { createApp } from "../../local/api/app";
import { Store } from "../../local/api/state/store";
import { contractViolations } from "../openapi/contract";
import { FakeHosts } from "./fake-hosts";
import { temporaryFolder } from "./temporary";
import { testCloud } from "./test-cloud";

/** An answer, its JSON parsed; `body` is undefined after a 204. */
export interface Answer {
  status: number;
  headers: Headers;
  // Tests read whatever they expect; what is not there fails them.
  body: Json;
}
export interface Json {
  [key: string]: Json;
}

/** The droplet in an answer. */
export function dropletIn({ body }: Answer): Json {
  const droplet = body["droplet"];
  if (!droplet) throw new Error(`no droplet in ${JSON.stringify(body)}`);
  return droplet;
}

/** The items of a list in an answer. */
export const items = (json: Json | undefined): Json[] => json as unknown as Json[];

export interface TestApi {
  api: Api;
  hosts: FakeHosts;
  log: string[];
  /** Every accepted request and every answer is held against DigitalOcean's description. */
  call(method: string, path: string, body?: unknown): Promise<Answer>;
  /** Makes a droplet and waits until it is active; returns its id. */
  droplet(over?: Record<string, unknown>): Promise<number>;
  /** The API as after a kill and a restart: the same file, other hosts if they are given. */
  restarted(hosts?: FakeHosts): Promise<TestApi>;
}

export const KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ4TyN3yoYIfx9HHmCz6EQgJ8rDPDqIM4jkBRV9ciNcY me@here";

/** What the official provider sends when a program sets the bare minimum. */
export const dropletRequest = (over: Record<string, unknown> = {}) => ({
  name: "web-52033cc",
  region: "fra1",
  size: "s-1vcpu-1gb",
  image: "debian-13-x64",
  ssh_keys: [] as unknown[],
  backups: false,
  ipv6: false,
  private_networking: false,
  monitoring: false,
  tags: [] as string[],
  ...over,
});

/** The API in this process, over fake hosts and a state file of its own. */
export function testApi(
  hosts = new FakeHosts(),
  statePath = join(temporaryFolder(), "state.json"),
): TestApi {
  const log: string[] = [];
  const cloud = testCloud();
  const report = (line: string) => void log.push(line);
  const api = createApi({ cloud, store: new Store(statePath), hosts, build: "b", log: report });
  const app = createApp(api, report);

  async function call(method: string, path: string, body?: unknown): Promise<Answer> {
    const sent = typeof body === "string" ? body : JSON.stringify(body);
    const response = await app.request(path, {
      method,
      headers: { authorization: `Bearer ${cloud.token}`, "content-type": "application/json" },
      ...(sent !== undefined && { body: sent }),
    });
    const text = await response.text();
    const answer = {
      status: response.status,
      headers: response.headers,
      body: (text === "" ? undefined : JSON.parse(text)) as Json,
    };
    const violations = contractViolations({ method, path, request: body, ...answer });
    if (violations.length > 0) {
      throw new Error(`${method} ${path} → ${response.status}\n${violations.join("\n")}`);
    }
    return answer;
  }

  return {
    api,
    hosts,
    log,
    call,
    async droplet(over = {}) {
      const { body, status } = await call("POST", "/v2/droplets", dropletRequest(over));
      if (status !== 202) throw new Error(JSON.stringify(body));
      await api.lifecycle.idle();
      return body["droplet"]?.["id"] as unknown as number;
    },
    async restarted(next = hosts) {
      const successor = testApi(next, statePath);
      await successor.api.lifecycle.resume();
      return successor;
    },
  };
}
