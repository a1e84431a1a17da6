import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cloudEnvironment } from "../../local/cloud";
import { allocateCloud, findCloud } from "../../local/register";
import type { Engine } from "../../local/engine/setup";
import { ROOT } from "./project";

/** Where local stacks keep their state. */
export const LOCAL_STATE = join(ROOT, ".local", "state");

/**
 * The passphrase of local stacks. No secret: what it encrypts opens throwaway machines on this
 * computer, and Pulumi asks for one.
 */
const LOCAL_PASSPHRASE = "django-droplet-local";

/**
 * The environment in which `pulumi` runs for a stack. Local stacks get backend, passphrase and
 * endpoint, so far as they are not set; other stacks get the engine and nothing else, so that
 * nothing of the local cloud can leak into them.
 */
export async function pulumiEnvironment(
  engine: Engine,
  local: boolean,
): Promise<Record<string, string>> {
  if (!local) return engine.env;
  // A place on the machine, which a preview needs before any cloud runs.
  if (!findCloud(ROOT) && process.getuid?.() === 0) await allocateCloud(ROOT);
  const own = process.env;
  const supplied: Record<string, string> = {
    ...cloudEnvironment(ROOT),
    PULUMI_BACKEND_URL: `file://${LOCAL_STATE}`,
  };
  if (!own["PULUMI_CONFIG_PASSPHRASE_FILE"])
    supplied["PULUMI_CONFIG_PASSPHRASE"] = LOCAL_PASSPHRASE;
  mkdirSync(LOCAL_STATE, { recursive: true });
  const unset = Object.entries(supplied).filter(([name]) => own[name] === undefined);
  return { ...engine.env, ...Object.fromEntries(unset) };
}
