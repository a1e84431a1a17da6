import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
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

/** Every shell script of the tree, by its name or its first line. */
export function shellScripts(): string[] {
  const byFirstLine = git("grep", "-lE", "^#!/(usr/)?bin/(env )?(ba|da)?sh( |$)");
  return [...new Set([...treeFiles("*.sh"), ...byFirstLine])];
}
