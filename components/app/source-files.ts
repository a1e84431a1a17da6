import { lstatSync, readdirSync, readlinkSync, realpathSync, type Stats } from "node:fs";
import { isAbsolute, join, relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { SettingError } from "../settings/setting-error";
import { show } from "../settings/wording";
import { ignoredIn } from "./ignored";
import { attempt } from "./unreadable";

/** A file of a source directory, or a link, which stays a link. */
export type SourceFile =
  | { path: string; kind: "file"; executable: boolean; size: number }
  | { path: string; kind: "link"; target: string };

/** The most that a source may hold: what is larger is media or a build's output by mistake. */
export const MOST_BYTES = 200 * 1024 * 1024;
export const MOST_FILES = 50_000;

/** Never part of a release, whatever .gitignore says: other machines' files, secrets, local data. */
const ALWAYS_IGNORED = ignore({ ignorecase: false }).add([
  ".git",
  "__pycache__",
  "*.pyc",
  "node_modules",
  ".env",
  "*.sqlite3",
  "*.sqlite3-journal",
  "*.sqlite3-wal",
  "*.sqlite3-shm",
  ".DS_Store",
]);

/**
 * The files of a source directory, sorted by path (byte order, so that no locale matters): what git
 * would take by all patterns that hold in it (see `ignoredIn`), without virtualenvs, byte code, `.env`
 * and SQLite databases. Sockets and pipes are left out, as no archive can hold them.
 *
 * @throws SettingError for what is too large, cannot be read, or leads out of the directory
 */
export function listSourceFiles(directory: string): SourceFile[] {
  const root = realpathSync(directory);
  const files: SourceFile[] = [];
  const ignored = ignoredIn(root);
  let bytes = 0;

  function walk(folder: string): void {
    const names = attempt(folder || ".", () => readdirSync(join(root, folder)));
    if (folder !== "" && names.includes("pyvenv.cfg")) return;
    if (names.includes(".gitignore")) ignored.readIn(folder);
    for (const name of names) {
      const path = folder === "" ? name : `${folder}/${name}`;
      const stats = attempt(path, () => lstatSync(join(root, path)));
      // The slash is what patterns for folders go by.
      const marked = stats.isDirectory() ? `${path}/` : path;
      if (ALWAYS_IGNORED.ignores(marked) || ignored.ignores(marked)) continue;
      if (stats.isDirectory()) walk(path);
      else keep(path, stats);
    }
  }

  function keep(path: string, stats: Stats): void {
    if (stats.isSymbolicLink()) {
      files.push({ path, kind: "link", target: checkedTarget(root, path) });
    } else if (stats.isFile()) {
      files.push({ path, kind: "file", executable: (stats.mode & 0o100) !== 0, size: stats.size });
      bytes += stats.size;
    }
    if (bytes > MOST_BYTES || files.length > MOST_FILES) throw tooLarge(directory, files);
  }

  walk("");
  return files.sort((one, other) => Buffer.compare(Buffer.from(one.path), Buffer.from(other.path)));
}

/** A link's target, unchanged, if it stays inside: by its text, and by where it really ends. */
function checkedTarget(root: string, path: string): string {
  const link = join(root, path);
  const target = attempt(path, () => readlinkSync(link));
  const ends = [resolve(link, "..", target)];
  try {
    // Not realpathSync itself, which takes `link/..` for nothing where the kernel follows the link.
    ends.push(realpathSync.native(link));
  } catch {
    // It leads nowhere, here as on the host.
  }
  if (isAbsolute(target) || ends.some((end) => !isInside(root, end))) {
    throw new SettingError(
      "source.directory",
      `the link ${show(path)} leads to ${show(target)}, which is not in the release; make it a relative link inside the source, or name it in .gitignore`,
    );
  }
  return target;
}

/** Whether a path is a folder or something in it. */
export function isInside(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== ".." && !between.startsWith(`..${sep}`) && !isAbsolute(between);
}

function tooLarge(directory: string, files: readonly SourceFile[]): SettingError {
  const sizes = files.flatMap((file) => (file.kind === "file" ? [file] : []));
  const largest = sizes.sort((one, other) => other.size - one.size)[0];
  const example = largest
    ? `; the largest so far is ${largest.path} (${mebibytes(largest.size)})`
    : "";
  return new SettingError(
    "source.directory",
    `${show(directory)} holds more than ${mebibytes(MOST_BYTES)} or ${MOST_FILES} files${example}; name in .gitignore what is not code`,
  );
}

function mebibytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MiB`;
}
