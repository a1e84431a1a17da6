import type { Pulumi } from "../lib/pulumi";
import { readEvents, type Preview } from "./events";

/** A preview, and how the engine ended with it. */
export interface Taken {
  preview: Preview;
  succeeded: boolean;
}

/** Runs `pulumi preview`. @throws where the engine could not even begin */
export async function takePreview(pulumi: Pulumi): Promise<Taken> {
  const { code, stdout, stderr } = await pulumi.capture(
    ["preview", "--json", "--stack", pulumi.stack, "--color", "never", "--non-interactive"],
    { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
  );
  const preview = readEvents(stdout);
  if (code !== 0 && preview.errors.length === 0) {
    throw new Error(stderr.trim() || `pulumi preview ended with ${code}`);
  }
  return { preview, succeeded: code === 0 };
}
