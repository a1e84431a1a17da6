import { spawnSync } from "node:child_process";
import { ROOT } from "../../scripts/lib/project";

// The other tests have npm stood in for: here the commands themselves say what they take.
it.each([
  ["preview", "--stack"],
  ["up", "--stack --yes"],
])("npm run %s takes %s", (command, options) => {
  const { status, stdout } = spawnSync(
    "node",
    ["--import", "tsx", `scripts/${command}.ts`, "--help"],
    {
      cwd: ROOT,
      encoding: "utf8",
    },
  );
  expect(status).toBe(0);
  for (const option of options.split(" ")) expect(stdout).toMatch(new RegExp(`${option}\\b`));
});
