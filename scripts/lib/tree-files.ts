import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./project";

/** The lines that git prints. @throws where it fails */
export function git(...args: string[]): string[] {
  // Root may work in somebody else's checkout, which git refuses unless it is told.
  const printed = execFileSync("git", ["-c", "safe.directory=*", ...args], {
    cwd: ROOT,
    encoding: "utf8",
  });
  return printed.split("\n").filter(Boolean);
}

/** The tree's files of a pattern, those too that git does not have yet. */
export function treeFiles(pattern: string): string[] {
  const names = git("ls-files", "--cached", "--others", "--exclude-standard", pattern);
  return [...new Set(names)].sort().filter((name) => existsSync(join(ROOT, name)));
}

/** Of names, modes and contents, and of what else there is to tell. */
export function digestOf(files: readonly string[], others: readonly string[] = []): string {
  const hash = createHash("sha256").update(JSON.stringify([files, others]));
  for (const file of files) {
    const { mode, content } = entryOf(join(ROOT, file));
    hash.update(`${mode} ${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

/** A link is what it points to by name; a folder, such as another checkout within this one, is none of it. */
function entryOf(path: string): { mode: number; content: string | Buffer } {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  const mode = stat?.mode ?? 0;
  if (stat?.isSymbolicLink()) return { mode, content: readlinkSync(path) };
  return { mode, content: stat?.isFile() ? readFileSync(path) : "" };
}

/** Every shell script of the tree, by its name or its first line. */
export function shellScripts(): string[] {
  const byFirstLine = git("grep", "-lE", "^#!/(usr/)?bin/(env )?(ba|da)?sh( |$)");
  return [...new Set([...treeFiles("*.sh"), ...byFirstLine])];
}
