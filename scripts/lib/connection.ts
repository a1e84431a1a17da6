import { z } from "zod";
import type { Pulumi } from "./pulumi";

const connection = z.object({ host: z.string(), hostKey: z.string(), privateKey: z.string() });

/**
 * How to reach the stack's host, from its outputs.
 *
 * @throws if the stack has none: it was never brought up, or is destroyed
 */
export async function readConnection(pulumi: Pulumi): Promise<z.infer<typeof connection>> {
  const { code, stdout } = await pulumi.capture([
    "stack",
    "output",
    "--json",
    "--show-secrets",
    "--stack",
    pulumi.stack,
  ]);
  const outputs: unknown = code === 0 ? JSON.parse(stdout) : {};
  const parsed = z.object({ connection }).safeParse(outputs);
  if (parsed.success) return parsed.data.connection;
  throw new Error(
    `stack "${pulumi.stack}" has no host: bring it up with npm run up -- --stack ${pulumi.stack}`,
  );
}
