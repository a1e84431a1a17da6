import { spawnSync } from "node:child_process";

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs a script as the program's steps run theirs: bash reads it from standard input. */
export function bash(script: string, env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-s"], {
    input: script,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LC_ALL: "C.UTF-8", ...env },
  });
  return { code: status, stdout, stderr };
}
