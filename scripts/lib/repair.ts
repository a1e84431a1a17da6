import { z } from "zod";
import type { Pulumi } from "./pulumi";

const checkpoint = z.object({
  deployment: z.object({
    resources: z.array(z.object({ urn: z.string(), type: z.string() })).optional(),
  }),
});

/**
 * `--replace URN …` for every step and every upload of the stack. All converge, so running one
 * again where nothing is wrong changes nothing; and none has a `delete`, so replacing one undoes
 * nothing.
 */
export async function repairTargets(pulumi: Pulumi): Promise<string[]> {
  const { code, stdout } = await pulumi.capture(["stack", "export", "--stack", pulumi.stack]);
  if (code !== 0) throw new Error(`the state of stack "${pulumi.stack}" could not be read`);
  const { deployment } = checkpoint.parse(JSON.parse(stdout));
  return (deployment.resources ?? [])
    .filter(({ type }) => type.startsWith("command:remote:"))
    .flatMap(({ urn }) => ["--replace", urn]);
}
