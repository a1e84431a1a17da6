import { runScript } from "../components/remote/ssh";
import { appliedOf } from "./drift/applied";
import { driftOf, exitCode, type Drift, type Outcome } from "./drift/model";
import { driftScript, parseReading, type Reading } from "./drift/reading";
import { renderDrift } from "./drift/render";
import type { Wanted } from "./drift/wanted";
import { wantedOf } from "./drift/wanted-host";
import { report, runMain, stackCommand } from "./lib/command";
import { connectionOf, type Connection } from "./lib/host";
import { Pulumi } from "./lib/pulumi";
import { generatedSecrets, readSecrets } from "./lib/secrets";
import { readState } from "./lib/state";
import { readEvents, type Preview } from "./preview/events";
import { redact } from "./preview/redact";

/** The reading itself has 60 seconds on the host. */
const TIMEOUT_MS = 75_000;

interface Options {
  stack: string;
  json?: true;
}

const { stack, json } = stackCommand(
  "drift",
  "what is not as it was applied, on the host and at DigitalOcean",
)
  .option("--json", "print the same as JSON")
  .addHelpText(
    "after",
    "\nNothing is changed. The exit code is 0 without drift, 2 with it, 1 where a side could not be read.",
  )
  .parse()
  .opts<Options>();

runMain(async () => {
  const drift = await takeDrift(await Pulumi.forStack(stack, report));
  process.stdout.write(json ? `${JSON.stringify(drift, null, 2)}\n` : renderDrift(drift));
  return exitCode(drift);
});

async function takeDrift(pulumi: Pulumi): Promise<Drift> {
  const state = await readState(pulumi);
  const connection = connectionOf(state);
  if (!connection) {
    throw new Error(
      `stack "${stack}" has no host: bring it up with npm run up -- --stack ${stack}`,
    );
  }
  const wanted = wantedOf(appliedOf(state));
  const [host, cloud, secrets] = await Promise.all([
    outcomeOf(readHost(connection, wanted)),
    outcomeOf(readCloud(pulumi)),
    readSecrets(pulumi),
  ]);
  const drift = driftOf(pulumi, wanted, host, cloud);
  const hidden = redact(drift, [...secrets, ...generatedSecrets(state)]);
  return { ...hidden, stack, result: drift.result };
}

async function readHost(connection: Connection, wanted: Wanted): Promise<Reading> {
  const printed = await runScript(connection, driftScript(wanted), TIMEOUT_MS).catch(
    (error: unknown) => {
      throw new Error(`${connection.host} does not answer (${textOf(error)}): is the droplet on?`);
    },
  );
  return parseReading(printed);
}

/** What a refresh would find; the state stays as it is. */
async function readCloud(pulumi: Pulumi): Promise<Preview> {
  const { code, stdout, stderr } = await pulumi.capture(
    [
      ...["refresh", "--preview-only", "--json", "--stack", stack],
      ...["--color", "never", "--non-interactive"],
    ],
    { PULUMI_ENABLE_STREAMING_JSON_PREVIEW: "true" },
  );
  const preview = readEvents(stdout);
  if (code === 0) return preview;
  const [reason = ""] = [...preview.errors, ...stderr.trim().split("\n")];
  throw new Error(`DigitalOcean could not be read: ${reason.replaceAll("\n", " ")}`);
}

async function outcomeOf<Result>(work: Promise<Result>): Promise<Outcome<Result>> {
  return work.then(
    (read) => ({ read }),
    (error: unknown) => ({ error: textOf(error) }),
  );
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
