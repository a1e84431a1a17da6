import { cloudEnvironment } from "../../local/cloud";
import { apiEndpoint } from "../../components/settings/endpoint";
import { SettingError } from "../../components/settings/setting-error";
import { ROOT } from "../lib/project";

/** Whom to ask. */
export interface Source {
  /** The API's origin. */
  endpoint: string;
  token: string;
}

/**
 * DigitalOcean, where the program would find it; or, if told, the local cloud of this checkout.
 *
 * @throws where there is no token, or this shell has the local cloud's environment
 */
export function sizeSource(local: boolean, env: NodeJS.ProcessEnv): Source {
  if (local) {
    const { DIGITALOCEAN_API_URL: endpoint = "", DIGITALOCEAN_TOKEN: token = "" } =
      cloudEnvironment(ROOT);
    return { endpoint, token };
  }
  const endpoint = digitalocean(env);
  const token = env["DIGITALOCEAN_TOKEN"]?.trim() ?? "";
  if (token === "") {
    throw new Error(
      "DIGITALOCEAN_TOKEN is not set, and the API tells nothing without one: export DIGITALOCEAN_TOKEN=dop_v1_… (one that may only read is enough)",
    );
  }
  return { endpoint, token };
}

function digitalocean(env: NodeJS.ProcessEnv): string {
  try {
    return apiEndpoint("digitalocean", env);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new Error(
      "DIGITALOCEAN_API_URL is not DigitalOcean's, and the local cloud has its prices from this very table: unset DIGITALOCEAN_API_URL DIGITALOCEAN_TOKEN, or take another shell",
    );
  }
}
