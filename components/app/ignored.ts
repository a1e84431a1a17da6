import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import ignore from "ignore";
import { codeOf, unreadable } from "./unreadable";

/** What git leaves out of a source, as far as patterns say. */
export interface Ignored {
  /** Takes in the .gitignore of a folder of the source; an upper folder's has to come first. */
  readIn(folder: string): void;
  /** Whether a path of the source is left out; a folder's has a slash at its end. */
  ignores(path: string): boolean;
}

/**
 * The patterns that hold in a source: those of its repository, from `.git/info/exclude` and from the
 * .gitignore files of the folders between `.git` and the source, before its own. Outside of git
 * nothing above the source counts.
 *
 * All are one list with paths that begin at the repository's top, in which what is deeper comes later
 * and so wins: that is how git decides.
 *
 * @param source absolute, without links
 */
export function ignoredIn(source: string): Ignored {
  const top = repositoryOf(source) ?? source;
  // "" or "services/shop/".
  const prefix = [...relative(top, source).split(sep), ""].join("/").replace(/^\//, "");
  const patterns = listOf(patternsAbove(top, prefix, source));
  return {
    readIn: (folder) => {
      patterns.add(patternsOf(top, folder === "" ? prefix : `${prefix}${folder}/`, source));
    },
    ignores: (path) => patterns.ignores(`${prefix}${path}`),
  };
}

/** The nearest folder with `.git`, from a folder upwards. */
function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : repositoryOf(parent);
}

/**
 * The patterns from above the source. Whoever names a folder as the source wants what is in it, even
 * where git would have nothing of it: a project that a build has put into the ignored `build/` must
 * not be empty. So the folders down to the source count as not ignored, after all patterns that may
 * say otherwise. Where manage.py, which every source has, would still stay at home, the patterns
 * that keep it there are meant for all of the folder, such as `build/*` or the `*` of a home folder
 * in git, and are left out. The others hold: `*.pem` is ignored in an ignored folder, too.
 */
function patternsAbove(top: string, prefix: string, source: string): string[] {
  const folders = foldersAbove(prefix);
  const patterns = [
    ...linesOf(textOf(excludeFile(top), source)),
    ...folders.flatMap((folder) => patternsOf(top, folder, source)),
  ];
  // A package that is called as the folder it is in, as in Django's own layout, is not meant by its name.
  const name = prefix.split("/").at(-2) ?? "";
  const hasPackage = name !== "" && existsSync(join(source, name, "__init__.py"));
  const inner = hasPackage ? [`${prefix}${name}/`] : [];
  const open = [...folders, prefix, ...inner].flatMap((folder) =>
    folder === "" ? [] : [`!${anchored(folder)}`],
  );
  const keepHome = (some: readonly string[]) => listOf(some).ignores(`${prefix}manage.py`);
  const all = [...patterns, ...open, ...patternsOf(top, prefix, source)];
  const kept = keepHome(all) ? patterns.filter((one) => !keepHome([one, ...open])) : patterns;
  return [...kept, ...open];
}

/** From "services/shop/": "" and "services/". */
export function foldersAbove(prefix: string): string[] {
  const names = prefix.split("/").slice(0, -1);
  return names.map((_, index) =>
    names
      .slice(0, index)
      .map((name) => `${name}/`)
      .join(""),
  );
}

/** The patterns of the .gitignore in a folder such as "services/", as they would stand at the top. */
function patternsOf(top: string, folder: string, source: string): string[] {
  const lines = linesOf(textOf(join(top, folder, ".gitignore"), source));
  if (folder === "") return lines;
  return lines.flatMap((line) => {
    const [, negation = "", pattern = ""] = /^(!?)(.*)$/.exec(line) ?? [];
    if (/^\/?\s*$/.test(pattern) || line.startsWith("#")) return [];
    // A slash, unless it is the last character, ties a pattern to its folder.
    const tied = /\/[^\s]/.test(pattern);
    return [`${negation}${anchored(folder)}${tied ? "" : "**/"}${pattern.replace(/^\//, "")}`];
  });
}

/** The pattern of exactly one folder: without wildcards, and tied to the top. */
function anchored(folder: string): string {
  return `/${folder.replace(/[\\*?[\]]/g, "\\$&")}`;
}

/** A repository's own list, which is in no commit. */
function excludeFile(top: string): string {
  const git = join(top, ".git");
  // A submodule's and a linked worktree's `.git` is a file that says where the folder is; a worktree's
  // folder says where the one of all worktrees is.
  const [, named] = /^gitdir: (.*)$/m.exec(textOf(git, top)) ?? [];
  const folder = named === undefined ? git : resolve(top, named);
  const common = textOf(join(folder, "commondir"), top).trim();
  return join(resolve(folder, common), "info", "exclude");
}

/** Empty where there is no such file, or a folder in its place. */
function textOf(path: string, source: string): string {
  try {
    return statSync(path).isFile() ? readFileSync(path, "utf8") : "";
  } catch (error) {
    // What cannot be read may name a secret: without it nothing is uploaded.
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return "";
    throw unreadable(relative(source, path), error);
  }
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/);
}

function listOf(patterns: readonly string[]) {
  return ignore({ ignorecase: false }).add(patterns);
}
