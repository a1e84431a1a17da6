import { Command } from "commander";
import { DEFAULT_STACK } from "./project";

/** A command of ours that takes a stack: `npm run NAME -- --stack S`. */
export function stackCommand(name: string, description: string): Command {
  return new Command(`npm run ${name} --`)
    .description(description)
    .option("-s, --stack <name>", "the stack", DEFAULT_STACK);
}

/**
 * Runs a command's main function: its number is the exit code, and an error is one line, since
 * whoever reads it asked for a server and not for a stack trace.
 */
export function runMain(main: () => Promise<number>): void {
  main().then(
    (code) => {
      process.exitCode = code;
    },
    (error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      console.error(`django-droplet: ${message}`);
      process.exitCode = 1;
    },
  );
}

/** Progress, on standard error: standard output is for results. */
export function report(line: string): void {
  console.error(line);
}
