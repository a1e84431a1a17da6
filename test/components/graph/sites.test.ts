import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { before, changedInputs, type Registered, type Run } from "../../support/mocks";
import { reportOf } from "../../support/report";
import { UNKNOWN } from "../../support/wire";
import { HELLO, LOCAL, parameterOf, program } from "./server";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  mkdirSync(join(folder, "shop"));
  writeFileSync(join(folder, "manage.py"), "#!/usr/bin/env python3\n");
  writeFileSync(join(folder, "shop", "wsgi.py"), "application = None\n");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Entry = Record<string, unknown>;

const hello = (): Entry => ({ source: { directory: HELLO } });
const shop = (changes: Entry = {}): Entry => ({
  ...{ source: { directory: folder }, domain: "shop.example.com", port: 8001 },
  ...changes,
});

/** A local stack with these entries of `sites`. */
function stack(sites: readonly Entry[], more: Entry = {}, preview = false): Promise<Run> {
  const status = reportOf({ hello: {}, shop: { workers: 3 } });
  return program({ ...LOCAL, ...more, sites }, { preview, status });
}

/** A resource's name and type, with the project as P. */
function shapeOf({ urn }: Registered): string {
  return urn.replace(/django-(hello|shop)\b/, "django-P");
}

const of = (project: string, { resources }: Run): Registered[] =>
  resources.filter(({ name }) => new RegExp(`^django-${project}\\b`).test(name));

describe("a second site", () => {
  test("has the same resources by names of its own", async () => {
    const run = await stack([hello(), shop()]);
    expect(of("shop", run).map(shapeOf).sort()).toEqual(of("hello", run).map(shapeOf).sort());
    expect(of("shop", run).length).toBeGreaterThan(12);
  });

  test("is asked for by a check of its own, where somebody is to be told", async () => {
    const run = await stack([hello(), shop()], { alertEmails: ["ada@example.com"] });
    const checks = run.resources.filter(({ type }) => type.endsWith(":UptimeCheck"));
    expect(checks.map(({ inputs }) => [inputs["name"], inputs["target"]])).toEqual([
      ["hello (test)", "http://203.0.113.10/"],
      ["shop (test)", "http://shop.example.com/"],
    ]);
    expect(of("shop", run).map(shapeOf).sort()).toEqual(of("hello", run).map(shapeOf).sort());
  });

  test("changes nothing of the first one and of the host, but for the list of sites", async () => {
    const changed = changedInputs(await stack([hello()]), await stack([hello(), shop()]));
    expect(changed.filter((name) => !/^django-shop\b/.test(name))).toEqual(["django-sites"]);
  });

  test("changes nothing of the first one whatever serves it", async () => {
    const one = await stack([hello()], { webServer: "apache" });
    const other = await stack([hello(), shop({ port: undefined, appServer: "mod_wsgi" })], {
      webServer: "apache",
    });
    const changed = changedInputs(one, other).filter((name) => !/^django-shop\b/.test(name));
    // mod_wsgi is a package and a module of Apache's.
    expect(changed).toEqual(["django-host-web", "django-sites"]);
    const supervised = await stack([hello(), shop({ supervisor: "supervisor" })]);
    expect(
      changedInputs(await stack([hello()]), supervised).filter(
        (name) => !/^django-shop\b/.test(name),
      ),
    ).toEqual(["django-host-packages", "django-sites"]);
  });

  test("stands in the list that tells what may stay", async () => {
    const run = await stack([hello(), shop()]);
    expect(parameterOf(run, "django-sites", "SITES")).toEqual(["hello", "shop"]);
  });

  test("takes nothing down before all are activated, and waits for no other site itself", async () => {
    const run = await stack([hello(), shop()]);
    expect(before(run, "django-sites")).toEqual(
      expect.arrayContaining(["django-hello-activation", "django-shop-activation"]),
    );
    for (const [own, other] of [
      ["hello", "shop"],
      ["shop", "hello"],
    ]) {
      const first = before(run, `django-${own}-activation`);
      expect(first.filter((name) => new RegExp(`^django-${other}\\b`).test(name))).toEqual([]);
    }
  });

  test("has secrets of its own", async () => {
    const run = await stack([hello(), shop()]);
    const keys = run.resources.filter(({ type }) => type.endsWith(":RandomPassword"));
    expect(keys.map(({ name }) => name).sort()).toEqual([
      "django-hello-digest-key",
      "django-hello-secret-key",
      "django-shop-digest-key",
      "django-shop-secret-key",
    ]);
  });
});

describe("the order of the list", () => {
  test("changes what stands in it and no site", async () => {
    const changed = changedInputs(await stack([hello(), shop()]), await stack([shop(), hello()]));
    expect(changed).toEqual(["django-sites"]);
  });
});

describe("the one site of the top level", () => {
  // Otherwise whoever wants a second site would deploy the first one anew.
  test("is the same site as the only entry of a list", async () => {
    const status = reportOf({ hello: {} });
    expect(changedInputs(await program(LOCAL, { status }), await stack([hello()]))).toEqual([]);
  });
});

describe("the outputs of several sites", () => {
  test("tell of the first one as of an only one, and of each by its project", async () => {
    const { outputs } = await stack([hello(), shop()]);
    const { sites, url, release, serviceStatus } = outputs;
    const both = sites?.value as Record<string, Record<string, unknown>>;
    expect(both).toMatchObject({
      hello: { url: "http://203.0.113.10/", serviceStatus: { unit: "hello", workers: 4 } },
      shop: { url: "http://shop.example.com/", serviceStatus: { unit: "shop", workers: 3 } },
    });
    expect(Object.keys(both)).toEqual(["hello", "shop"]);
    expect(both["hello"]).toEqual({
      url: url?.value,
      release: release?.value,
      serviceStatus: serviceStatus?.value,
    });
    expect(both["shop"]?.["release"]).not.toBe(release?.value);
    expect(sites?.secret).toBe(false);
  });

  test("are told once: one reading for all, one of the host's capacity", async () => {
    const { outputs, readings } = await stack([hello(), shop()]);
    expect(readings).toHaveLength(1);
    expect(outputs["capacity"]?.value).toMatchObject({ suggestedWorkers: expect.any(Number) });
  });

  test("are empty where there is one site, in a list as well", async () => {
    for (const run of [await program(LOCAL), await stack([hello()])]) {
      expect(run.outputs["sites"]).toEqual({ known: true, secret: false, value: {} });
    }
  });

  test("have no status in a preview, which reads nothing", async () => {
    const { outputs, readings } = await stack([hello(), shop()], {}, true);
    for (const name of ["serviceStatus", "capacity", "sites"]) {
      expect(outputs[name]).toEqual({ known: false, secret: false, value: UNKNOWN });
    }
    expect(outputs["url"]).toMatchObject({ known: true, value: "http://203.0.113.10/" });
    expect(readings).toEqual([]);
  });
});

describe("what is worth a warning is said once", () => {
  const own = (run: Run): string[] =>
    run.warnings.filter((line) => !/what serves .* is not what/.test(line));

  test("of all sites together where they share the memory", async () => {
    const run = await stack([hello(), shop()], { workers: "4" });
    expect(own(run)).toEqual([
      expect.stringContaining("workers: 4 of hello and 4 of shop on s-1vcpu-1gb will need about"),
    ]);
  });

  test("of each site where it is the site's", async () => {
    const MemoryMax = "400M";
    const supervised = { supervisor: "supervisor", workers: "1", unitOverrides: { MemoryMax } };
    const run = await stack([hello(), shop()], supervised);
    expect(own(run)).toEqual([
      expect.stringMatching(/^.*unitOverrides: MemoryMax hold for .* of hello, /),
      expect.stringMatching(/^.*unitOverrides: MemoryMax hold for .* of shop, /),
    ]);
  });

  test("of a site that answers slow clients itself", async () => {
    const status = reportOf({ hello: {} });
    const run = await program({ ...LOCAL, webServer: "none" }, { status });
    expect(own(run)).toEqual([expect.stringContaining("webServer: none lets each slow client")]);
  });

  test("of none where all is well", async () => {
    expect(own(await stack([hello(), shop()], { workers: "2" }))).toEqual([]);
  });
});
