import { randomBytes } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { Header, Pax } from "tar";
import { SettingError } from "../settings/setting-error";
import type { Source } from "./source";
import { contentOf, digestOf } from "./source-digest";
import { listSourceFiles, type SourceFile } from "./source-files";
import { StoredGzip } from "./stored-gzip";

/** Any constant will do; tar takes times before 1980 for damaged ones in some implementations. */
const MODIFIED = new Date("1980-01-01T00:00:00Z");
const BLOCK = 512;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Writes a source's files as `DIGEST.tar.gz` into a folder, once: the name tells the contents, and
 * equal contents give equal bytes on any machine. Owner and group are root, modes 0644 or 0755.
 * Archives that nobody has asked for in a day go: another stack may be uploading a younger one.
 *
 * @returns the archive's path
 * @throws SettingError if the source has changed since it was read
 */
export function writeArchive(source: Source, toFolder: string): string {
  const path = join(toFolder, `${source.digest}.tar.gz`);
  mkdirSync(toFolder, { recursive: true });
  removeOld(toFolder);
  if (existsSync(path)) {
    const now = new Date();
    utimesSync(path, now, now);
    return path;
  }
  const partial = `${path}.${randomBytes(4).toString("hex")}`;
  try {
    const files = listSourceFiles(source.directory);
    writeFiles(source.directory, files, partial);
    if (digestOf(source.directory, files) !== source.digest) throw changed(source);
    renameSync(partial, path);
  } finally {
    rmSync(partial, { force: true });
  }
  return path;
}

function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { force: true });
  }
}

function writeFiles(directory: string, files: readonly SourceFile[], path: string): void {
  const descriptor = openSync(path, "wx", 0o600);
  try {
    const gzip = new StoredGzip((bytes) => writeSync(descriptor, bytes));
    for (const file of files) {
      const content = file.kind === "file" ? contentOf(directory, file) : Buffer.alloc(0);
      gzip.write(headerOf(file, content.length));
      gzip.write(content);
      gzip.write(Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK));
    }
    gzip.write(Buffer.alloc(2 * BLOCK));
    gzip.end();
  } finally {
    closeSync(descriptor);
  }
}

/** A file's header, with a pax header before it where the path or target is too long for one. */
function headerOf(file: SourceFile, size: number): Buffer {
  const fields = {
    path: file.path,
    type: file.kind === "link" ? ("SymbolicLink" as const) : ("File" as const),
    ...(file.kind === "link" ? { linkpath: file.target } : {}),
    mode: file.kind === "link" || file.executable ? 0o755 : 0o644,
    size,
    uid: 0,
    gid: 0,
    mtime: MODIFIED,
  };
  const header = new Header(fields);
  const block = Buffer.alloc(BLOCK);
  const needsPax = header.encode(block);
  return needsPax ? Buffer.concat([new Pax(paxOf(file)).encode(), block]) : block;
}

function paxOf(file: SourceFile): { path: string; linkpath?: string } {
  return file.kind === "link" ? { path: file.path, linkpath: file.target } : { path: file.path };
}

function changed(source: Source): SettingError {
  return new SettingError(
    "source.directory",
    `${JSON.stringify(source.directory)} changed while it was read; run again`,
  );
}
