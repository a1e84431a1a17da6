// @ts-check
// Runs `scripts/NAME.ts`: `node scripts/run.mjs NAME ARGS`. It is the one file that runs before the
// packages are installed, so it depends on none, and it installs them when the lock file says so.
import { spawnSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const name = process.argv[2];

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`django-droplet: ${message}`);
  process.exit(1);
}

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(
    `Node ${process.versions.node} is too old: install Node 20.19 or later (22 is what .nvmrc names)`,
  );
}

if (process.platform !== "win32") {
  // Without a home Go has no place for its cache, and `su` keeps a PATH that lacks root's folders.
  process.env.HOME ||= userInfo().homedir;
  process.env.PATH = [process.env.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"]
    .filter(Boolean)
    .join(delimiter);
}

const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");
const modules = join(root, "node_modules");
const local = join(root, ".local");
if (!isInstalled(modules)) install();

/** @param {string} folder */
function isInstalled(folder) {
  const stamp = join(folder, ".installed-lock");
  return existsSync(stamp) && readFileSync(stamp, "utf8") === lock;
}

/** Made aside and then moved into its place: another command may start, or run, meanwhile. */
function install() {
  console.error("installing the npm packages …");
  const folder = join(local, `npm-${process.pid}`);
  removeLeftovers();
  mkdirSync(folder, { recursive: true });
  const failure = npmCi(folder);
  if (failure === undefined) {
    const installed = join(folder, "node_modules");
    mkdirSync(installed, { recursive: true });
    writeFileSync(join(installed, ".installed-lock"), lock);
    // Until here another one may have come first.
    while (!isInstalled(modules)) {
      moveTo(modules, join(folder, randomUUID()));
      moveTo(installed, modules);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  if (failure !== undefined) fail(`npm ci failed: mend this and run it again\n${failure}`);
}

/** What installations that were interrupted have left. */
function removeLeftovers() {
  if (!existsSync(local)) return;
  for (const name of readdirSync(local)) {
    const pid = Number(/^npm-(\d+)$/.exec(name)?.[1]);
    if (pid === process.pid || (pid > 0 && !isAlive(pid))) {
      try {
        rmSync(join(local, name), { recursive: true, force: true });
      } catch {
        // An npm that outlives the command that began it still writes there: another time.
      }
    }
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/** @param {string} folder @returns {string | undefined} why it failed */
function npmCi(folder) {
  for (const file of ["package.json", "package-lock.json", ".npmrc"]) {
    copyFileSync(join(root, file), join(folder, file));
  }
  // No package's install script is needed, so none runs.
  const { status, error, stderr } = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"],
    { cwd: folder, encoding: "utf8", shell: process.platform === "win32" },
  );
  // Its first lines hold the reason, what follows is the manual.
  return status === 0 ? undefined : (error?.message ?? stderr.split("\n").slice(0, 8).join("\n"));
}

/**
 * No error where another command has moved it, or has put one there.
 * @param {string} from @param {string} to
 */
function moveTo(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code !== "ENOENT" && code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
  }
}

const script = join(root, "scripts", `${name}.ts`);
process.argv.splice(1, 2, script);
const require = createRequire(script);
require("./typescript.cjs");
require(script);
