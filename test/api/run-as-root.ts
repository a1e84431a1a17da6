import { runAsRoot } from "../../local/cloud/privilege";

/** `run-as-root.ts COMMAND CHECKOUT`: marks each reported line, and the error. */
runAsRoot(process.argv[2] ?? "", process.argv[3] ?? "", (line) => {
  console.log(`reported: ${line}`);
}).catch((error: unknown) => {
  console.log(`failed: ${error instanceof Error ? error.message : String(error)}`);
});
