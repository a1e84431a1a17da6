import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { serveApi } from "../../local/api/serve";
import { FakeHosts } from "./fake-hosts";
import { testCloud } from "./test-cloud";

/**
 * The API with hosts that exist in memory only, for clients under test. Prints `http://127.0.0.1:PORT` once
 * it answers; SIGTERM ends it.
 */
const options = new Command()
  .option("--port <port>", "0 takes a free one", "0")
  .option("--token <token>", "what clients must send", testCloud().token)
  .option("--state <folder>", "keeps state.json, so that a restart goes on with it")
  .option(
    "--die-before <call>",
    'exit as by kill -9 once the hosts get this call, such as "create 101"',
  )
  .parse()
  .opts<{ port: string; token: string; state?: string; dieBefore?: string }>();

async function main(): Promise<void> {
  const root = options.state ?? mkdtempSync(join(tmpdir(), "local-api-"));
  const cloud = testCloud({ root, port: Number(options.port), token: options.token });
  const hosts = new FakeHosts();
  hosts.wait = async (call) => {
    if (call === options.dieBefore) process.kill(process.pid, "SIGKILL");
  };
  const service = await serveApi({
    cloud,
    hosts,
    statePath: join(root, "state.json"),
    build: "fake",
    log: (line) => console.error(line),
  });
  process.once("SIGTERM", () => void service.stop().then(() => process.exit(0)));
  console.log(`http://127.0.0.1:${service.port}`);
}

main().catch((error: unknown) => {
  console.error(String(error));
  process.exit(1);
});
