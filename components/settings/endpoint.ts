import { SettingError } from "./setting-error";
import { choices, show } from "./wording";

/** Which of the two clouds a stack lives in. */
export type CloudName = "local" | "digitalocean";

const DIGITALOCEAN = "https://api.digitalocean.com";
const VARIABLE = "DIGITALOCEAN_API_URL";
const LOOPBACK = ["127.0.0.1", "[::1]", "localhost"];
const START = 'start it with npm run cloud -- start, then eval "$(npm run -s env)" in this shell';

/**
 * The API's address for a cloud, an origin such as `http://127.0.0.1:8001`. The stack says which
 * cloud it is in, the environment where that is: where the two differ, a test would reach the real
 * account, or a production stack a toy.
 */
export function apiEndpoint(cloud: CloudName | undefined, env: NodeJS.ProcessEnv): string {
  if (cloud === undefined) {
    throw new SettingError(
      "cloud",
      "not set; choose local (this machine) or digitalocean: pulumi config set cloud local",
    );
  }
  const given = env[VARIABLE] ?? "";
  return cloud === "local" ? localEndpoint(given) : remoteEndpoint(given);
}

function localEndpoint(given: string): string {
  if (given === "") {
    throw new SettingError(
      "cloud",
      `local needs the local cloud, and ${VARIABLE} is not set; ${START}`,
    );
  }
  const url = parseOrigin(given);
  if (url?.protocol === "http:" && isLoopback(url) && url.port !== "") return url.origin;
  throw new SettingError(
    "cloud",
    `local needs ${VARIABLE} to be http://127.0.0.1:PORT, and it is ${describe(given)}; ${START}, or run pulumi config set cloud digitalocean`,
  );
}

function remoteEndpoint(given: string): string {
  if (given === "") return DIGITALOCEAN;
  const url = parseOrigin(given);
  if (url?.protocol === "https:" && !isLoopback(url)) return url.origin;
  throw new SettingError(
    "cloud",
    `digitalocean needs ${VARIABLE} to be unset (or https, and not on ${choices(LOOPBACK)}), and it is ${describe(given)}; run unset ${VARIABLE}, or pulumi config set cloud local`,
  );
}

/** A URL that is an origin and nothing more: the provider's client drops a path. */
function parseOrigin(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const bare = url?.username === "" && url.pathname === "/" && url.search === "" && url.hash === "";
  return bare ? url : undefined;
}

function isLoopback(url: URL): boolean {
  return LOOPBACK.includes(url.hostname);
}

/** The value for a message, without the password that a URL may hold. */
function describe(given: string): string {
  return show(given.replace(/\/\/[^/@]*@/, "//…@"));
}
