import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

/**
 * A digest of values and of the files that a Go build reads. Tests and texts are left out: they
 * are not part of a binary.
 *
 * @param values anything that JSON can hold.
 * @param base what the files' names in the digest are relative to, so that two checkouts agree.
 * @param names files, and folders with all that is in them.
 * @returns 16 hexadecimal digits: the length of a name, not of a signature.
 */
export function digest(values: unknown, base: string, names: string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(values));
  for (const file of names.flatMap((name) => filesOf(base, name)).sort()) {
    const content = readFileSync(path.join(base, file));
    hash.update(`\0${file}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex").slice(0, 16);
}

function filesOf(base: string, name: string): string[] {
  if (statSync(path.join(base, name)).isDirectory()) {
    return readdirSync(path.join(base, name)).flatMap((child) =>
      filesOf(base, path.posix.join(name, child)),
    );
  }
  return name.endsWith("_test.go") || name.endsWith(".md") ? [] : [name];
}
