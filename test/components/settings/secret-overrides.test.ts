import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { activationScript, releaseScript } from "../../../components/app/scripts";
import { siteTexts } from "../../../components/app/texts";
import { projectPaths } from "../../../components/naming";
import { sandbox } from "../../../components/serve/sandbox";
import { servingOf } from "../../../components/serve/serving";
import { removeFolders } from "../app/project-folder";
import { read, refusal } from "./read";
import { BLOG, readerOfSites, SHOP, type Entry } from "./two-sites";

const { root } = readerOfSites();
const file = join(root, `Pulumi.${pulumi.getStack()}.yaml`);
afterEach(() => rmSync(file, { force: true }));
afterAll(removeFolders);

const LOCAL = { DIGITALOCEAN_API_URL: "http://127.0.0.1:8123" };
const SECURE = { secure: "v1:AAAA" };
const SITE = { source: { directory: "shop" } };

const SHOWN =
  "would stand as plain text in the stack's state and in the unit, which everybody on the server can read";
const FILE = "into a file on the server that only root can read";
const nameIt = (path = "unitOverrides.EnvironmentFile") =>
  `name that file: pulumi config set --path ${path} /etc/FILE`;
const VARIABLE = `unitOverrides.Environment: it is a secret, and ${SHOWN}; put the variable ${FILE}, ${nameIt()}, and take it away here: pulumi config rm --path unitOverrides.Environment`;
const WHOLE = `unitOverrides: it is a secret, or a part of it is, and ${SHOWN}; put it ${FILE}, set the rest anew without --secret, and ${nameIt()}`;

/** `values` as the program gets them, `kept` as the stack's file has them. */
interface Config {
  values: Record<string, unknown>;
  kept?: Record<string, unknown>;
  secret: string[];
}

function stack({ values, kept, secret }: Config): [Record<string, string>, NodeJS.ProcessEnv] {
  const named = Object.entries(kept ?? {}).map(([key, value]) => [`django-droplet:${key}`, value]);
  if (kept) writeFileSync(file, stringify({ config: Object.fromEntries(named) }));
  const texts = Object.entries(values).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  const keys = JSON.stringify(secret.map((key) => `django-droplet:${key}`));
  return [
    { cloud: "local", ...Object.fromEntries(texts) },
    { ...LOCAL, PULUMI_CONFIG_SECRET_KEYS: keys },
  ];
}

const linesOf = (config: Config) => refusal(...stack(config), root);
const sitesOf = (config: Config) => read(...stack(config), root).sites;

describe("a secret in unitOverrides is refused", () => {
  const overrides = { MemoryMax: "400M", Environment: "API_KEY=hunter2" };
  const values = { source: SITE.source, unitOverrides: overrides };
  const secret = ["unitOverrides"];

  test("by its directive, where the stack's file tells", () => {
    const kept = { unitOverrides: { ...overrides, Environment: SECURE } };
    expect(linesOf({ values, kept, secret })).toEqual([VARIABLE]);
  });

  test.each<[string, Record<string, unknown> | undefined]>([
    ["the stack's file has it in one piece", { unitOverrides: SECURE }],
    ["the stack's file has no secret in it", { unitOverrides: overrides }],
    ["the stack's file does not have it", {}],
    ["there is no such file", undefined],
  ])("as a whole, where %s", (_, kept) => {
    expect(linesOf({ values, secret, ...(kept && { kept }) })).toEqual([WHOLE]);
  });

  test("whatever directive it is", () => {
    const kept = { unitOverrides: { MemoryMax: SECURE } };
    expect(
      linesOf({ values: { ...values, unitOverrides: { MemoryMax: "400M" } }, kept, secret }),
    ).toEqual([
      `unitOverrides.MemoryMax: it is a secret, and ${SHOWN}; if it need not be one, set it without --secret: pulumi config set --path unitOverrides.MemoryMax VALUE; variables that have to stay secret belong ${FILE}; ${nameIt()}`,
    ]);
  });

  test("with all else that is wrong, and never repeated", () => {
    const given = { Environment: "A=hunter2\n", Nice: ["hunter2"], User: "root" };
    const kept = { unitOverrides: { Environment: SECURE, Nice: [SECURE], User: "root" } };
    const wrong = { ...values, threads: "0", unitOverrides: given };
    const lines = linesOf({ values: wrong, kept, secret });
    expect(lines.map((line) => line.split(":")[0])).toEqual([
      "threads",
      "unitOverrides.Environment",
      "unitOverrides.Nice",
      "unitOverrides.User",
    ]);
    expect(lines.join()).not.toContain("hunter2");
  });

  test("also as text that is no object", () => {
    const text = { ...values, unitOverrides: "hunter2" };
    expect(linesOf({ values: text, secret })).toEqual([WHOLE]);
  });

  test("but none that is empty, and nothing where other keys are secrets", () => {
    for (const unitOverrides of ["", "{}"]) {
      expect(sitesOf({ values: { ...values, unitOverrides }, secret })).toHaveLength(1);
    }
    const kept = { domain: SECURE };
    const domain = "shop.example.com";
    expect(sitesOf({ values: { ...values, domain }, kept, secret: ["domain"] })).toMatchObject([
      { domain, unitOverrides: overrides },
    ]);
  });
});

describe("a secret in sites", () => {
  const overrides = { Environment: "API_KEY=hunter2", Nice: 5 };
  const sites: Entry[] = [SHOP, { ...BLOG, unitOverrides: overrides }];
  const secret = ["sites"];

  test("is refused in an entry's unitOverrides", () => {
    const kept = {
      sites: [SHOP, { ...BLOG, unitOverrides: { ...overrides, Environment: SECURE } }],
    };
    expect(linesOf({ values: { sites }, kept, secret })).toEqual([
      `sites[1].unitOverrides.Environment: it is a secret, and ${SHOWN}; put the variable ${FILE}, ${nameIt("'sites[1].unitOverrides.EnvironmentFile'")}, and take it away here: pulumi config rm --path 'sites[1].unitOverrides.Environment'`,
    ]);
  });

  test("is let be elsewhere", () => {
    const kept = { sites: [SHOP, { ...BLOG, domain: SECURE, unitOverrides: overrides }] };
    expect(sitesOf({ values: { sites }, kept, secret })).toMatchObject([
      { unitOverrides: {} },
      { domain: BLOG["domain"], unitOverrides: { ...overrides, Nice: "5" } },
    ]);
    expect(sitesOf({ values: { sites: [SHOP, BLOG] }, secret })).toHaveLength(2);
  });

  test("is taken to be in unitOverrides where the stack's file does not tell", () => {
    const line = (start: string) =>
      `sites[1].unitOverrides: ${start} ${SHOWN}; put it ${FILE}, set the rest anew without --secret, and ${nameIt("'sites[1].unitOverrides.EnvironmentFile'")}`;
    expect(linesOf({ values: { sites }, secret })).toEqual([
      line("a part of sites is a secret, and the stack's file does not tell which: here it"),
    ]);
    expect(linesOf({ values: { sites }, kept: { sites: SECURE }, secret })).toEqual([
      line("it is a secret, or a part of it is, and"),
    ]);
  });

  test("is no reason to say less of what is no list", () => {
    expect(linesOf({ values: { sites: "shop" }, secret })).toEqual([
      expect.stringMatching(/^sites: "shop" is not a list; /),
    ]);
  });
});

test("EnvironmentFile, which the refusal names, is read by all that runs the project's code", () => {
  const values = { ...SITE, unitOverrides: { EnvironmentFile: "/etc/shop.env" } };
  const [site] = sitesOf({ values, secret: [] });
  if (!site) throw new Error("no site");
  const confinement = sandbox(site.user, projectPaths(site.project), site.unitOverrides);
  const contents = { source: "a", virtualenv: "b", settings: "c", secrets: "d" };
  const of = { site, confinement, release: "a" };
  const building = releaseScript({ ...of, contents, requirements: [] });
  const switching = activationScript({
    ...of,
    serving: servingOf(site, "nginx"),
    ...{ record: "", shared: false, allowedHosts: [] },
  });
  const unit = siteTexts(site, confinement, { ipv6: true, webServer: "nginx" }).find(
    ({ kind }) => kind === "service",
  );
  const line = /^(.*=')?EnvironmentFile=\/etc\/shop\.env'?$/gm;
  // pip, check and collectstatic; migrate and the pre-flight boot; what serves.
  expect(building.match(line)).toHaveLength(1);
  expect(switching.match(line)).toHaveLength(2);
  expect(unit?.text.match(line)).toHaveLength(1);
});
