import { Runner, type Happening, type JobRun } from "./runner";
import { World } from "./world";

const FILE = ".github/workflows/preview.yml";
const SECRETS = { PULUMI_ACCESS_TOKEN: "pul-read", DIGITALOCEAN_TOKEN: "dop_read" };
const MARKER = "<!-- django-droplet: preview of production -->\n";

let world: World;
let runner: Runner;

beforeEach(async () => {
  world = new World();
  runner = await Runner.of(world);
});

afterEach(() => {
  world.end();
});

function pullRequest(repository = "owner/shop"): Happening {
  return {
    event: "pull_request",
    payload: { pull_request: { number: 7, head: { repo: { full_name: repository } } } },
    vars: { STACKS: '["production"]' },
    secrets: { "production-preview": SECRETS },
  };
}

function preview(happening = pullRequest()): JobRun | undefined {
  return runner.run(FILE, happening)["preview (production)"];
}

/** Comments of others: on the first page, and more than fit on it. */
function talk(count: number, body: string): void {
  const comments = Array.from({ length: count }, (_, id) => ({ id, user: { login: "eve" }, body }));
  world.set("comments.json", JSON.stringify(comments));
}

it("comments what the stack's preview says", () => {
  world.answer("preview", "## Preview of `production`\n\n**1 changed in place.**\n", 2);
  expect(preview()).toMatchObject({ result: "success", environment: "production-preview" });
  expect(world.comments()).toEqual([
    expect.objectContaining({
      body: `${MARKER}## Preview of \`production\`\n\n**1 changed in place.**`,
    }),
  ]);
});

it("shows its secrets to the preview alone, and GitHub's token to the comment alone", () => {
  world.answer("preview", "**Nothing to do.**\n");
  preview();
  const calls = world.calls();
  expect(calls[0]).toBe(
    "npm run --silent preview -- --stack production [DIGITALOCEAN_TOKEN PULUMI_ACCESS_TOKEN]",
  );
  expect(calls.slice(1).map((call) => call.replace(/ api .* \[/, " api … ["))).toEqual([
    "gh api … [GH_TOKEN]",
    "gh api … [GH_TOKEN]",
  ]);
});

it("changes its comment with each push, among others' that look like it", () => {
  talk(120, `${MARKER}I am the preview`);
  world.answer("preview", "first", 2);
  preview();
  world.answer("preview", "second", 0);
  expect(preview()).toMatchObject({ result: "success" });
  const [ours, ...more] = world.comments().slice(120);
  expect(ours?.body).toBe(`${MARKER}second`);
  expect(more).toEqual([]);
  expect(world.comments()[0]?.body).toBe(`${MARKER}I am the preview`);
});

it("has a comment for each stack", () => {
  world.answer("preview", "changes", 2);
  const happening = { ...pullRequest(), vars: { STACKS: '["production", "shop-eu"]' } };
  happening.secrets = { ...happening.secrets, "shop-eu-preview": SECRETS };
  runner.run(FILE, happening);
  runner.run(FILE, happening);
  expect(world.comments().map(({ body }) => body.split("\n")[0])).toEqual([
    "<!-- django-droplet: preview of production -->",
    "<!-- django-droplet: preview of shop-eu -->",
  ]);
});

it("fails with a preview that fails, once the comment has told why", () => {
  world.answer("preview", "**It fails: nothing would be done.** workers is 99\n", 1);
  expect(preview()).toMatchObject({ result: "failure" });
  expect(world.comments()[0]?.body).toContain("workers is 99");
});

it("links to the run where there is no preview to show", () => {
  world.answer("preview", "", 1);
  expect(preview()).toMatchObject({ result: "failure" });
  expect(world.comments()[0]?.body).toContain(
    "[The run](https://github.example/owner/shop/actions/runs/42) says why.",
  );
});

it("fails for a preview that was killed, too", () => {
  world.answer("preview", "half a line", 137);
  expect(preview()).toMatchObject({ result: "failure" });
});

it("cuts what a comment has no room for, by its characters", () => {
  world.answer("preview", "€".repeat(70_000), 2);
  expect(preview()).toMatchObject({ result: "success" });
  const [comment] = world.comments();
  expect(comment?.body).toHaveLength(65_536);
  expect(comment?.body).toMatch(/€\n\n… and more, .*actions\/runs\/42\)$/);
});

it("leaves a comment whole that just fits", () => {
  const text = "x".repeat(65_536 - MARKER.length);
  world.answer("preview", text, 2);
  preview();
  expect(world.comments()[0]?.body).toBe(MARKER + text);
});

it("says which secrets are missing, and counts an empty one as missing", () => {
  const run = preview({ ...pullRequest(), secrets: {} });
  expect(run).toMatchObject({ result: "failure" });
  expect(run?.printed).toContain(
    "django-droplet: this job has neither PULUMI_ACCESS_TOKEN nor PULUMI_BACKEND_URL",
  );
  expect(world.calls().filter((call) => call.startsWith("npm"))).toEqual([]);
});

it.each([
  ["of a fork", pullRequest("mallory/shop")],
  ["of a fork that is gone", { ...pullRequest(), payload: { pull_request: { head: {} } } }],
  ["by Dependabot", { ...pullRequest(), actor: "dependabot[bot]" }],
  ["where no stacks are named", { ...pullRequest(), vars: {} }],
])("does nothing for a pull request %s", (_, happening) => {
  expect(runner.run(FILE, happening)).toEqual({
    preview: expect.objectContaining({ result: "skipped" }) as unknown,
  });
  expect(world.calls()).toEqual([]);
});
