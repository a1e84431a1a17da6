import * as pulumi from "@pulumi/pulumi";
import { readStatuses, type Health } from "../../../components/health/read-status";
import type { ServiceStatus } from "../../../components/health/service-status";
import { findSize } from "../../../components/host/sizes";
import { openShell, type SshTarget } from "../../../components/remote/ssh";
import { OF_SUPERVISOR, reportOf, SERVING, UNDER_SUPERVISOR } from "../../support/report";

jest.mock("../../../components/remote/ssh", () => ({ openShell: jest.fn() }));

const opened = jest.mocked(openShell);
/** Each asking of a host for a reading. */
const asked = jest.fn<Promise<string>, [target: SshTarget, text: string]>();
let warn: jest.SpyInstance;

beforeEach(() => {
  asked.mockReset();
  opened.mockReset();
  opened.mockImplementation((target) => ({ run: (text) => asked(target, text) }));
  warn = jest.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => warn.mockRestore());

const warnings = (): string[] => warn.mock.calls.map(([message]) => String(message));

async function read(preview = false): Promise<Health> {
  const mocks = { newResource: () => ({ id: "id", state: {} }), call: () => ({}) };
  await pulumi.runtime.setMocks(mocks, "project", "stack", preview);
  const size = findSize("s-1vcpu-1gb");
  if (!size) throw new Error("no such size");
  const site = (project: string) => ({
    project,
    hostHeader: pulumi.output(`${project}.example.com`),
    recordDigest: pulumi.output("5e".repeat(32)),
  });
  return readStatuses({
    connection: {
      host: pulumi.output("203.0.113.10"),
      privateKey: pulumi.secret("key"),
      hostKey: pulumi.output("ssh-ed25519 AAAA"),
      user: pulumi.output("root"),
    } as unknown as Parameters<typeof readStatuses>[0]["connection"],
    size,
    sites: [
      { ...site("shop"), serving: SERVING },
      { ...site("blog"), serving: { ...UNDER_SUPERVISOR, unit: "blog-unit" } },
    ],
    after: new pulumi.ComponentResource("t:index:T", "after"),
  });
}

async function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

async function statuses({ statusOf }: Health): Promise<Record<"shop" | "blog", ServiceStatus>> {
  return { shop: await valueOf(statusOf("shop")), blog: await valueOf(statusOf("blog")) };
}

/** All that a reading tells. */
function outputs({ statusOf, capacity }: Health): pulumi.Output<unknown>[] {
  return [statusOf("shop"), statusOf("blog"), capacity];
}

test("all sites are read over one connection, each by its own name", async () => {
  asked.mockResolvedValue(reportOf({ shop: {}, blog: { ...OF_SUPERVISOR, restarts: 2 } }));
  const health = await read();
  expect(await statuses(health)).toMatchObject({
    shop: { unit: "shop", restarts: 0, reachable: true },
    blog: { unit: "blog-unit", restarts: 2, reachable: true },
  });
  expect(await valueOf(health.capacity)).toEqual({ verdict: "healthy", suggestedWorkers: 4 });
  expect(opened).toHaveBeenCalledTimes(1);
  expect(asked).toHaveBeenCalledTimes(1);
  expect(asked.mock.calls[0]?.[1]).toContain(
    "SITES='shop systemd shop nginx /var/log/shop/gunicorn.log shop.example.com\n" +
      "blog supervisor blog-unit nginx /var/log/shop/gunicorn.log blog.example.com'\n",
  );
  expect(warnings()).toEqual([]);
});

test("the site that is not what the stack says is named", async () => {
  asked.mockResolvedValue(reportOf({ shop: {}, blog: { ...OF_SUPERVISOR, record: "" } }));
  await statuses(await read());
  expect(warnings()).toEqual([
    expect.stringMatching(/what serves blog is not what the stack says.*`npm run up -- --repair`/),
  ]);
});

test.each([
  ["does not answer", () => Promise.reject(new Error("no answer within 8 seconds"))],
  ["does not tell of a site", () => Promise.resolve(reportOf({ shop: {} }))],
])("a host that %s is no failure, and one warning", async (_what, answer) => {
  asked.mockImplementation(answer);
  const health = await read();
  expect(await statuses(health)).toMatchObject({
    shop: { unit: "shop", activeState: "unknown", reachable: false },
    blog: { unit: "blog-unit", activeState: "unknown", reachable: false },
  });
  expect(await valueOf(health.capacity)).toEqual({ verdict: "unknown", suggestedWorkers: 4 });
  expect(warnings()).toEqual([expect.stringContaining("the status of shop, blog-unit on 203")]);
});

test("a connection that a step has cut is made again", async () => {
  asked.mockRejectedValueOnce(new Error("the connection was closed"));
  asked.mockResolvedValue(reportOf({ shop: {}, blog: OF_SUPERVISOR }));
  expect(await statuses(await read())).toMatchObject({ shop: { reachable: true } });
  expect(opened).toHaveBeenCalledTimes(2);
  expect(warnings()).toEqual([]);
});

test("a host that answered nothing for long is not asked again", async () => {
  const times = [0, 8_000];
  const clock = jest.spyOn(performance, "now").mockImplementation(() => times.shift() ?? 8_000);
  asked.mockRejectedValue(new Error("no answer within 8 seconds"));
  expect(await statuses(await read())).toMatchObject({ shop: { reachable: false } });
  clock.mockRestore();
  expect(opened).toHaveBeenCalledTimes(1);
});

test("nothing is read in a preview, and nothing known", async () => {
  for (const output of outputs(await read(true))) {
    expect(await (output as unknown as { isKnown: Promise<boolean> }).isKnown).toBe(false);
  }
  expect(opened).not.toHaveBeenCalled();
});

test("no output is a secret, though the key is one", async () => {
  asked.mockResolvedValue(reportOf({ shop: {}, blog: OF_SUPERVISOR }));
  for (const output of outputs(await read())) {
    expect(await pulumi.isSecret(output)).toBe(false);
  }
});
