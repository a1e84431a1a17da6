// @ts-check
// Runs `scripts/NAME.ts`: `node scripts/run.mjs NAME ARGS`. It is the one file that runs before the
// packages are installed, so it depends on none, and it installs them when the lock file says so.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [name, ...args] = process.argv.slice(2);

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
const stamp = join(root, "node_modules", ".installed-lock");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== lock) {
  console.error("installing the npm packages …");
  // No package's install script is needed, so none runs.
  const npm = spawnSync(
    "npm",
    ["ci", "--ignore-scripts", "--no-fund", "--no-audit", "--loglevel=error"],
    { cwd: root, encoding: "utf8", shell: process.platform === "win32" },
  );
  if (npm.status !== 0) {
    // Its first lines hold the reason, what follows is the manual.
    const reason = npm.error?.message ?? npm.stderr.split("\n").slice(0, 8).join("\n");
    fail(`npm ci failed: mend this and run it again\n${reason}`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, lock);
}

const child = spawnSync(
  process.execPath,
  [
    "--disable-warning=ExperimentalWarning",
    "--import",
    "tsx",
    join(root, "scripts", `${name}.ts`),
    ...args,
  ],
  { stdio: "inherit" },
);
process.exit(child.status ?? 1);
