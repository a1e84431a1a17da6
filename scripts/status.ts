import { parseReading } from "../components/health/service-status";
import { script } from "../components/remote/script";
import { runScript } from "../components/remote/ssh";
import { report, runMain, stackCommand } from "./lib/command";
import { readHost } from "./lib/host";
import { Pulumi } from "./lib/pulumi";

const TIMEOUT_MS = 10_000;

const command = stackCommand("status", "the service as it is on the host now").parse();

runMain(async () => {
  const pulumi = await Pulumi.forStack(command.opts<{ stack: string }>().stack, report);
  const { connection, site } = await readHost(pulumi);
  const { project, unit, hostHeader, recordDigest } = site;
  const text = script(["record", "probe", "status"], {
    PROJECT: project,
    UNIT: unit,
    HOST: hostHeader,
  });
  const printed = await runScript(connection, text, TIMEOUT_MS).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${connection.host} does not answer (${reason}): is the droplet on?`);
  });
  const { status, record } = parseReading(unit, printed);
  for (const [name, value] of Object.entries(status)) console.log(`${name.padEnd(12)} ${value}`);
  if (record !== recordDigest) {
    report("this is not what the stack says: `npm run up -- --repair` puts it right");
  }
  return status.activeState === "active" && status.httpStatus < 500 ? 0 : 1;
});
