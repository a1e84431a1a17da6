import { writeFileSync } from "node:fs";
import { runScript } from "../components/remote/ssh";
import { statusScript } from "../components/health/status-script";
import { report, runMain, stackCommand } from "./lib/command";
import { readHost, type Host } from "./lib/host";
import { Pulumi } from "./lib/pulumi";
import { remember, type Moment } from "./status/history";
import { renderPage } from "./status/page/page";
import { renderScreen } from "./status/screen";
import { asJson, takeSnapshot, type Snapshot } from "./status/snapshot";
import { coloured, plain } from "./status/terminal";
import { watch } from "./status/watch";

const TIMEOUT_MS = 10_000;

/** Between two readings of the CPU's time: top's first screen takes as long. */
const SECONDS = 1;

interface Options {
  stack: string;
  watch?: true;
  html?: string;
  json?: true;
  early?: true;
}

const options = stackCommand("status", "the services and their host as they are now")
  .option("-w, --watch", "read again and again, in place, until Ctrl-C")
  .option("--html <file>", "write one page with plots to the file")
  .option("--json", "print everything as JSON")
  .option("--early", "judge the capacity in the first hour after the boot too")
  .addHelpText("after", "\nThe exit code is 0 when all is well and 1 when something is not.")
  .parse()
  .opts<Options>();

runMain(async () => {
  const { stack } = options;
  const host = await readHost(await Pulumi.forStack(stack, report));
  return options.watch ? keepWatching(host) : showOnce(host);
});

async function showOnce(host: Host): Promise<number> {
  const snapshot = await read(host);
  const history = remember([], snapshot);
  if (options.html) writePage(options.html, snapshot, history);
  console.log(
    options.json ? asJson(snapshot) : renderScreen(snapshot, history, paint()).join("\n"),
  );
  return snapshot.well ? 0 : 1;
}

async function keepWatching(host: Host): Promise<number> {
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  let history: Moment[] = [];
  let well = false;
  if (process.stdout.isTTY) process.stdout.write("\u001b[2J");
  await watch({
    signal: stop.signal,
    rows: () => (process.stdout.isTTY ? process.stdout.rows : undefined),
    write: (text) => process.stdout.write(text),
    read: async () => {
      try {
        const snapshot = await read(host);
        history = remember(history, snapshot);
        well = snapshot.well;
        if (options.html) writePage(options.html, snapshot, history);
        return options.json ? [asJson(snapshot)] : renderScreen(snapshot, history, paint());
      } catch (error) {
        well = false;
        return [error instanceof Error ? error.message : String(error)];
      }
    },
  });
  return well ? 0 : 1;
}

/** @throws one line, if the host is gone */
async function read({ connection, sites, size }: Host): Promise<Snapshot> {
  const text = statusScript({ sites, seconds: SECONDS });
  const printed = await runScript(connection, text, TIMEOUT_MS).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${connection.host} does not answer (${reason}): is it on?`);
  });
  return takeSnapshot(printed, {
    stack: options.stack,
    host: connection.host,
    at: new Date(),
    sites,
    size,
    early: options.early ?? false,
  });
}

function writePage(file: string, snapshot: Snapshot, history: readonly Moment[]): void {
  writeFileSync(file, renderPage(snapshot, history));
  if (!options.watch) report(`wrote ${file}`);
}

/** https://no-color.org/ */
function paint(): typeof plain {
  return process.stdout.isTTY && !process.env["NO_COLOR"] ? coloured : plain;
}
