import { realContext } from "./context";
import { ensureEngine } from "./setup";
import { goBuild } from "./go";
import { cpSync, writeFileSync } from "node:fs";
async function main() {
  const context = { ...realContext(console.log), folder: "/tmp/brk/cache", sources: "/tmp/brk/engine" };
  cpSync("/work/main/local/engine", context.sources, { recursive: true });
  if (process.argv[2] === "cold") {
    context.environment = { ...process.env, GOCACHE: "/tmp/brk/gocache" };
    await goBuild(context, { title: "the Node.js language host", module: "language-host", package: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs", ldflags: "-s -w" }, "/tmp/brk/out");
    return;
  }
  cpSync(process.env["HOME"] + "/.cache/django-droplet/engine/built", context.folder + "/built", { recursive: true });
  writeFileSync("/tmp/brk/engine/plugins/random/main.go", "package main\n\nfunc main() { undefined(1) }\n");
  await ensureEngine(console.log, context);
}
main().catch((e: Error) => { console.log("ERROR", e.message); });
