import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { STEPS } from "../../../components/settings/sites-together";
import { removeFolders } from "../app/project-folder";
import { BLOG, readerOfSites, SHOP, type Entry } from "./two-sites";

const { sitesOf, linesOf } = readerOfSites();
afterAll(removeFolders);

describe("what two sites cannot share", () => {
  test.each<[string, Entry, Entry, string]>([
    [
      "a project",
      SHOP,
      { ...BLOG, source: { directory: "other" } },
      `sites[1].project: "shop" is the project of sites[0], too, and names folders on the server; rename the package of one of them, or give it a stack of its own`,
    ],
    [
      "a user",
      { ...SHOP, user: "keeper" },
      { ...BLOG, user: "keeper" },
      `sites[1].user: "keeper" is the user of sites[0], too, and each could change the other's data; choose another: pulumi config set --path 'sites[1].user' NAME`,
    ],
    [
      "a unit",
      SHOP,
      { ...BLOG, unit: "shop" },
      `sites[1].unit: "shop" is the unit of sites[0], too; choose another: pulumi config set --path 'sites[1].unit' NAME`,
    ],
    [
      "a unit, which is a step's",
      SHOP,
      { ...BLOG, unit: "shop-pip" },
      `sites[1].unit: "shop-pip" is what a step of shop is called; choose another: pulumi config set --path 'sites[1].unit' NAME`,
    ],
    [
      "a port",
      SHOP,
      { ...BLOG, port: "8000" },
      "sites[1].port: 8000 is the port of sites[0], too; choose another: pulumi config set --path 'sites[1].port' 8001",
    ],
    [
      "a port by default",
      SHOP,
      { ...BLOG, port: undefined },
      "sites[1].port: 8000 is the port of sites[0], too; choose another: pulumi config set --path 'sites[1].port' 8001",
    ],
    [
      "a domain, however it is written",
      { ...SHOP, domain: "Example.com" },
      { ...BLOG, domain: "example.COM" },
      `sites[1].domain: "example.com" is the domain of sites[0], too; choose another: pulumi config set --path 'sites[1].domain' NAME`,
    ],
    [
      "all names that nobody else has",
      SHOP,
      { ...BLOG, domain: "" },
      "sites[1].domain: not set, and sites[0] has none either, but only one site can answer by the server's addresses; give one of them a domain: pulumi config set --path 'sites[1].domain' NAME",
    ],
  ])("%s", (_, first, second, line) => {
    expect(linesOf([first, second])).toEqual([line]);
  });

  test("port 80", () => {
    expect(linesOf([SHOP, { ...BLOG, port: "" }], { webServer: "none" })).toEqual([
      "webServer: none leaves port 80 to one site, and sites[0] and sites[1] would share it; choose nginx or apache: pulumi config set webServer nginx, or keep one entry",
    ]);
    expect(sitesOf([SHOP], { webServer: "none" })).toMatchObject([{ port: 80 }]);
  });
});

test("STEPS are the transient units of the scripts", () => {
  const folder = resolve(__dirname, "../../../scripts/host");
  const scripts = readdirSync(folder).filter((name) => name.endsWith(".sh"));
  const text = scripts.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const units = [...text.matchAll(/(?:in_sandbox|in_release|--unit) "\$PROJECT-([a-z-]+)"/g)];
  expect([...new Set(units.map(([, step]) => step))].sort()).toEqual([...STEPS].sort());
});
