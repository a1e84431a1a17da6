import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { LOCAL_STATE } from "../../../scripts/lib/environment";
import { runEngine } from "../../e2e/support/engine";
import { measure } from "../measure";
import { STORE } from "../store";
import type { Sample } from "../types";
import { pulumiCommand, UP } from "./pulumi";

/** In the checkout, where Node finds the program's own `@pulumi/pulumi`. */
const FOLDER = join(STORE, "empty-program");
const PROJECT = "django-droplet-empty";
const STACK = "empty";

const PROGRAM = `"use strict";
require("@pulumi/pulumi");
`;

const PULUMI_YAML = `name: ${PROJECT}
runtime: { name: nodejs, options: { typescript: false } }
main: index.js
`;

/** A Pulumi program without a resource: what the engine alone takes, in the two ways it is run. */
export const emptyProgram = {
  name: "empty Pulumi program",

  /** Makes it and its stack, brought up once. */
  async setUp(): Promise<void> {
    await this.remove();
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(join(FOLDER, "Pulumi.yaml"), PULUMI_YAML);
    writeFileSync(join(FOLDER, "index.js"), PROGRAM);
    for (const args of [
      ["stack", "init", STACK],
      [...UP, "--stack", STACK],
    ]) {
      const { code, output } = await runEngine(args, { cwd: FOLDER });
      if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    }
  },

  up: () => run(UP),
  preview: () => run(["preview"]),

  /** Nothing but its state and its files is anywhere. */
  remove(): Promise<void> {
    rmSync(FOLDER, { recursive: true, force: true });
    for (const kind of ["stacks", "history", "backups", "locks/organization"]) {
      rmSync(join(LOCAL_STATE, ".pulumi", kind, PROJECT), { recursive: true, force: true });
    }
    return Promise.resolve();
  },
};

/** As a person has it who knows nothing of this project's ways to start sooner. */
async function run(args: readonly string[]): Promise<Sample> {
  const { env, ...command } = await pulumiCommand(args, STACK, FOLDER);
  const NODE_OPTIONS = process.env["NODE_OPTIONS"] ?? "";
  return measure({ ...command, env: { ...env, NODE_OPTIONS } });
}
