import { readdirSync } from "node:fs";
import { startCloud } from "../../../local/cloud";
import { ensureEngine } from "../../../local/engine/setup";
import { ROOT } from "../../../scripts/lib/project";
import { Stack } from "./stack";

/** Once for the whole rung: engine and cloud are there, and nothing of a killed run is. */
export default async function setUp(): Promise<void> {
  await Promise.all([ensureEngine(console.error), startCloud(ROOT, console.error)]);
  for (const file of readdirSync(ROOT)) {
    const [, name, pid] = /^Pulumi\.(e2e-.+-(\d+)-[0-9a-f]+)\.yaml$/.exec(file) ?? [];
    if (name === undefined || isAlive(Number(pid))) continue;
    console.error(`clearing away ${name}, which a killed run left`);
    await new Stack("", name).dispose();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
