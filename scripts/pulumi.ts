import { report, runMain } from "./lib/command";
import { DEFAULT_STACK } from "./lib/project";
import { refuseToDestroy } from "./lib/protection";
import { Pulumi } from "./lib/pulumi";

/** `npm run pulumi -- ARGS`: the project's own Pulumi, in the environment of the stack it is about. */
runMain(async () => {
  const args = process.argv.slice(2);
  if (isAboutBackend(args)) {
    return (await Pulumi.forCloud(DEFAULT_STACK, false, report)).run(args);
  }
  const pulumi = await Pulumi.forStack(stackOf(args), report);
  // A local stack is there as soon as its config is: a first preview needs no ceremony.
  if (pulumi.local && args[0] !== "stack" && (await pulumi.ensureStack()) !== 0) return 1;
  if (isWholeDestroy(args)) await refuseToDestroy(pulumi);
  return pulumi.run(args);
});

/** Where stacks are kept is a question for those that are not local: these have their place. */
function isAboutBackend([command = ""]: readonly string[]): boolean {
  return ["login", "logout", "whoami"].includes(command);
}

/** Whoever says more than that all shall go knows of the protection, or only looks. */
function isWholeDestroy([command = "", ...rest]: readonly string[]): boolean {
  const more = /^(--target|--exclude|--ignore-protect|--preview-only|--help)|^-[th]/;
  return ["destroy", "down", "dn"].includes(command) && !rest.some((arg) => more.test(arg));
}

/** The stack that the arguments name: by `--stack`, or as `stack init NAME` does. */
function stackOf(args: readonly string[]): string {
  const [first, verb = "", name] = args;
  if (
    first === "stack" &&
    ["init", "select", "rm"].includes(verb) &&
    name?.startsWith("-") === false
  ) {
    return name;
  }
  for (const [index, arg] of args.entries()) {
    if (arg === "--stack" || arg === "-s") return args[index + 1] ?? DEFAULT_STACK;
    if (arg.startsWith("--stack=")) return arg.slice("--stack=".length);
  }
  return DEFAULT_STACK;
}
