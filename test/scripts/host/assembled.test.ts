import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { quote } from "../../../components/remote/shell";
import { driftScript } from "../../../scripts/drift/reading";
import type { Wanted } from "../../../scripts/drift/wanted";
import { runProgram } from "../../support/mocks";
import { textOf } from "../../support/wire";

/** Stacks that between them have every part of every script. */
const STACKS = {
  nginx: {},
  apache: { webServer: "apache", appServer: "mod_wsgi" },
  none: { webServer: "none", appServer: "uwsgi", supervisor: "supervisor" },
};

const NOTHING: Wanted = {
  ...{ files: [], folders: [], links: [], absent: [], units: [], programs: [], listeners: [] },
  ...{ packages: [], users: [], releases: [], sshd: [], rootKeys: [], projects: [] },
};

/** Every script that the program sends to a host, by its stack and the name of its step. */
async function scripts(): Promise<[name: string, text: string][]> {
  const all: [name: string, text: string][] = [];
  for (const [stack, choices] of Object.entries(STACKS)) {
    const { resources, readings } = await runProgram({ config: { cloud: "local", ...choices } });
    for (const { name, inputs } of resources) {
      if (!String(inputs["create"]).endsWith("bash -euo pipefail -s")) continue;
      all.push([`${stack}: ${name}`, textOf(inputs["stdin"])]);
    }
    all.push([`${stack}: drift`, driftScript(NOTHING)]);
    all.push(...readings.map(({ text }): [string, string] => [`${stack}: status`, text]));
  }
  return all;
}

let all: [name: string, text: string][];

beforeAll(async () => {
  all = await scripts();
});

const LAST = "\nmain </dev/null\n";

test("all steps and the readings of drift and status are looked at", () => {
  const steps = [
    "django-hello-account",
    "django-hello-activation",
    "django-hello-release",
    "django-host-metadata-guard",
    "django-host-packages",
    "django-host-ready",
    "django-host-web",
    "django-sites",
    "drift",
    "status",
  ];
  const stacks = Object.keys(STACKS);
  expect(all.map(([name]) => name).sort()).toEqual(
    stacks.flatMap((stack) => steps.map((step) => `${stack}: ${step}`)).sort(),
  );
});

test("every part is in one of them", () => {
  const folder = join(__dirname, "..", "..", "..", "scripts", "host");
  for (const file of readdirSync(folder).filter((name) => /\.(sh|py)$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    const quoted = quote(text.trimEnd()).slice(1, -1);
    const found = all.some(([, script]) => script.includes(text) || script.includes(quoted));
    expect([file, found]).toEqual([file, true]);
  }
});

test("every script is bash that can be parsed", () => {
  for (const [name, text] of all) {
    const { stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect([name, stderr]).toEqual([name, ""]);
  }
});

test("every script does its work in its last line, away from standard input", () => {
  for (const [name, text] of all) {
    expect([name, text.endsWith(LAST)]).toEqual([name, true]);
    expect([name, text.split("\nmain() {").length]).toEqual([name, 2]);
  }
});

/** What bash runs of the beginning of a script, but for setting parameters and constants. */
function runOf(text: string): string[] {
  // Nothing can run by mistake: there is no command on its path. What bash does run, it tells.
  const empty = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  try {
    // Root's bash takes no PS4 from its environment.
    const { stderr } = spawnSync("/bin/bash", ["-euo", "pipefail", "-s"], {
      input: `PS4=$'\\x01'\nset -x\n${text}`,
      encoding: "utf8",
      env: { PATH: empty },
    });
    const ran = stderr.split("\n").filter((line) => line.startsWith("\x01"));
    return ran.filter(
      (line) => !/^\x01+([A-Z_]+|changed|displaced|web_before|begun)=|^\x01+declare -A /.test(line),
    );
  } finally {
    rmSync(empty, { recursive: true });
  }
}

test("a script that lacks its last line runs nothing", () => {
  for (const [name, text] of all) {
    expect([name, runOf(text.slice(0, text.lastIndexOf(LAST) + 1))]).toEqual([name, []]);
  }
});

test("a script that is cut anywhere before that runs nothing", () => {
  const cut = fc.record({ script: fc.nat(), at: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(cut, ({ script, at }) => {
      const [name, text] = all[script % all.length] ?? ["", ""];
      const end = Math.floor(at * text.lastIndexOf(LAST));
      expect([name, end, runOf(text.slice(0, end))]).toEqual([name, end, []]);
    }),
    { numRuns: 100 },
  );
});

test("a script that arrives whole runs, whatever its programs do with standard input", () => {
  for (const [name, text] of all) {
    const reading = text.replace(
      /\nmain\(\) \{/,
      () => "\nmain() { cat; echo first; cat; echo second; return; ",
    );
    const { stdout } = spawnSync("bash", ["-euo", "pipefail", "-s"], {
      input: `${reading}echo third\n`,
      encoding: "utf8",
    });
    expect([name, stdout]).toEqual([name, "first\nsecond\nthird\n"]);
  }
});

test("the Python programs in them can be compiled", () => {
  const folder = join(__dirname, "..", "..", "..", "scripts", "host");
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".py"))) {
    const path = join(folder, file);
    const compile = `import ast; ast.parse(open(${JSON.stringify(path)}).read(), feature_version=(3, 9))`;
    const { stderr } = spawnSync("python3", ["-c", compile], { encoding: "utf8" });
    expect([file, stderr]).toEqual([file, ""]);
  }
});
