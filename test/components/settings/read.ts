import * as pulumi from "@pulumi/pulumi";
import { readSettings, type Settings } from "../../../components/settings";
import { messageOf } from "../app/project-folder";

const LOCAL = { DIGITALOCEAN_API_URL: "http://127.0.0.1:8123" };

/** Reads settings as if a stack's config held these. */
export function read(
  config: Record<string, string>,
  env: NodeJS.ProcessEnv = LOCAL,
  projectRoot?: string,
): Settings {
  const named = Object.entries(config).map(([key, value]) => [`django-droplet:${key}`, value]);
  pulumi.runtime.setAllConfig({
    ...Object.fromEntries(named),
    "digitalocean:region": "another namespace's",
  });
  return readSettings(projectRoot === undefined ? { env } : { env, projectRoot });
}

/** The lines of the refusal, without the namespace. */
export function refusal(
  config: Record<string, string>,
  env?: NodeJS.ProcessEnv,
  root?: string,
): string[] {
  return messageOf(() => read(config, env, root))
    .split("\n")
    .map((line) => line.replace(/^django-droplet:/, ""));
}
