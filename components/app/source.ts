import { statSync } from "node:fs";
import { resolve } from "node:path";
import { SettingError } from "../settings/setting-error";
import { choices, show } from "../settings/wording";
import { readRequirements, type Requirements } from "./requirements";
import { digestOf } from "./source-digest";
import { listSourceFiles } from "./source-files";
import { codeOf } from "./unreadable";

export { writeArchive } from "./archive";
export type { Requirements } from "./requirements";

/** A Django project's directory, as a release takes it. */
export interface Source {
  /** Absolute. */
  directory: string;
  /** Sorted, relative to `directory`, with `/`; links are among them, folders are not. */
  files: string[];
  /** SHA-256, in hex, over the files' paths, executable bits, links' targets and contents. */
  digest: string;
  requirements: Requirements;
}

export interface SourceOptions {
  /** The package with wsgi.py, which must then be there. */
  project?: string | undefined;
  /** The requirements file, relative to the directory. @default requirements.txt, if there is one */
  requirements?: string | undefined;
}

/**
 * Reads a Django project's directory. Equal contents give an equal digest, on any machine, whatever
 * the files' times, owners and order are.
 *
 * @throws SettingError for what cannot be a release
 */
export function readSource(directory: string, options: SourceOptions = {}): Source {
  checkDirectory(directory);
  const root = resolve(directory);
  const entries = listSourceFiles(root);
  const files = entries.map((entry) => entry.path);
  checkDjango(directory, files, options.project);
  const digest = digestOf(root, entries);
  const requirements = readRequirements({ directory: root, files, digest }, options.requirements);
  return { directory: root, files, digest, requirements };
}

/** The packages that have a wsgi.py, sorted: what `project` can be. */
export function wsgiPackages(files: readonly string[]): string[] {
  return files.flatMap((file) => /^([^/]+)\/wsgi\.py$/.exec(file)?.[1] ?? []);
}

function checkDirectory(directory: string): void {
  const problem = problemOf(directory);
  if (problem === undefined) return;
  throw new SettingError(
    "source.directory",
    `${show(directory)} ${problem}; give the folder that holds manage.py: pulumi config set --path source.directory FOLDER`,
  );
}

function problemOf(directory: string): string | undefined {
  try {
    return statSync(directory).isDirectory() ? undefined : "is not a folder";
  } catch (error) {
    const code = codeOf(error);
    return code === "ENOENT" ? "does not exist" : `cannot be read (${code})`;
  }
}

function checkDjango(directory: string, files: readonly string[], project?: string): void {
  if (!files.includes("manage.py")) {
    const folders = files.flatMap((file) => /^(.+)\/manage\.py$/.exec(file)?.[1] ?? []);
    const found = folders.length > 0 ? `, but ${choices(folders.slice(0, 3))} has` : "";
    throw new SettingError(
      "source.directory",
      `${show(directory)} has no manage.py${found}; give the folder that holds it: pulumi config set --path source.directory FOLDER`,
    );
  }
  if (project === undefined || files.includes(`${project}/wsgi.py`)) return;
  const packages = wsgiPackages(files);
  const found = packages.length > 0 ? `, but ${choices(packages)} has one` : "";
  throw new SettingError(
    "project",
    `${show(directory)} has no ${project}/wsgi.py${found}; give the package that holds wsgi.py: pulumi config set project ${packages[0] ?? "NAME"}`,
  );
}
