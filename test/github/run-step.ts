import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { ROOT } from "../../scripts/lib/project";
import type { World } from "./world";

const FAKES = join(__dirname, "fakes");

/** How a step ended. */
export interface StepRun {
  outcome: "success" | "failure" | "skipped";
  outputs: Record<string, string>;
  printed: string;
}

/**
 * Runs a `run` step in the tree as GitHub's runner does, with the stand-ins first on PATH.
 *
 * @param github the context of that name, of which the runner makes variables
 * @param temporary the job's own folder
 */
export function runStep(
  script: string,
  env: Record<string, string>,
  github: Record<string, string>,
  world: World,
  temporary: string,
): StepRun {
  const file = join(temporary, "step.sh");
  const output = join(temporary, "output");
  const home = join(temporary, "home");
  writeFileSync(file, script);
  writeFileSync(output, "");
  mkdirSync(home, { recursive: true });
  const variables = ["repository", "sha", "ref_name", "run_id", "server_url"].map((name) => [
    `GITHUB_${name.toUpperCase()}`,
    github[name],
  ]);
  const { status, stdout, stderr } = spawnSync("bash", ["-e", file], {
    cwd: ROOT,
    encoding: "utf8",
    env: {
      ...{ PATH: `${FAKES}${delimiter}${process.env["PATH"] ?? ""}`, WORLD: world.folder },
      ...(Object.fromEntries(variables) as Record<string, string>),
      ...{ HOME: home, CI: "true", GITHUB_ACTIONS: "true", RUNNER_TEMP: temporary },
      ...{ GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: join(world.folder, "summary.md") },
      ...env,
    },
  });
  return {
    outcome: status === 0 ? "success" : "failure",
    outputs: readOutputs(readFileSync(output, "utf8")),
    printed: stdout + stderr,
  };
}

function readOutputs(text: string): Record<string, string> {
  const lines = text.split("\n").filter(Boolean);
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = "", value = ""] = /^(\w+)=(.*)$/.exec(line) ?? [];
      return [name, value];
    }),
  );
}
