import { secretValues } from "../preview/redact";
import type { Pulumi } from "./pulumi";
import { stackConfig } from "./stack-config";
import type { StateResource } from "./state";

/** The values in a stack's config that are secret, in the pieces by which a text is searched for them. */
export async function readSecrets(pulumi: Pulumi): Promise<string[]> {
  const { stack } = pulumi;
  const { code, stdout } = await pulumi.capture([
    ...["config", "--show-secrets", "--json", "--stack", stack],
  ]);
  if (code !== 0)
    throw new Error(`the secrets in the config of stack "${stack}" could not be read`);
  return secretValues(stdout, stackConfig(stack));
}

/** Likewise what the stack has generated: passwords, and the lines of private keys. */
export function generatedSecrets(state: readonly StateResource[]): string[] {
  return state.flatMap(({ type, outputs }) => {
    const key = type.startsWith("tls:") ? "privateKeyOpenssh" : "result";
    const value = /^(tls|random):/.test(type) ? outputs[key] : undefined;
    return String(value ?? "")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("-----"));
  });
}
