import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Store } from "../../local/api/state/store";
import { TYPESCRIPT } from "../../local/typescript";
import { dropletRequest } from "./harness";
import { temporaryFolder } from "./temporary";
import { testCloud } from "./test-cloud";

const TIMEOUT_MS = 60_000;
const processes: ChildProcess[] = [];

afterAll(() => processes.forEach((child) => child.kill("SIGKILL")));

interface Server {
  child: ChildProcess;
  call(method: string, path: string, body?: object): Promise<Response>;
}

/** A real process with the API; `args` as serve-fake.ts takes them. */
async function serve(state: string, ...args: string[]): Promise<Server> {
  const child = spawn(
    process.execPath,
    [...TYPESCRIPT, join(__dirname, "serve-fake.ts"), "--state", state, ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  processes.push(child);
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  const url = line.toString().trim();
  return {
    child,
    call: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${testCloud().token}` },
        ...(body && { body: JSON.stringify(body) }),
      }),
  };
}

async function active(server: Server, id: number): Promise<void> {
  for (;;) {
    const { droplet } = (await (await server.call("GET", `/v2/droplets/${id}`)).json()) as {
      droplet: { status: string };
    };
    if (droplet.status === "active") return;
  }
}

test(
  "killed while a host is made: the next process finishes it under the same id",
  async () => {
    const state = temporaryFolder();
    const first = await serve(state, "--die-before", "create 101");
    const died = once(first.child, "exit");
    // The answer may or may not get out before the process is gone.
    await first.call("POST", "/v2/droplets", dropletRequest()).catch(() => undefined);
    expect(await died).toEqual([null, "SIGKILL"]);
    expect(new Store(join(state, "state.json")).state.droplets).toMatchObject([
      { id: 101, status: "new" },
    ]);

    const second = await serve(state);
    await active(second, 101);
    // The client that lost its answer asks again, and gets the droplet that there is.
    const again = await second.call("POST", "/v2/droplets", dropletRequest());
    expect([again.status, await again.json()]).toMatchObject([202, { droplet: { id: 101 } }]);
  },
  TIMEOUT_MS,
);

test(
  "killed at any moment under load: whatever was answered is there, once",
  async () => {
    const state = temporaryFolder();
    const answered: number[] = [];
    const sent: string[] = [];
    for (let round = 0; round < 3; round++) {
      const server = await serve(state);
      const died = once(server.child, "exit");
      const enough = 5 + 7 * round;
      let count = 0;
      const send = async (): Promise<void> => {
        const name = `host-${sent.length}`;
        sent.push(name);
        const response = await server.call("POST", "/v2/droplets", dropletRequest({ name }));
        const { droplet } = (await response.json()) as { droplet: { id: number } };
        answered.push(droplet.id);
        if (++count === enough) server.child.kill("SIGKILL");
        return send();
      };
      await Promise.allSettled([send(), send(), send()]);
      await died;
    }
    const { droplets } = new Store(join(state, "state.json")).state;
    const ids = droplets.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(answered));
    // Each name was sent once, so none may be there twice.
    const names = droplets.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(sent).toEqual(expect.arrayContaining(names));
    expect(new Set(droplets.map(({ address }) => address)).size).toBe(droplets.length);

    const last = await serve(state);
    for (const id of ids) await active(last, id);
  },
  TIMEOUT_MS,
);

test(
  "SIGTERM ends it with everything finished, and nobody is answered from memory afterwards",
  async () => {
    const state = temporaryFolder();
    const server = await serve(state);
    const exited = once(server.child, "exit");
    await server.call("POST", "/v2/droplets", dropletRequest());
    server.child.kill("SIGTERM");
    expect(await exited).toEqual([0, null]);
    const { droplets, actions, creations } = new Store(join(state, "state.json")).state;
    expect(droplets).toMatchObject([{ status: "active" }]);
    expect(actions).toMatchObject([{ status: "completed" }]);
    expect(creations).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  "a second process on the same port fails in one line and leaves the state alone",
  async () => {
    const first = await serve(temporaryFolder());
    const answer = await first.call("GET", "/v2/account");
    const { port } = new URL(answer.url);
    const second = spawn(
      process.execPath,
      [
        ...[...TYPESCRIPT, join(__dirname, "serve-fake.ts")],
        ...["--port", port, "--state", temporaryFolder()],
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    processes.push(second);
    const [[words], [code]] = (await Promise.all([
      once(second.stderr, "data"),
      once(second, "exit"),
    ])) as [[Buffer], [number]];
    expect(code).toBe(1);
    expect(words.toString()).toMatch(/^Error: port \d+ is taken by another program[^\n]*\n$/);
  },
  TIMEOUT_MS,
);
