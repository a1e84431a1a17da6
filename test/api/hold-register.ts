import { withFileLock } from "../../local/hosts/system/file-lock";

/** Holds the lock file that the argument names until it is killed; says so first. */
void withFileLock(process.argv[2] ?? "", async () => {
  console.log("held");
  // A timer keeps the process; nothing ever clears it.
  await new Promise(() => setInterval(() => undefined, 60_000));
});
