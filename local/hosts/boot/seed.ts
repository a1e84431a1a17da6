import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { HostSpec } from "../types";

type SeedSpec = Pick<HostSpec, "id" | "name" | "userData" | "authorizedKeys">;

/** The files of cloud-init's NoCloud seed: name → text. JSON is YAML. */
export function renderSeed(spec: SeedSpec): Record<string, string> {
  return {
    "meta-data": `${JSON.stringify({
      // The same for the host's whole life, or else cloud-init would set it up anew.
      "instance-id": String(spec.id),
      "local-hostname": spec.name,
      "public-keys": spec.authorizedKeys,
    })}\n`,
    "user-data": spec.userData ?? "#cloud-config\n{}\n",
    // As DigitalOcean's does: /etc/hosts follows the name.
    "vendor-data": "#cloud-config\nmanage_etc_hosts: true\n",
  };
}

/** Writes the seed; the user data may hold the host's private key, so it is root's alone. */
export async function writeSeed(folder: string, spec: SeedSpec): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(renderSeed(spec))) {
    const path = join(folder, name);
    await writeFile(`${path}.part`, text, { mode: 0o600 });
    await rename(`${path}.part`, path);
  }
}
