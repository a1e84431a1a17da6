import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { quote } from "../../../components/remote/shell";
import { adoptScript } from "../../../scripts/lib/adopt";
import { driftScript } from "../../../scripts/drift/reading";
import type { Wanted } from "../../../scripts/drift/wanted";
import { runProgram } from "../../support/mocks";
import { textOf } from "../../support/wire";
import { ed25519Pair } from "../../support/ed25519";

const { public: hostKey, private: privateKey } = ed25519Pair();

/** Stacks that between them have every part of every script. */
const STACKS = {
  nginx: { cloud: "local" },
  apache: { cloud: "local", webServer: "apache", appServer: "mod_wsgi" },
  none: { cloud: "local", webServer: "none", appServer: "uwsgi", supervisor: "supervisor" },
  existing: { host: { address: "203.0.113.7", user: "ops", hostKey, privateKey }, workers: "3" },
};

const NOTHING: Wanted = {
  ...{ files: [], folders: [], links: [], absent: [], units: [], programs: [], listeners: [] },
  ...{ packages: [], users: [], releases: [], sshd: [], rootKeys: [], projects: [] },
};

/** Every script that the program sends to a host, by its stack and the name of its step. */
async function scripts(): Promise<[name: string, text: string][]> {
  const all: [name: string, text: string][] = [];
  for (const [stack, config] of Object.entries(STACKS)) {
    const { resources, readings } = await runProgram({ config, secret: ["host"] });
    for (const { name, inputs } of resources) {
      if (!String(inputs["create"]).endsWith("bash -euo pipefail -s")) continue;
      all.push([`${stack}: ${name}`, textOf(inputs["stdin"])]);
    }
    all.push([`${stack}: drift`, driftScript(NOTHING)]);
    all.push([`${stack}: status`, readings[0]?.text ?? ""]);
  }
  const keys = { login: hostKey, hostPrivate: privateKey, hostPublic: hostKey };
  return [...all, ["adoption", adoptScript({ keys, stack: "shop/production 0a1b" }, "nginx")]];
}

/** The texts that it stages on a host which supervisor runs the site on. */
async function staged(): Promise<string[]> {
  const { resources } = await runProgram({ config: STACKS.none });
  return resources
    .filter(({ inputs }) => String(inputs["create"]).includes("django-droplet-stage"))
    .map(({ inputs }) => textOf(inputs["stdin"]));
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
    "django-host-packages",
    "django-host-ready",
    "django-host-web",
    "django-sites",
    "drift",
    "status",
  ];
  const own = (stack: string) =>
    stack === "existing" ? "django-hello-source-place" : "django-host-metadata-guard";
  const stacks = Object.keys(STACKS);
  expect(all.map(([name]) => name).sort()).toEqual(
    [
      ...stacks.flatMap((stack) => [...steps, own(stack)].map((step) => `${stack}: ${step}`)),
      "adoption",
    ].sort(),
  );
});

test("every part is in one of them, or in a text that is installed", async () => {
  const texts = [...all.map(([, text]) => text), ...(await staged())];
  const folder = join(__dirname, "..", "..", "..", "scripts", "host");
  for (const file of readdirSync(folder).filter((name) => /\.(sh|py)$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    const quoted = quote(text.trimEnd()).slice(1, -1);
    const found = texts.some((each) => each.includes(text) || each.includes(quoted));
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
      (line) =>
        // The name of a parameter or a function that was cut at the start of a line: with no
        // argument, and none is a command's name.
        !/^\x01+([A-Z_]+|changed|displaced|web_before|begun)=|^\x01+(declare -A |[A-Za-z_]+$)/.test(
          line,
        ),
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
