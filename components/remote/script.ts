import { readFileSync } from "node:fs";
import { join } from "node:path";
import { assignments, type Parameter } from "./shell";

const FOLDER = join(__dirname, "..", "..", "scripts", "host");

/**
 * The text of one converge script: parameters, then the shared functions, then the named parts in
 * order. The last part ends in `main </dev/null`: bash has read the whole script before it starts,
 * so neither a program that reads standard input nor a cut connection can run half of it.
 *
 * @param parts names of files in `scripts/host`, without `.sh`
 */
export function script(
  parts: readonly string[],
  parameters: Readonly<Record<string, Parameter>>,
): string {
  const bodies = ["lib", ...parts].map((part) => readFileSync(join(FOLDER, `${part}.sh`), "utf8"));
  return assignments(parameters) + bodies.join("\n");
}

/** The text of a helper that is installed on the host as it is. */
export function hostFile(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}
