import { Runner, type Happening, type JobRun } from "./runner";
import { World } from "./world";

const PREVIEW = "stack (production) / preview";
const UP = "stack (production) / up";

let world: World;
let runner: Runner;

beforeEach(async () => {
  world = new World();
  runner = await Runner.of(world);
  world.answer("preview", "## Preview of `production`\n", 2);
  world.answer("pulumi", "http://203.0.113.9/\n");
});

afterEach(() => {
  world.end();
});

const MERGE: Happening = {
  event: "push",
  vars: { STACKS: '["production"]' },
  secrets: {
    "production-preview": { PULUMI_ACCESS_TOKEN: "pul-read" },
    production: {
      PULUMI_BACKEND_URL: "s3://shop-state",
      PULUMI_CONFIG_PASSPHRASE: "correct horse",
      DIGITALOCEAN_TOKEN: "dop_write",
    },
  },
};

function up(happening = MERGE): Record<string, JobRun> {
  return runner.run(".github/workflows/up.yml", happening);
}

it("brings up what was merged in the stack's environment, and says where it answers", () => {
  const runs = up();
  expect(runs[PREVIEW]).toMatchObject({ result: "success", environment: "production-preview" });
  expect(runs[UP]).toMatchObject({
    result: "success",
    environment: "production at http://203.0.113.9/",
  });
  const secrets = "[DIGITALOCEAN_TOKEN PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE]";
  expect(world.calls()).toEqual([
    "npm run --silent preview -- --stack production [PULUMI_ACCESS_TOKEN]",
    "gh api repos/owner/shop/commits/main --jq .sha [GH_TOKEN]",
    `npm run --silent up -- --stack production --yes ${secrets}`,
    `npm run --silent pulumi -- stack output url --stack production ${secrets}`,
  ]);
});

it("shows those who approve what they approve", () => {
  up();
  expect(world.read("summary.md")).toBe("## Preview of `production`\n");
});

it("asks nobody where there is nothing to do", () => {
  world.answer("preview", "**Nothing to do.**\n", 0);
  expect(up()[UP]).toMatchObject({ result: "skipped" });
  expect(world.calls()).toHaveLength(1);
});

it("asks nobody where the preview fails", () => {
  world.answer("preview", "**It fails.**\n", 1);
  const runs = up();
  expect(runs[PREVIEW]).toMatchObject({ result: "failure" });
  expect(runs[UP]).toMatchObject({ result: "skipped" });
  expect(world.read("summary.md")).toContain("**It fails.**");
});

it("leaves it to the newer commit's run when the approval comes late", () => {
  world.set("last-commit", "0123456789abcdef0123456789abcdef01234567");
  const run = up()[UP];
  expect(run).toMatchObject({ result: "success", environment: "production" });
  expect(run?.printed).toMatch(/^::notice::main has moved on to 0123456/m);
  expect(world.calls().filter((call) => call.includes("npm run --silent up"))).toEqual([]);
});

it("fails with an up that fails", () => {
  world.answer("up", "error: …\n", 1);
  expect(up()[UP]).toMatchObject({ result: "failure", environment: "production" });
});

it("passes for a stack that has no address to tell", () => {
  world.answer("pulumi", "", 1);
  expect(up()[UP]).toMatchObject({ result: "success", environment: "production" });
});

it("brings each stack up, whatever became of the others", () => {
  const secrets = { ...MERGE.secrets, "eu-preview": { PULUMI_ACCESS_TOKEN: "pul-eu" } };
  const runs = up({ ...MERGE, vars: { STACKS: '["eu", "production"]' }, secrets });
  expect(runs["stack (eu) / up"]).toMatchObject({ result: "failure" });
  expect(runs["stack (eu) / up"]?.printed).toContain("neither PULUMI_ACCESS_TOKEN nor");
  expect(runs[UP]).toMatchObject({ result: "success" });
});

it.each([
  ["where no stacks are named", { ...MERGE, vars: {} }],
  ["by hand on another branch", { ...MERGE, event: "workflow_dispatch", branch: "try" }],
])("does nothing %s", (_, happening) => {
  expect(up(happening)).toEqual({
    stack: expect.objectContaining({ result: "skipped" }) as unknown,
  });
});
