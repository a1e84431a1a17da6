import { startCloud } from "../../../local/cloud";
import { ensureEngine } from "../../../local/engine/setup";
import { ROOT } from "../../../scripts/lib/project";
import { removeLeftStacks } from "./left-stacks";

/** Once for the whole rung: engine and cloud are there, and nothing of a killed run is. */
export default async function setUp(): Promise<void> {
  await Promise.all([ensureEngine(console.error), startCloud(ROOT, console.error)]);
  await removeLeftStacks(console.error);
}
