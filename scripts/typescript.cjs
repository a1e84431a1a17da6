// @ts-check
// Lets Node load TypeScript: `node --require ./scripts/typescript.cjs FILE.ts`. What esbuild made of a
// file is kept by its content, so that a second start transpiles nothing, and other files are left to
// Node. tsx, which looks at every file that is loaded, made the program's start 0.75 s slower.
// NODE_OPTIONS=--enable-source-maps shows TypeScript's lines in stack traces, for 0.1 s of each start.
const { createHash, randomUUID } = require("node:crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname, join } = require("node:path");

require("./lazy-packages.cjs");

const KEPT = join(dirname(__dirname), "node_modules", ".cache", "typescript");

/** @type {import("esbuild").TransformOptions} */
const OPTIONS = {
  loader: "ts",
  format: "cjs",
  platform: "node",
  target: "node20.19",
  sourcemap: "inline",
  sourcesContent: false,
  // As require(), which finds a file by its name without the ending.
  supported: { "dynamic-import": false },
};

const version = JSON.stringify([require("esbuild/package.json").version, OPTIONS]);

/** @param {string} file @returns {string} */
function javascript(file) {
  const source = readFileSync(file, "utf8");
  // The name is in the source map.
  const key = createHash("sha256").update(`${version}\0${file}\0${source}`).digest("hex");
  const kept = join(KEPT, `${key}.js`);
  try {
    return readFileSync(kept, "utf8");
  } catch {
    const { code } = require("esbuild").transformSync(source, { ...OPTIONS, sourcefile: file });
    keep(kept, code);
    return code;
  }
}

/** At once or not at all: another command may read it. @param {string} file @param {string} code */
function keep(file, code) {
  try {
    mkdirSync(KEPT, { recursive: true });
    const aside = `${file}.${randomUUID()}`;
    writeFileSync(aside, code);
    renameSync(aside, file);
  } catch {
    // Somebody else's checkout, or a full disk: it is transpiled again the next time.
  }
}

// Node 22 keeps what V8 compiled of every module as well.
Module.enableCompileCache?.(join(KEPT, "v8"));

// A language host that reads no options of Pulumi.yaml asks for ts-node, which would take its place.
delete process.env["PULUMI_NODEJS_TYPESCRIPT"];

// @ts-expect-error It has a type of its own for no ending.
Module._extensions[".ts"] = (/** @type {NodeModule} */ module, /** @type {string} */ file) => {
  // @ts-expect-error Not among the types, but what every loader of this kind calls.
  module._compile(javascript(file), file);
};
