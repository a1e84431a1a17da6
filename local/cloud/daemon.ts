import { spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Health } from "../api/health";
import { commandLine, identify, kill } from "../hosts/system/processes";
import { until } from "../hosts/system/until";
import type { Cloud } from "../hosts/types";
import { registerRoot } from "../register";
import { TYPESCRIPT } from "../typescript";

const MAIN = join(__dirname, "../api/main.ts");
const TREE = join(__dirname, "../..");

/** An API that is up answers at once; one that brings hosts back answers when they are there. */
const ANSWER_MS = 5_000;
const START_MS = 10 * 60_000;
/** More than the API gives its work to end. */
const STOP_MS = 90_000;

export const apiUrl = ({ port }: Cloud): string => `http://127.0.0.1:${port}`;
const logPath = ({ root }: Cloud) => join(root, "api.log");
const pidPath = ({ root }: Cloud) => join(root, "api.pid");

/** Gets JSON from the cloud's API; undefined if nothing there accepts its token and answers in time. */
export async function askApi(cloud: Cloud, path: string, timeoutMs = ANSWER_MS): Promise<unknown> {
  try {
    const response = await fetch(`${apiUrl(cloud)}${path}`, {
      headers: { authorization: `Bearer ${cloud.token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/** What the API of this very cloud says of itself; undefined if none answers. */
export async function askHealth(cloud: Cloud): Promise<Health | undefined> {
  const { data } = Health.safeParse(await askApi(cloud, "/health"));
  return data?.cloud === cloud.id ? data : undefined;
}

/**
 * Starts the API as a process of its own, which outlives this one, and waits until it answers.
 * @throws with its last words if it ends instead.
 */
export async function spawnApi(cloud: Cloud): Promise<Health> {
  mkdirSync(cloud.root, { recursive: true });
  // What the one before has said may tell why it is gone.
  if (existsSync(logPath(cloud))) renameSync(logPath(cloud), `${logPath(cloud)}.1`);
  const log = openSync(logPath(cloud), "w", 0o600);
  const child = spawn(process.execPath, [...TYPESCRIPT, MAIN, cloud.checkout], {
    cwd: TREE,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, DJANGO_DROPLET_CLOUD_ROOT: registerRoot() },
  });
  closeSync(log);
  child.unref();
  let ended = false;
  child.once("exit", () => (ended = true)).once("error", () => (ended = true));
  if (child.pid !== undefined) writeFileSync(pidPath(cloud), `${child.pid}\n`);

  const health = await until(async () => ended || (await askHealth(cloud)), START_MS, 50);
  if (health && health !== true) return health;
  if (!ended && child.pid !== undefined) kill(child.pid, "SIGKILL");
  const words =
    readFileSync(logPath(cloud), "utf8").trim().split("\n").at(-1) || "it gave no reason";
  throw new Error(`the local cloud's API did not start: ${words} (log: ${logPath(cloud)})`);
}

/** Ends the API, its work done as far as that takes less than a minute; hosts go on running. */
export async function stopApi(cloud: Cloud): Promise<void> {
  const pid = (await askHealth(cloud))?.pid ?? silentApi(cloud);
  if (pid !== undefined) {
    kill(pid, "SIGTERM");
    if (!(await until(() => identify(pid) === undefined, STOP_MS))) {
      kill(pid, "SIGKILL");
      await until(() => identify(pid) === undefined, STOP_MS);
    }
  }
  rmSync(pidPath(cloud), { force: true });
}

/** An API that runs and does not answer. A pid may be another process's by now, so its command is asked. */
function silentApi(cloud: Cloud): number | undefined {
  const pid = Number(readIfThere(pidPath(cloud)));
  const command = commandLine(pid);
  return command.includes("local/api/main.ts") && command.endsWith(cloud.checkout)
    ? pid
    : undefined;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
