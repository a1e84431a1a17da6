import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { ROOT } from "../../../scripts/lib/project";
import { World } from "../../github/world";
import { FakeGitLab } from "./fake-gitlab";

const [, example = ""] =
  /```yaml\n(.+?)```/s.exec(readFileSync(join(ROOT, "docs", "gitlab.md"), "utf8")) ?? [];
const lines = z.array(z.string());
const {
  default: _default,
  variables,
  workflow: _workflow,
  ...jobs
} = z.looseObject({ variables: z.record(z.string(), z.string()) }).parse(parse(example));
const JOBS = z
  .record(
    z.string(),
    z.object({
      stage: z.enum(["test", "deploy"]),
      variables: z.record(z.string(), z.string()).default({}),
      environment: z.strictObject({
        name: z.string(),
        action: z.enum(["access", "stop"]).optional(),
        on_stop: z.string().optional(),
      }),
      resource_group: z.string(),
      script: lines,
      after_script: lines.default([]),
    }),
  )
  .parse(jobs);

const NPM = join(ROOT, "test", "github", "fakes");
const MARKER = "<!-- django-droplet: preview of production -->\n";

let world: World;
let gitlab: FakeGitLab;

beforeEach(async () => {
  world = new World();
  gitlab = await FakeGitLab.start();
});

afterEach(async () => {
  world.end();
  await gitlab.stop();
});

/** Runs a job's lines as GitLab's runner does; resolves with whether its script passed. */
async function run(name: string): Promise<boolean> {
  const job = JOBS[name];
  if (!job) throw new Error(`the example has no job ${name}`);
  const files = (text: string) => text.replace(/\b(preview|staging)\.md\b/, `${world.folder}/$&`);
  const shell = (script: readonly string[]) =>
    new Promise<boolean>((resolve) => {
      const env = {
        ...{ PATH: `${NPM}${delimiter}${process.env["PATH"] ?? ""}`, WORLD: world.folder },
        ...{ GITLAB_CI: "true", CI_API_V4_URL: gitlab.url, CI_PROJECT_ID: "3" },
        ...{ CI_MERGE_REQUEST_IID: "7", CI_COMMIT_SHA: "5b1b2c0", GITLAB_TOKEN: gitlab.token },
        ...{ CI_JOB_URL: "https://gitlab.example/-/jobs/42", PULUMI_ACCESS_TOKEN: "pul" },
        ...{ ...variables, ...job.variables },
      };
      const text = script.map(files).join("\n");
      execFile("bash", ["-eo", "pipefail", "-c", text], { cwd: ROOT, env }, (error) => {
        resolve(error === null);
      });
    });
  const passed = await shell(job.script);
  if (job.after_script.length > 0) expect(await shell(job.after_script)).toBe(true);
  return passed;
}

it("keeps one note with the preview, among others' that look like it", async () => {
  gitlab.notes = Array.from({ length: 120 }, (_, id) => ({ id, author: { id: 9 }, body: MARKER }));
  world.answer("preview", "first & second\n", 2);
  expect(await run("preview")).toBe(true);
  world.answer("preview", "50 % of it, +1\n", 0);
  expect(await run("preview")).toBe(true);
  expect(gitlab.notes).toHaveLength(121);
  expect(gitlab.notes[120]?.body).toBe(`${MARKER}50 % of it, +1`);
});

it("fails with a preview that fails, of which the note tells", async () => {
  world.answer("preview", "", 1);
  expect(await run("preview")).toBe(false);
  expect(gitlab.notes[0]?.body).toContain("[The run](https://gitlab.example/-/jobs/42) says why.");
});

it.each([
  ["up", ["up -- --stack production --yes", "pulumi -- stack output url --stack production"]],
  [
    "staging",
    ["staging -- up pr-7 --ttl 8h --from staging", "pulumi -- stack output url --stack pr-7"],
  ],
  ["staging-down", ["staging -- down pr-7"]],
  ["reaper", ["staging -- reap"]],
])("%s runs what the workflow of GitHub runs", async (name, commands) => {
  expect(await run(name)).toBe(true);
  expect(world.calls()).toEqual(
    commands.map((command) => `npm run --silent ${command} [PULUMI_ACCESS_TOKEN]`),
  );
});

it("stops the environment of staging by a job that there is", () => {
  const { staging } = JOBS;
  expect(JOBS[staging?.environment.on_stop ?? ""]).toMatchObject({
    environment: { name: staging?.environment.name, action: "stop" },
    resource_group: staging?.resource_group,
  });
});
