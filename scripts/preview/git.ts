import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as tar from "tar";
import { foldersAbove } from "../../components/app/ignored";
import { digestOf } from "../../components/app/source-digest";
import { listSourceFiles } from "../../components/app/source-files";

/** How far back a release's commit is looked for: each commit's files are read. */
export const MOST_COMMITS = 20;

export interface Commit {
  /** The first twelve digits. */
  id: string;
  subject: string;
}

/** A source directory in git. */
export interface GitSource {
  /** The present commit; the last one that touched the directory. */
  head: Commit;
  /** Whether the directory differs from it. */
  dirty: boolean;
  /** The commit of the release that serves, where it is one of the last. */
  from?: Commit;
  /** Since that one, newest first; empty where it is not known. */
  commits: readonly Commit[];
}

/**
 * What git knows of a source directory; undefined where it is in no work tree, or git is not there.
 * No release says which commit it came from, but its digest does: it is compared with the digests
 * that the last commits would have.
 *
 * @param oldDigest the source digest of the release that serves
 */
export function describeSource(directory: string, oldDigest?: string): GitSource | undefined {
  try {
    const commits = lastCommits(directory);
    const [head] = commits;
    if (!head) return undefined;
    const dirty = git(directory, ["status", "--porcelain", "--", "."]).length > 0;
    const index =
      oldDigest === undefined
        ? -1
        : commits.findIndex((commit) => digestAt(directory, commit.id) === oldDigest);
    const from = commits[index];
    return {
      head: short(head),
      dirty,
      ...(from && { from: short(from) }),
      commits: from ? commits.slice(0, index).map(short) : [],
    };
  } catch {
    return undefined;
  }
}

/** Those that touched the directory, newest first. */
function lastCommits(directory: string): Commit[] {
  const format = ["log", `--max-count=${MOST_COMMITS}`, "--format=%H %s", "--", "."];
  return git(directory, format)
    .toString()
    .split("\n")
    .flatMap((line) => {
      const [, id, subject = ""] = /^([0-9a-f]{40,}) (.*)$/.exec(line) ?? [];
      return id === undefined ? [] : [{ id, subject }];
    });
}

/** The digest that the directory has in a commit; undefined for one that can be no source. */
function digestAt(directory: string, commit: string): string | undefined {
  const top = mkdtempSync(join(tmpdir(), "django-droplet-commit-"));
  try {
    const prefix = text(directory, ["rev-parse", "--show-prefix"]).replace(/\n$/, "");
    const folder = join(top, prefix);
    mkdirSync(folder, { recursive: true });
    copyIgnored(directory, commit, prefix, top);
    tar.extract({ cwd: folder, sync: true }).end(git(directory, ["archive", commit]));
    return digestOf(folder, listSourceFiles(folder));
  } catch {
    return undefined;
  } finally {
    rmSync(top, { recursive: true });
  }
}

/** What is ignored above the directory, since a commit may have files that are: they are in no release. */
function copyIgnored(directory: string, commit: string, prefix: string, top: string): void {
  mkdirSync(join(top, ".git/info"), { recursive: true });
  const excluded = resolve(
    directory,
    text(directory, ["rev-parse", "--git-path", "info/exclude"]).trim(),
  );
  if (existsSync(excluded)) cpSync(excluded, join(top, ".git/info/exclude"));
  const ignoring = foldersAbove(prefix).map((folder) => `${folder}.gitignore`);
  const list = ["ls-tree", "-z", "--name-only", "--full-tree", commit, "--", ...ignoring];
  for (const path of ignoring.length === 0 ? [] : text(directory, list).split("\0")) {
    if (path !== "") writeFileSync(join(top, path), git(directory, ["show", `${commit}:${path}`]));
  }
}

function text(directory: string, args: readonly string[]): string {
  return git(directory, args).toString();
}

function git(directory: string, args: readonly string[]): Buffer {
  return execFileSync("git", ["-C", directory, "--no-optional-locks", ...args], {
    maxBuffer: 256 << 20,
    stdio: ["ignore", "pipe", "ignore"],
  });
}

function short({ id, subject }: Commit): Commit {
  return { id: id.slice(0, 12), subject };
}
