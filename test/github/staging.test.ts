import { Runner, type Happening, type JobRun } from "./runner";
import { SHA, World } from "./world";

const SECRETS = "[DIGITALOCEAN_TOKEN PULUMI_ACCESS_TOKEN]";
const BASE = {
  vars: { STAGING_FROM: "production" } as Record<string, string>,
  secrets: { staging: { PULUMI_ACCESS_TOKEN: "pul-staging", DIGITALOCEAN_TOKEN: "dop_staging" } },
};

let world: World;
let runner: Runner;

beforeEach(async () => {
  world = new World();
  runner = await Runner.of(world);
  world.answer("pulumi", "http://203.0.113.9/\n");
});

afterEach(() => {
  world.end();
});

interface Change {
  labels?: string[];
  label?: string;
  state?: string;
  repository?: string;
}

function change(action: string, change: Change = {}): Happening {
  const { labels = ["staging"], label, state = "open", repository = "owner/shop" } = change;
  const head = { repo: { full_name: repository } };
  const pull = { number: 7, state, head, labels: labels.map((name) => ({ name })) };
  const payload = { action, pull_request: pull, repository: { default_branch: "main" } };
  return {
    ...BASE,
    event: "pull_request",
    payload: { ...payload, ...(label !== undefined && { label: { name: label } }) },
  };
}

function staging(happening: Happening): Record<string, JobRun> {
  return runner.run(".github/workflows/staging.yml", happening);
}

function results(happening: Happening): string[] {
  return Object.entries(staging(happening)).flatMap(([name, { result }]) =>
    result === "skipped" ? [] : [`${name} ${result}`],
  );
}

describe("the label", () => {
  it("brings the pull request's own stack up, and a comment says where", () => {
    expect(results(change("labeled", { label: "staging" }))).toEqual(["up success"]);
    expect(world.calls().slice(0, 2)).toEqual([
      `npm run --silent staging -- up pr-7 --ttl 8h --from production ${SECRETS}`,
      `npm run --silent pulumi -- stack output url --stack pr-7 ${SECRETS}`,
    ]);
    expect(world.comments()[0]?.body).toMatch(
      new RegExp(`^<!-- django-droplet: staging -->\n## Staging\n\nhttp://203.0.113.9/ .*${SHA}`),
    );
  });

  it("keeps it up to date, with the one comment", () => {
    staging(change("labeled", { label: "staging" }));
    world.answer("pulumi", "http://203.0.113.10/\n");
    expect(results(change("synchronize"))).toEqual(["up success"]);
    expect(world.comments()).toHaveLength(1);
    expect(world.comments()[0]?.body).toContain("http://203.0.113.10/");
  });

  it("destroys it by going away, and the comment says so", () => {
    staging(change("labeled", { label: "staging" }));
    world.calls();
    expect(results(change("unlabeled", { label: "staging", labels: [] }))).toEqual([
      "down success",
    ]);
    expect(world.calls()[0]).toBe(`npm run --silent staging -- down pr-7 ${SECRETS}`);
    expect(world.comments()).toHaveLength(1);
    expect(world.comments()[0]?.body).toContain("`pr-7` is destroyed.");
  });
});

it("destroys the stack of a pull request that is closed, and makes it anew for one reopened", () => {
  expect(results(change("closed", { state: "closed" }))).toEqual(["down success"]);
  expect(results(change("reopened"))).toEqual(["up success"]);
});

it("lives as long as the repository says", () => {
  staging({ ...change("synchronize"), vars: { ...BASE.vars, STAGING_TTL: "3d" } });
  expect(world.calls()[0]).toContain("up pr-7 --ttl 3d --from production");
});

it.each([
  ["up", "synchronize"],
  ["down", "closed"],
])("fails with %s that fails, and the comment says so", (job, action) => {
  world.answer("staging", "", 1);
  expect(results(change(action))).toEqual([`${job} failure`]);
  expect(world.comments()[0]?.body).toContain(
    `**\`${job}\` of \`pr-7\` failed.** [The run](https://github.example/owner/shop/actions/runs/42)`,
  );
});

it.each([
  ["another label", change("labeled", { label: "bug", labels: ["bug", "staging"] })],
  ["another label's end", change("unlabeled", { label: "bug" })],
  ["a push without the label", change("synchronize", { labels: ["bug"] })],
  ["the end of a pull request without the label", change("closed", { labels: [] })],
  ["a label on a closed pull request", change("labeled", { label: "staging", state: "closed" })],
  ["a fork's label", change("labeled", { label: "staging", repository: "mallory/shop" })],
  ["a fork's push", change("synchronize", { repository: "mallory/shop" })],
  ["a fork's end", change("closed", { repository: "mallory/shop" })],
  ["Dependabot's push", { ...change("synchronize"), actor: "dependabot[bot]" }],
  ["a repository without staging", { ...change("synchronize"), vars: {} }],
])("does nothing for %s", (_, happening) => {
  expect(results(happening)).toEqual([]);
  expect(world.calls()).toEqual([]);
});

describe("the reaper", () => {
  const reap = (happening: Happening) => runner.run(".github/workflows/reaper.yml", happening);

  it("destroys by schedule what has had its time", () => {
    expect(reap({ ...BASE, event: "schedule" })["reap"]).toMatchObject({
      ...{ result: "success", environment: "staging" },
    });
    expect(world.calls()).toEqual([`npm run --silent staging -- reap ${SECRETS}`]);
  });

  it("only tells, if that is asked", () => {
    reap({ ...BASE, event: "workflow_dispatch", inputs: { "dry-run": true } });
    expect(world.calls()).toEqual([`npm run --silent staging -- reap --dry-run ${SECRETS}`]);
  });

  it("fails when something could not be destroyed", () => {
    world.answer("staging", "", 1);
    expect(reap({ ...BASE, event: "schedule" })["reap"]).toMatchObject({ result: "failure" });
  });

  it("has nothing to do in a repository without staging", () => {
    expect(reap({ ...BASE, event: "schedule", vars: {} })["reap"]?.result).toBe("skipped");
  });
});
