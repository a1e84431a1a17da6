import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/lib/project";
import { readWorkflow, type Job } from "./workflows";

const FOLDER = ".github/workflows";
const FILES = readdirSync(join(ROOT, FOLDER)).map((name) => `${FOLDER}/${name}`);
const text = (file: string) => readFileSync(join(ROOT, file), "utf8");

const JOBS = FILES.flatMap((file) =>
  Object.entries(readWorkflow(file).jobs).map(([id, job]): [string, Job] => [`${file} ${id}`, job]),
);
/** Jobs that run a stack's program, and so hold its secrets. */
const WITH_SECRETS = JOBS.filter(([, job]) => JSON.stringify(job).includes("secrets."));
/** The credentials that scripts/ci/with-credentials.sh knows of. */
const [, names = ""] =
  /^for name in ((?:\w+|\\\n|\s)+);/m.exec(text("scripts/ci/with-credentials.sh")) ?? [];
const CREDENTIALS = names.replaceAll("\\\n", " ").split(/\s+/);

describe.each(FILES)("%s", (file) => {
  it("names each action by a full commit, and its release in a comment", () => {
    const uses = text(file).match(/^.*\buses: (?!\.\/).*$/gm) ?? [];
    for (const line of uses) {
      expect(line).toMatch(/uses: actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  it("gives no right to all jobs", () => {
    expect(readWorkflow(file).permissions).toEqual({});
  });

  it("runs no stranger's code with secrets", () => {
    const { on } = readWorkflow(file);
    expect(Object.keys(on)).not.toContain("pull_request_target");
    expect(Object.keys(on)).not.toContain("workflow_run");
    expect(Object.keys(on)).not.toContain("issue_comment");
  });
});

describe.each(JOBS)("%s", (_, job) => {
  it("may read the tree, and at most write on the pull request", () => {
    const { contents, ...rest } = job.permissions;
    expect(contents).toBe("read");
    expect(Object.keys(rest)).toEqual(
      JSON.stringify(job).includes("comment.sh") ? ["pull-requests"] : [],
    );
  });

  it("takes values from outside by the environment, never into a command's text", () => {
    for (const { run } of job.steps) expect(run ?? "").not.toContain("${{");
  });

  it("leaves no token in the checkout", () => {
    for (const step of job.steps.filter(({ uses }) => uses?.startsWith("actions/checkout"))) {
      expect(step.with).toHaveProperty("persist-credentials", false);
    }
  });

  it("ends some time", () => {
    if (job.uses === undefined) expect(job["timeout-minutes"]).toBeLessThanOrEqual(90);
  });
});

it("finds jobs with secrets", () => {
  expect(WITH_SECRETS.length).toBeGreaterThanOrEqual(6);
  expect(CREDENTIALS).toContain("PULUMI_ACCESS_TOKEN");
});

describe.each(WITH_SECRETS)("%s, which has secrets,", (_, job) => {
  it("has them from an environment, and shows all of them to one step alone", () => {
    expect(job.environment?.name).not.toBe("");
    const secret = (step: object) => JSON.stringify(step).includes("secrets.");
    const [step, ...others] = job.steps.filter(secret);
    expect(others).toEqual([]);
    const given = Object.entries(step?.env ?? {}).filter(([, value]) => value.includes("secrets."));
    expect(given).toEqual(CREDENTIALS.map((each) => [each, `\${{ secrets.${each} }}`]));
    expect(job).not.toHaveProperty("env");
  });

  it("is not stopped in the middle of a change", () => {
    const previews = job.steps.some(({ run }) => run?.includes("scripts/ci/preview.sh"));
    if (!previews) expect(job.concurrency?.["cancel-in-progress"]).toBe(false);
  });
});

it("runs all that touches a stack of a name in one group", () => {
  const groups = JOBS.map(([, { concurrency }]) => concurrency?.group);
  expect(groups.filter((group) => group?.startsWith("stack-"))).toEqual([
    "stack-pr-${{ github.event.pull_request.number }}",
    "stack-pr-${{ github.event.pull_request.number }}",
    "stack-${{ inputs.stack }}",
  ]);
});
