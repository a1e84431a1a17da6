import { cloudEnvironment } from "../../local/cloud";
import { ROOT } from "../lib/project";
import { CloudApi, type ApiAccess } from "./api";

const DIGITALOCEAN = "https://api.digitalocean.com";

/**
 * The API of a cloud, as the environment gives it.
 *
 * @throws one line, where it has no token
 */
export function cloudApi(local: boolean, patience: Pick<ApiAccess, "tries"> = {}): CloudApi {
  if (local) {
    const { DIGITALOCEAN_API_URL: endpoint, DIGITALOCEAN_TOKEN: token } = cloudEnvironment(ROOT);
    return new CloudApi({ endpoint, token, ...patience });
  }
  const { DIGITALOCEAN_API_URL: endpoint, DIGITALOCEAN_TOKEN: token } = process.env;
  if (!token) {
    throw new Error("DIGITALOCEAN_TOKEN is not set: set it to a token of the account");
  }
  return new CloudApi({ endpoint: endpoint || DIGITALOCEAN, token, ...patience });
}
