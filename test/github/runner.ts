import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { Expressions, type Contexts } from "./expressions";
import { runStep, type StepRun } from "./run-step";
import { readWorkflow, type Job } from "./workflows";
import { SHA, World } from "./world";

/** What happened in a repository, as GitHub tells a workflow. */
export interface Happening {
  event: string;
  payload?: object;
  actor?: string;
  branch?: string;
  /** The repository's variables. */
  vars?: Record<string, string>;
  inputs?: Record<string, unknown>;
  /** Secrets by environment: a job has those of its own. */
  secrets?: Record<string, Record<string, string>>;
}

/** How a job ended. */
export interface JobRun {
  result: StepRun["outcome"];
  /** Its name, or `NAME at URL`. */
  environment: string;
  outputs: Record<string, string>;
  /** What its steps printed. */
  printed: string;
}

const SKIPPED: JobRun = { result: "skipped", environment: "", outputs: {}, printed: "" };

/** Runs the workflows as GitHub's runner does, their `run` steps for real; actions are passed over. */
export class Runner {
  private constructor(
    private readonly expressions: Expressions,
    private readonly world: World,
  ) {}

  static async of(world: World): Promise<Runner> {
    return new Runner(await Expressions.load(), world);
  }

  /** How the jobs ended, by `job`, `job (value)` of a matrix, and `job (value) / job` of a call. */
  run(file: string, happening: Happening): Record<string, JobRun> {
    const runs: Record<string, JobRun> = {};
    for (const [id, job] of Object.entries(readWorkflow(file).jobs)) {
      const needs = [job.needs ?? []].flat().map((need) => [need, runs[need]] as const);
      const status = needs.every(([, run]) => run?.result === "success") ? "success" : "failure";
      const contexts = { ...contextsOf(happening), needs: Object.fromEntries(needs) };
      if (!this.expressions.holds(job.if, contexts, status)) {
        runs[id] = SKIPPED;
        continue;
      }
      for (const [name, matrix] of this.matrix(id, job, contexts)) {
        const known = { ...contexts, matrix };
        if (job.uses === undefined) runs[name] = this.job(job, known, happening);
        else {
          const called = Object.entries(this.call(job, job.uses, known, happening));
          for (const [inner, run] of called) runs[`${name} / ${inner}`] = run;
        }
      }
    }
    return runs;
  }

  private matrix(id: string, job: Job, contexts: Contexts): [string, Record<string, string>][] {
    if (!job.strategy) return [[id, {}]];
    const stacks = this.expressions.value(job.strategy.matrix.stack, contexts) as string[];
    return stacks.map((stack) => [`${id} (${stack})`, { stack }]);
  }

  private call(job: Job, file: string, contexts: Contexts, happening: Happening) {
    const inputs = this.fill(job.with ?? {}, contexts);
    const secrets = job.secrets === "inherit" ? (happening.secrets ?? {}) : {};
    return this.run(file, { ...happening, inputs, secrets });
  }

  private job(job: Job, contexts: Contexts, happening: Happening): JobRun {
    const temporary = mkdtempSync(join(this.world.folder, "job-"));
    const name = this.expressions.fill(job.environment?.name ?? "", contexts);
    const steps: Record<string, StepRun> = {};
    const known = { ...contexts, secrets: happening.secrets?.[name] ?? {}, steps };
    const github = contexts["github"] as Record<string, string>;
    let result: "success" | "failure" = "success";
    for (const [index, { id = `step ${index}`, ...step }] of job.steps.entries()) {
      const none: StepRun = { outcome: "skipped", outputs: {}, printed: "" };
      if (!this.expressions.holds(step.if, known, result)) steps[id] = none;
      else if (step.run === undefined) steps[id] = { ...none, outcome: "success" };
      else {
        const env = this.fill(step.env ?? {}, known);
        steps[id] = runStep(step.run, env, github, this.world, temporary);
      }
      if (steps[id].outcome === "failure") result = "failure";
    }
    const { url = "" } = this.fill(job.environment ?? {}, known);
    return {
      result,
      environment: url === "" ? name : `${name} at ${url}`,
      outputs: this.fill(job.outputs ?? {}, known),
      printed: Object.values(steps)
        .map(({ printed }) => printed)
        .join(""),
    };
  }

  private fill(texts: Record<string, unknown>, contexts: Contexts): Record<string, string> {
    return Object.fromEntries(
      Object.entries(texts).map(([key, text]) => [
        key,
        this.expressions.fill(String(text), contexts),
      ]),
    );
  }
}

function contextsOf(happening: Happening): Contexts {
  const { event, payload = {}, actor = "ann", branch = "main", vars = {}, inputs = {} } = happening;
  return {
    github: {
      ...{ event_name: event, event: payload, actor, repository: "owner/shop", sha: SHA },
      ...{ ref: `refs/heads/${branch}`, ref_name: branch, token: "ghs_of_the_run" },
      ...{ run_id: "42", server_url: "https://github.example" },
    },
    ...{ vars, inputs, matrix: {}, needs: {}, steps: {}, secrets: {} },
  };
}
