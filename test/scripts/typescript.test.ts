import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TYPESCRIPT } from "../../local/typescript";
import { ROOT } from "../../scripts/lib/project";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "django-droplet-typescript-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function run(source: string, env: Record<string, string> = {}) {
  const file = join(folder, "main.ts");
  writeFileSync(file, source);
  return spawnSync(process.execPath, [...TYPESCRIPT, file], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}

it("loads files by name without their ending, also later ones", () => {
  writeFileSync(join(folder, "other.ts"), "export const word: string = 'found';");
  const { stdout } = run(
    "import { word } from './other'; import('./other').then((o) => console.log(word, o.word));",
  );
  expect(stdout).toBe("found found\n");
});

it("runs what a file says now, not what it said before", () => {
  expect(run("console.log(1 as number)").stdout).toBe("1\n");
  expect(run("console.log(2 as number)").stdout).toBe("2\n");
});

it("names file and line of what is no TypeScript", () => {
  expect(run("\nconst = 1;").stderr).toContain("main.ts:2:6");
});

it("shows TypeScript's lines where Node is asked for them", () => {
  const source = "interface A {\n  a: 1;\n}\nthrow new Error('here' as string);";
  expect(run(source, { NODE_OPTIONS: "--enable-source-maps" }).stderr).toContain("main.ts:4:7");
});

it("takes ts-node's place", () => {
  const source = "console.log(process.env['PULUMI_NODEJS_TYPESCRIPT'] as string)";
  expect(run(source, { PULUMI_NODEJS_TYPESCRIPT: "true" }).stdout).toBe("undefined\n");
});

it("leaves what Pulumi seldom needs for when it is needed", () => {
  const { stdout } = run(`
    import * as pulumi from "${ROOT}/node_modules/@pulumi/pulumi";
    const loaded = () => Object.keys(require.cache).some((f) => f.endsWith("lib/typescript.js"));
    const before = loaded();
    const twice = (n: number) => n * 2;
    pulumi.runtime
      .serializeFunction(() => twice(21))
      .then(({ text }) => console.log(before, loaded(), text.includes("n * 2")));
  `);
  expect(stdout).toBe("false true true\n");
});
