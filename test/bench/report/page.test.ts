import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TYPESCRIPT } from "../../../local/typescript";
import { ROOT } from "../../../scripts/lib/project";
import { renderPage, type Results } from "./page";

const FIXTURES = join(ROOT, "test", "fixtures", "bench");
const fixture = (part: string): unknown =>
  JSON.parse(readFileSync(join(FIXTURES, `${part}.json`), "utf8"));
const all = Object.fromEntries(
  ["tools", "serving", "growth"].map((part) => [part, fixture(part)]),
) as Results;

/** The lines under a heading of the second or third rank. */
function under(heading: string, page: string): string {
  return page.split(new RegExp(`^##+ ${heading}$`, "m"))[1]?.split(/^##+ /m)[0] ?? "";
}

test("the page of parts that were measured, and of one that was not", () => {
  expect(renderPage(all)).toMatchSnapshot();
});

test("the better of the two bare shells is the floor, at each figure anew", () => {
  const page = renderPage(all);
  const floor = /^\| (bare shell.*?) \| \S+ \S+ \| 1\.00 ×/m;
  expect(floor.exec(under("Booted host to 200", page))?.[1]).toBe("bare shell, apt beside pip");
  expect(floor.exec(under("No-op", page))?.[1]).toBe("bare shell");
});

test("figures of different commits or machines say each where they are from", () => {
  const { tools = {} } = all;
  const other = { ...tools["preview"], commit: "fedcba987654+" } as (typeof tools)[string];
  const page = renderPage({ tools: { ...tools, preview: other } });
  expect(under("Beside other tools", page)).toMatch(
    /^\*\*preview\*\*: Measured on \S+ \S+ UTC at commit `fedcba987654` with changes that are in no/m,
  );
  expect(under("Beside other tools", page)).toMatch(
    /^\*\*booted host to 200, .*\*\*: Measured .* at commit `0123456789ab`, on: /m,
  );
});

test("a figure at which there is no floor has no ratio to it", () => {
  expect(under("Preview", renderPage(all))).not.toContain("floor");
});

test("nothing was measured: every part says so, and how it is", () => {
  const page = renderPage({});
  for (const part of ["tools", "serving", "growth", "clone"]) {
    expect(page).toContain(
      `Not measured on this machine; \`npm run bench -- --only ${part},report\``,
    );
  }
});

test("the phases from the clone are added up", () => {
  const { growth } = all;
  if (!growth) throw new Error("the fixture is missing");
  const results = [
    { phase: "npm packages", seconds: 12.5 },
    { phase: "pulumi up", seconds: 30.25 },
  ];
  expect(renderPage({ clone: { ...growth, results } })).toContain("| **in all** | **42.8** |");
});

describe("what is written", () => {
  let folder = "";
  const written = (path: string): string => readFileSync(join(folder, path), "utf8");

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "django-droplet-report-"));
    // In a process of its own: jest lets no module of ECMAScript be loaded, which prettier is.
    const places = JSON.stringify({ from: FIXTURES, to: folder });
    const code = `require("./test/bench/report").writeReport(${places})`;
    execFileSync(process.execPath, [...TYPESCRIPT, "--eval", code], { cwd: ROOT });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("is as prettier would have it", () => {
    const prettier = join(ROOT, "node_modules", "prettier", "bin", "prettier.cjs");
    const config = join(ROOT, ".prettierrc.json");
    const args = [prettier, "--config", config, "--check", join(folder, "benchmarks.md")];
    expect(() => execFileSync(process.execPath, args, { cwd: folder })).not.toThrow();
  });

  test("links to pictures that are written too", () => {
    const links = [...written("benchmarks.md").matchAll(/\]\(([^)]+)\)/g)].map(
      ([, path = ""]) => path,
    );
    expect(links).toEqual(["benchmarks/growth-time.svg", "benchmarks/growth-memory.svg"]);
    for (const link of links) expect(written(link)).toMatch(/^<svg /);
  });

  test("ends with the section that is written by hand, as it is", () => {
    const tried = readFileSync(join(__dirname, "tried.md"), "utf8");
    expect(written("benchmarks.md").endsWith(`\n\n${tried}`)).toBe(true);
  });
});
