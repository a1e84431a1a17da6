import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { join, posix, relative, sep } from "node:path";
import { SettingError } from "../settings/setting-error";
import { show } from "../settings/wording";
import { parseRequirements } from "./requirements-file";
import { isInside } from "./source-files";
import { unreadable } from "./unreadable";

/** What pip fills a project's virtualenv from. */
export interface Requirements {
  /** Relative to the source. Absent: the project asks for no package. */
  file?: string;
  /**
   * SHA-256, in hex, over the file and what it includes (-r, -c): virtualenvs of equal digests can be
   * shared. The whole source's where a line installs from the source (`-e .`, `./wheels/x.whl`).
   */
  digest: string;
  /** The packages that the files ask for, each once, as PEP 503 normalizes names. */
  names: string[];
}

/** What of a source is needed to read its requirements. */
interface Files {
  directory: string;
  files: readonly string[];
  digest: string;
}

const DEFAULT_FILE = "requirements.txt";

/** @throws SettingError for a file, named by the setting or by another file, that is not in the source */
export function readRequirements(source: Files, setting?: string): Requirements {
  if (setting === undefined && !source.files.includes(DEFAULT_FILE)) {
    return { digest: sha256(""), names: [] };
  }
  const file = posix.normalize(setting ?? DEFAULT_FILE);
  const found: Found = { texts: new Map(), names: new Set(), local: false };
  collect(source, { file, named: show(setting ?? DEFAULT_FILE), constraints: false }, found);
  const digest = found.local ? source.digest : sha256(JSON.stringify([...found.texts]));
  return { file, digest, names: [...found.names] };
}

/** What a file and those it includes hold together. */
interface Found {
  texts: Map<string, string>;
  names: Set<string>;
  local: boolean;
}

/** A file to read, and how it is called in messages. */
interface Wanted {
  file: string;
  named: string;
  /** Whether it only bounds versions, and so installs nothing. */
  constraints: boolean;
}

/** Reads a file and what it includes into `found`, each once. */
function collect(source: Files, wanted: Wanted, found: Found): void {
  const { file, named } = wanted;
  if (found.texts.has(file)) return;
  const text = read(source, file, named);
  found.texts.set(file, text);
  const { includes, local, names } = parseRequirements(text);
  found.local ||= local;
  if (!wanted.constraints) names.forEach((name) => found.names.add(name));
  for (const { path, line, constraints } of includes) {
    const included = {
      file: posix.join(posix.dirname(file), path),
      named: `${show(path)} (line ${line} of ${file})`,
      constraints: constraints || wanted.constraints,
    };
    collect(source, included, found);
  }
}

function read(source: Files, file: string, named: string): string {
  const path = join(source.directory, file);
  if (posix.isAbsolute(file) || !isInside(source.directory, path)) {
    throw new SettingError("requirements", `${named} is outside the source; move it there`);
  }
  if (!source.files.includes(resolveLinks(source.directory, path))) {
    throw new SettingError(
      "requirements",
      `${named} is not a file of the source; give a path relative to ${show(source.directory)}, of a file that .gitignore does not name`,
    );
  }
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw unreadable(file, error);
  }
}

/** The path, relative to the source, of what a path leads to; the path itself if that is nowhere. */
function resolveLinks(directory: string, path: string): string {
  try {
    const real = relative(realpathSync.native(directory), realpathSync.native(path));
    return real.split(sep).join("/");
  } catch {
    return path;
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
