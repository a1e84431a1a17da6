import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { report, runMain } from "./lib/command";
import { DEFAULT_STACK } from "./lib/project";
import { down } from "./staging/commands/down";
import { extendAll } from "./staging/commands/extend";
import { keepAll } from "./staging/commands/keep";
import { list } from "./staging/commands/list";
import { reapAll } from "./staging/commands/reap";
import { up } from "./staging/commands/up";
import { endOnSignals } from "./staging/interrupt";
import { DEFAULT_TTL } from "./staging/ttl";

const MOST_AT_ONCE = 20;

const program = new Command("npm run staging --")
  .description("throwaway stacks, each with a time after which it may be destroyed")
  .showHelpAfterError("(npm run staging -- help)");

program
  .command("up")
  .description("make stacks, or bring them up to date")
  .argument("<name...>", "one or several, such as pr-123")
  .option("--ttl <time>", `how long they live from now: 30m, 8h, 2d (default: ${DEFAULT_TTL})`)
  .option("--from <stack>", `whose config they take over (default: ${DEFAULT_STACK})`)
  .option("--config <key=value>", "what differs, again and again", collect, [])
  .option("--concurrency <n>", "how many at once", parseConcurrency, atOnce())
  .action((names: string[], options) => run(() => up(names, options, report)));

program
  .command("down")
  .description("destroy throwaway stacks, whether their time is over or not")
  .argument("<name...>", "one or several")
  .option("--concurrency <n>", "how many at once", parseConcurrency, atOnce())
  .action((names: string[], options) => run(() => down(names, options, report)));

program
  .command("list")
  .description("all throwaway stacks: age, time left, cost so far, url, state")
  .option("--json", "print the same as JSON")
  .action((options) => run(() => list(options, report)));

program
  .command("extend")
  .description("let stacks live longer; nothing is deployed")
  .argument("<name...>", "one or several")
  .option("--ttl <time>", "how long they live from now", DEFAULT_TTL)
  .action((names: string[], options) => run(() => extendAll(names, options, report)));

program
  .command("keep")
  .description("make throwaway stacks lasting; nothing is deployed")
  .argument("<name...>", "one or several")
  .action((names: string[]) => run(() => keepAll(names, report)));

program
  .command("reap")
  .description("destroy the throwaway stacks that are past their time")
  .argument("[name...]", "which are looked at (default: all)")
  .option("--dry-run", "only say which")
  .option("--concurrency <n>", "how many at once", parseConcurrency, atOnce())
  .addHelpText("after", "\nThe exit code is 1 if a stack could not be destroyed or judged.")
  .action((names: string[], options) => run(() => reapAll(names, options, report)));

endOnSignals(report);
program.parse();

function run(main: () => Promise<number>): void {
  runMain(main);
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

/** Each stack is an engine with its plugins: more than one for a core, since they mostly wait. */
function atOnce(): number {
  return Math.min(4, Math.max(2, availableParallelism()));
}

function parseConcurrency(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MOST_AT_ONCE) return count;
  throw new InvalidArgumentError(`Give a number from 1 to ${MOST_AT_ONCE}.`);
}
