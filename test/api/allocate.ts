import { allocateCloud } from "../../local/register";

/** Takes a place for each checkout that the arguments name, in their order. */
async function main(): Promise<void> {
  for (const checkout of process.argv.slice(2)) await allocateCloud(checkout);
}

void main();
