import { readdirSync } from "node:fs";
import { identify } from "../../../local/hosts/system/processes";
import { ROOT } from "../../../scripts/lib/project";
import { Stack } from "./stack";

/** Takes away the stacks of runs that were killed before they could. */
export async function removeLeftStacks(report: (line: string) => void): Promise<void> {
  for (const file of readdirSync(ROOT)) {
    const [, name, pid] = /^Pulumi\.(e2e-.+-(\d+)-[0-9a-f]+)\.yaml$/.exec(file) ?? [];
    if (name === undefined || identify(Number(pid)) !== undefined) continue;
    report(`clearing away ${name}, which a killed run left`);
    await new Stack("", name).dispose();
  }
}
