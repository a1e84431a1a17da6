import { join } from "node:path";
import { nspawnHosts } from "../hosts/nspawn";
import { findCloud } from "../register";
import { sourceDigest } from "./build";
import { serveApi } from "./serve";

/** The API process of the checkout that its one argument names: `main.ts CHECKOUT`. */
async function main(): Promise<void> {
  const checkout = process.argv[2] ?? "";
  const cloud = findCloud(checkout);
  if (!cloud) throw new Error(`${checkout} has no local cloud: "npm run cloud -- start" makes one`);
  const build = sourceDigest();
  const service = await serveApi({
    cloud,
    hosts: nspawnHosts(cloud),
    statePath: join(cloud.root, "state.json"),
    build,
    log: (line) => console.log(`${new Date().toISOString()} ${line}`),
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
