import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseSizeTable } from "../../components/host/size-table";
import { sizes } from "../../components/host/sizes";
import { tracesOfDroplet } from "./support/cloud";
import { heading } from "./support/http";
import { npmRun } from "./support/npm-run";
import { BARE, Stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

/** A stack that is there to stay. */
const stack = new Stack("lasting");
/** Whoever has a droplet keeps the cloud up, which `npm run down` stops where it is empty. */
const neighbour = new Stack("neighbour");
const url = async () => (await stack.outputs()).url;
const urns = async () => (await stack.resources()).map(({ urn }) => urn).sort();

beforeAll(() => stack.init({ allowReplace: undefined }));

afterAll(async () => {
  const ends = await Promise.allSettled([stack.dispose(), neighbour.dispose()]);
  for (const end of ends) if (end.status === "rejected") throw end.reason;
});

test("more than the budget is refused before the API is asked, in an up as in a preview", async () => {
  const nobody = { env: { DIGITALOCEAN_API_URL: "http://127.0.0.1:1" } };
  stack.setConfig({ monthlyBudgetUsd: 7, backups: "true" });
  const refusal =
    /django-droplet:monthlyBudgetUsd: 7 is less than what DigitalOcean would ask, \$7\.20 a month \(droplet \$6\.00, backups \$1\.20; prices of [\d-]+\)/;
  expect(await stack.previewFails([], nobody)).toMatch(refusal);
  expect(await stack.upFails([], nobody)).toMatch(refusal);
  expect((await stack.resources()).filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
  stack.setConfig({ monthlyBudgetUsd: 7.2 });
  expect(await stack.preview([], nobody)).toMatch(/\+ \d+ to create/);
});

test("what is advisory is a warning, and stops nothing", async () => {
  stack.setConfig({ unitOverrides: { Environment: "SHOP_DEBUG=1" } });
  expect(await stack.up()).toMatch(
    /warning: unitOverrides.Environment: SHOP_DEBUG is on for hello/,
  );
  expect(await heading(await url())).toBe("Hello from Django");
});

describe("a bare destroy", () => {
  test.each([["--skip-preview"], ["--refresh"]])(
    "is refused with %s, and nothing is gone",
    async (...args) => {
      const before = await urns();
      const output = await stack.destroyFails(args);
      expect(output).toMatch(/cannot be deleted\s+because it is protected/);
      expect(output).not.toMatch(/\d+ deleted/);
      expect(await urns()).toEqual(before);
    },
  );

  test("leaves a site that answers, and a stack in which nothing is to do", async () => {
    expect(await heading(await url())).toBe("Hello from Django");
    expect(await stack.changes()).toEqual([]);
  });
});

test("another region fails, and npm run up says which setting it is", async () => {
  stack.setConfig({ region: "nyc3" });
  expect(await stack.previewFails()).toContain("currently marked for protection");
  const { code, output } = await npmRun("up", ["--stack", stack.name]);
  expect(code).toBe(1);
  expect(output).toContain(
    `another region (fra1 → nyc3) would mean another droplet, and this one is protected; npm run pulumi -- config set region fra1 --stack ${stack.name}`,
  );
  expect(await heading(await url())).toBe("Hello from Django");
  stack.setConfig({ region: undefined });
});

test("the commands that npm run down prints destroy it, run as they stand there", async () => {
  const id = await stack.dropletId();
  const refused = await npmRun("down", ["--stack", stack.name]);
  expect(refused.code).toBe(1);
  expect(refused.output).not.toMatch(/\n\s+at /);
  expect(await heading(await url())).toBe("Hello from Django");
  expect((await npmRun("pulumi", ["destroy", "--yes", "--stack", stack.name])).output).toBe(
    refused.output,
  );

  await neighbour.init();
  await neighbour.up(BARE);
  const commands = [...refused.output.matchAll(/^ {2}npm run (\w+) -- (.*)$/gm)];
  expect(commands.map(([, name]) => name)).toEqual(["pulumi", "up", "down"]);
  for (const [, name = "", args = ""] of commands) {
    expect(await npmRun(name, args.split(" "))).toMatchObject({ code: 0 });
  }
  expect((await urns()).filter((urn) => !urn.includes("pulumi:pulumi:Stack"))).toEqual([]);
  await waitFor(`an end of droplet ${id}`, async () => (await tracesOfDroplet(id)).length === 0);
});

test("npm run sizes reads a whole table from an API, and keeps the bundled one from the local one", async () => {
  const file = join(tmpdir(), `${stack.name}.tsv`);
  expect(await npmRun("sizes", ["--local"])).toMatchObject({
    code: 1,
    output: expect.stringMatching(
      /^django-droplet: .* was not written: give --output FILE/,
    ) as string,
  });
  const { code, output } = await npmRun("sizes", ["--local", "--output", file]);
  expect([code, output]).toEqual([0, expect.stringMatching(/147 sizes as of .*, nothing changed/)]);
  const { rows } = parseSizeTable(readFileSync(file, "utf8"));
  expect(rows.map(({ slug }) => slug)).toEqual(sizes.map(({ slug }) => slug));
  rmSync(file);
});
