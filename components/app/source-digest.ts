import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./source-files";
import { unreadable } from "./unreadable";

/** Part of every digest, so that a change of the archive's format gives archives new names. */
const FORMAT = "django-droplet source 1";

/** SHA-256, in hex, over the files' paths, executable bits, links' targets and contents. */
export function digestOf(directory: string, files: readonly SourceFile[]): string {
  const hash = createHash("sha256").update(`${FORMAT}\n`);
  for (const file of files) {
    const content = contentOf(directory, file);
    const executable = file.kind === "file" && file.executable;
    // The length goes first, so that no content can pass for the next file.
    hash.update(`${JSON.stringify([file.path, file.kind, executable, content.length])}\n`);
    hash.update(content);
  }
  return hash.digest("hex");
}

/** A file's bytes; for a link, its target's path.
 *
 * @throws SettingError that names the file, where it cannot be read
 */
export function contentOf(directory: string, file: SourceFile): Buffer {
  if (file.kind === "link") return Buffer.from(file.target);
  try {
    return readFileSync(join(directory, file.path));
  } catch (error) {
    throw unreadable(file.path, error);
  }
}
