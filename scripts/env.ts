import { ensureEngine } from "../local/engine/setup";
import { quote } from "../components/remote/shell";
import { report, runMain } from "./lib/command";
import { pulumiEnvironment } from "./lib/environment";

/** `eval "$(npm run -s env)"`: for people who type `pulumi` themselves. */
runMain(async () => {
  const engine = await ensureEngine(report);
  for (const [name, value] of Object.entries(await pulumiEnvironment(engine, true))) {
    console.log(`export ${name}=${quote(value)}`);
  }
  return 0;
});
