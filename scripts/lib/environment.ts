import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cloudEnvironment } from "../../local/cloud";
import { allocateCloud, findCloud } from "../../local/register";
import type { Engine } from "../../local/engine/setup";
import { ROOT } from "./project";

/** Where local stacks keep their state. */
export const LOCAL_STATE = join(ROOT, ".local", "state");
export const LOCAL_BACKEND = folderBackend(LOCAL_STATE);

/**
 * The URL of a backend in a folder. Without the file of attributes that it would keep beside each of its
 * files: an engine that is killed while it writes one leaves it empty, and no stack can be listed any
 * more ("EOF").
 */
export function folderBackend(folder: string): string {
  return `file://${folder}?metadata=skip`;
}

/** Whether a backend's URL is the local stacks', whatever its options. */
export function isLocalBackend(url: string | undefined): boolean {
  return url?.split("?")[0] === LOCAL_BACKEND.split("?")[0];
}

/**
 * The passphrase of local stacks. No secret: what it encrypts opens throwaway machines on this
 * computer, and Pulumi asks for one.
 */
const LOCAL_PASSPHRASE = "django-droplet-local";

/**
 * The environment in which `pulumi` runs for a stack. Local stacks get backend and passphrase, so
 * far as they are not set, and the local cloud's endpoint with its own token: a real token that the
 * shell holds for other work must not be sent to it. Other stacks get the engine and nothing else.
 *
 * @throws if a stack that is not local would run in an environment made for local ones
 */
export async function pulumiEnvironment(
  engine: Engine,
  local: boolean,
): Promise<Record<string, string>> {
  if (!local) {
    refuseLocalEnvironment();
    return engine.env;
  }
  // A place on the machine, which a preview needs before any cloud runs.
  if (!findCloud(ROOT) && process.getuid?.() === 0) await allocateCloud(ROOT);
  // For its owner alone, since the passphrase is no secret.
  mkdirSync(LOCAL_STATE, { recursive: true, mode: 0o700 });
  const own = process.env;
  const chosen = own["PULUMI_CONFIG_PASSPHRASE"] ?? own["PULUMI_CONFIG_PASSPHRASE_FILE"];
  return {
    ...engine.env,
    ...cloudEnvironment(ROOT),
    PULUMI_BACKEND_URL: own["PULUMI_BACKEND_URL"] ?? LOCAL_BACKEND,
    ...(chosen === undefined && { PULUMI_CONFIG_PASSPHRASE: LOCAL_PASSPHRASE }),
  };
}

/** Pulumi would make a lasting stack in this folder, its secrets under a passphrase that all know. */
function refuseLocalEnvironment(): void {
  const { PULUMI_BACKEND_URL: backend, PULUMI_CONFIG_PASSPHRASE: passphrase } = process.env;
  if (!isLocalBackend(backend) && passphrase !== LOCAL_PASSPHRASE) return;
  throw new Error(
    "this shell has the environment of local stacks (npm run -s env), and the stack is none of them: " +
      "unset PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE DIGITALOCEAN_API_URL DIGITALOCEAN_TOKEN, or take another shell",
  );
}
