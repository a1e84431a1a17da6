import { lastMessage, sign } from "./support/guestbook";
import { statusOf } from "./support/http";
import { underLoad } from "./support/load";
import { npmRun } from "./support/npm-run";
import { Site } from "./support/site";
import { Stack, type Outputs } from "./support/stack";

const stack = new Stack("sites");
const alpha = new Site(stack, "alpha", { port: 8000 });
const beta = new Site(stack, "beta", { port: 8001 });
const gamma = new Site(stack, "gamma", {
  ...{ port: 8002, appServer: "uwsgi", supervisor: "supervisor" },
});
const all = [alpha, beta, gamma];
let outputs: Outputs;
const addresses = () => [outputs.ipv4Address, `[${outputs.ipv6Address}]`];
const url = () => `http://${outputs.ipv4Address}/`;

async function up(): Promise<void> {
  expect(await stack.up()).not.toMatch(/is not what the stack says|could not be read/);
  outputs = await stack.outputs();
}

/** An `up` during which a site is neither changed nor turns anybody away. */
async function upBeside(what: string, ...others: readonly Site[]): Promise<void> {
  const traces = () => Promise.all(others.map((site) => site.trace()));
  const before = await traces();
  const [first = alpha] = others;
  const { failed, pages } = await underLoad(what, [url()], up, first.headers);
  expect(failed).toBe(0);
  expect(Object.keys(pages)).toEqual([`Hello from ${first.project}`]);
  expect(await traces()).toEqual(before);
}

beforeAll(async () => {
  for (const site of all) site.init();
  await stack.init({ source: undefined, sites: [alpha.entry(), beta.entry()] });
  await up();
});

afterAll(() => stack.dispose());

test("each site answers under its name, and nobody under another", async () => {
  for (const address of addresses()) {
    expect(await alpha.heading(address)).toBe("Hello from alpha");
    expect(await beta.heading(address)).toBe("Hello from beta");
    expect(await statusOf(`http://${address}/`)).toBe("ECONNRESET");
  }
});

test("the outputs tell of each site under its name, and of the first one on top", () => {
  const serviceStatus = { activeState: "active", enabled: true, workers: 2, httpStatus: 200 };
  const told = ({ project }: Site) => ({
    url: `http://${project}.example/`,
    release: expect.stringMatching(/^[0-9a-f]{12}$/),
    serviceStatus: { ...serviceStatus, unit: project },
  });
  expect(outputs).toMatchObject({
    ...told(alpha),
    sites: { alpha: told(alpha), beta: told(beta) },
  });
});

test("each site has its own data", async () => {
  await sign(url(), "in alpha", alpha.headers);
  expect(await lastMessage(url(), alpha.headers)).toBe("in alpha");
  expect(await lastMessage(url(), beta.headers)).toBe(undefined);
});

test("new code of one leaves the other as it is", async () => {
  alpha.source.edit(
    "guestbook/templates/guestbook/index.html",
    "<h1>Hello from alpha</h1>",
    "<h1>Hello again</h1>",
  );
  await upBeside("new code beside", beta);
  expect(await alpha.heading(outputs.ipv4Address)).toBe("Hello again");
});

test("workers of one leave the other as it is", async () => {
  stack.setConfig({ sites: [alpha.entry({ workers: "3" }), beta.entry()] });
  expect(await stack.changes()).toEqual([
    "update django-alpha-activation",
    "update django-alpha-service",
  ]);
  await upBeside("workers beside", beta);
  expect(outputs.serviceStatus).toMatchObject({ unit: "alpha", workers: 3 });
});

test("a third one, in uWSGI under supervisor, leaves the others as they are", async () => {
  stack.setConfig({ sites: [alpha.entry({ workers: "3" }), beta.entry(), gamma.entry()] });
  await upBeside("a site more", beta, alpha);
  expect(await gamma.heading(outputs.ipv4Address)).toBe("Hello from gamma");
  await sign(url(), "in gamma", gamma.headers);
  expect(outputs.sites["gamma"]?.serviceStatus).toMatchObject({ unit: "gamma", workers: 2 });
  await stack.preview(["--expect-no-changes"]);
});

test("npm run status tells of all sites, and which one is not well", async () => {
  const status = (...args: string[]) => npmRun("status", ["--stack", stack.name, ...args]);
  const { code, output } = await status("--json");
  const { sites } = JSON.parse(output) as { sites: { project: string; service: object }[] };
  const services = Object.fromEntries(sites.map(({ project, service }) => [project, service]));
  expect(services).toMatchObject({
    alpha: { httpStatus: 200, workers: 3 },
    beta: { httpStatus: 200, workers: 2 },
    gamma: { httpStatus: 200, workers: 2 },
  });
  expect(code).toBe(0);

  await stack.ssh("supervisorctl stop gamma");
  const unwell = await status();
  for (const { project } of all) expect(unwell.output).toContain(project);
  expect(unwell.output).toMatch(/^bad +gamma /m);
  expect(unwell.output).not.toMatch(/^bad +(alpha|beta) /m);
  expect(unwell.code).toBe(1);
  await stack.ssh("supervisorctl start gamma");
});

test("two sites with one port are refused", async () => {
  stack.setConfig({ sites: [alpha.entry(), beta.entry({ port: 8000 })] });
  expect(await stack.previewFails()).toContain(
    "django-droplet:sites[1].port: 8000 is the port of sites[0], too; choose another",
  );
});

test("one that is taken out is gone but for its data and logs; the others are as they were", async () => {
  stack.setConfig({ sites: [alpha.entry({ workers: "3" }), beta.entry()] });
  await upBeside("a site less", beta, alpha);
  expect(await gamma.places()).toEqual(["/var/log/gamma", "/var/opt/gamma"]);
  expect(await statusOf(url(), gamma.headers)).toBe("ECONNRESET");
  expect((await stack.trySsh("systemctl is-active supervisor")).stdout).toBe("inactive\n");
  expect(Object.keys(outputs.sites)).toEqual(["alpha", "beta"]);
});

test("it comes back with its data", async () => {
  stack.setConfig({ sites: [alpha.entry({ workers: "3" }), beta.entry(), gamma.entry()] });
  await upBeside("a site back", beta, alpha);
  expect(await lastMessage(url(), gamma.headers)).toBe("in gamma");
});

test("all of them move to Apache together, one of them into it, and back", async () => {
  const inApache = { appServer: "mod_wsgi", port: undefined };
  const move = async (webServer: string, ofBeta: object) => {
    stack.setConfig({
      webServer,
      sites: [alpha.entry({ workers: "3" }), beta.entry({ ...ofBeta }), gamma.entry()],
    });
    await underLoad(`three sites to ${webServer}`, [url()], up, alpha.headers);
    expect(await alpha.heading(outputs.ipv4Address)).toBe("Hello again");
    expect(await beta.heading(outputs.ipv4Address)).toBe("Hello from beta");
    expect(await gamma.heading(outputs.ipv4Address)).toBe("Hello from gamma");
    expect(await lastMessage(url(), gamma.headers)).toBe("in gamma");
  };
  await move("apache", inApache);
  expect(await statusOf(url(), { host: "other.example" })).toBe(403);
  expect(outputs.sites["beta"]?.serviceStatus).toMatchObject({ unit: "apache2", workers: 2 });
  await move("nginx", {});
  expect(await statusOf(url(), { host: "other.example" })).toBe("ECONNRESET");
});
