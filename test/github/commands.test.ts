import { spawnSync } from "node:child_process";
import { TYPESCRIPT } from "../../local/typescript";
import { ROOT } from "../../scripts/lib/project";

// The other tests have npm stood in for: here the commands themselves say what they take.
it.each([
  ["preview", "--stack"],
  ["up", "--stack --yes"],
  ["staging up", "--ttl --from"],
  ["staging reap", "--dry-run"],
])("npm run %s takes %s", (command, options) => {
  const [script, ...subcommand] = command.split(" ");
  const { status, stdout } = spawnSync(
    "node",
    [...TYPESCRIPT, `scripts/${script}.ts`, ...subcommand, "--help"],
    { cwd: ROOT, encoding: "utf8" },
  );
  expect(status).toBe(0);
  for (const option of options.split(" ")) expect(stdout).toMatch(new RegExp(`${option}\\b`));
});
