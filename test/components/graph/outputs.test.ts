import { pricesAsOf } from "../../../components/host/sizes";
import { runProgram } from "../../support/mocks";
import { HELLO, LOCAL, PRODUCTION, program } from "./server";

async function values(config: Record<string, unknown>): Promise<Record<string, unknown>> {
  const { outputs } = await program(config);
  return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
}

describe("the stack's outputs", () => {
  test("of a site without a domain tell its address", async () => {
    expect(await values(LOCAL)).toMatchObject({
      url: "http://203.0.113.10/",
      ipv4Address: "203.0.113.10",
      ipv6Address: "2001:db8::10",
      sshCommand: "npm run ssh -- --stack test",
    });
  });

  test("of a site with one tell its name", async () => {
    expect(await values(PRODUCTION)).toMatchObject({ url: "http://www.example.com/" });
  });

  test("have no IPv6 address where the stack has none, though the droplet may", async () => {
    expect(await values({ ...LOCAL, ipv6: "false" })).toMatchObject({ ipv6Address: "" });
  });

  test("name the release as the host does", async () => {
    expect((await values(LOCAL))["release"]).toMatch(/^[0-9a-f]{12}$/);
  });

  test("tell the price: none on this machine", async () => {
    expect(await values(LOCAL)).toMatchObject({ monthlyCostUsd: 0 });
    expect(await values({ ...PRODUCTION, backups: "true" })).toMatchObject({ monthlyCostUsd: 7.2 });
  });

  test("tell what the price is made of, and from which day it is", async () => {
    const items = async (config: Record<string, unknown>) =>
      (await values(config))["monthlyCostItems"];
    expect(await items(LOCAL)).toEqual({ asOf: pricesAsOf, items: {} });
    expect(await items({ ...PRODUCTION, backups: "true" })).toEqual({
      asOf: pricesAsOf,
      items: { droplet: 6, backups: 1.2 },
    });
  });

  test("are no secrets, all of them: people and scripts read them", async () => {
    const { outputs } = await program(LOCAL);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
  });

  test("but for the status and the capacity are known in a preview of a stack that is there", async () => {
    const { outputs } = await program(LOCAL, { preview: true });
    const unknown = Object.entries(outputs).filter(([, { known }]) => !known);
    expect(unknown.map(([name]) => name)).toEqual(["capacity", "serviceStatus"]);
  });
});

test("what is advisory is a warning, once", async () => {
  const { warnings } = await program(
    { ...PRODUCTION, sshAllowedCidrs: ["0.0.0.0/0"] },
    { preview: true },
  );
  expect(warnings).toEqual([
    expect.stringMatching(/sshAllowedCidrs: 0.0.0.0\/0 lets everybody try/),
  ]);
});

describe("settings that are wrong", () => {
  // RunError is what Pulumi prints as it is, without a stack trace.
  test("end the program before any resource is asked for, one line each", async () => {
    const config = { cloud: "local", workers: "many", ports: "8000", region: "frankfurt" };
    const run = runProgram({ config });
    await expect(run).rejects.toMatchObject({ __pulumiRunError: true });
    await expect(run).rejects.toThrow(
      /django-droplet:ports.*\n.*django-droplet:region.*\n.*django-droplet:workers/,
    );
    await expect(run).rejects.toMatchObject({ registered: 0 });
  });

  test.each([
    [
      "more than the budget",
      { monthlyBudgetUsd: 5 },
      /^django-droplet:monthlyBudgetUsd: 5 is less/,
    ],
    [
      "an image without security updates",
      { image: "ubuntu-25-04-x64" },
      /^django-droplet:image: "ubuntu-25-04-x64" had its last security updates on 2026-01-15/,
    ],
    [
      "choices that do not go together",
      { appServer: "mod_wsgi" },
      /^django-droplet:appServer.*mod_wsgi does not go with webServer nginx/,
    ],
    [
      "sites that would take each other's place",
      { sites: [HELLO, HELLO].map((directory) => ({ source: { directory } })) },
      /^django-droplet:sites\[1\]\.project.*"hello" is the project of sites\[0\], too/m,
    ],
    [
      "two sites on the one port 80",
      { webServer: "none", sites: [HELLO, HELLO].map((directory) => ({ source: { directory } })) },
      /^django-droplet:webServer.*none leaves port 80 to one site/m,
    ],
  ])("end it for %s", async (_what, config, message) => {
    const run = runProgram({ config: { ...LOCAL, ...config } });
    await expect(run).rejects.toMatchObject({ __pulumiRunError: true, registered: 0 });
    await expect(run).rejects.toThrow(message);
  });

  test("are found with a cloud that was never chosen, too", async () => {
    await expect(runProgram({ config: {} })).rejects.toThrow(/^django-droplet:cloud.* not set/);
  });
});
