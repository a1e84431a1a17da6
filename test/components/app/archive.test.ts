import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, readlinkSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { readSource, writeArchive } from "../../../components/app/source";
import { StoredGzip } from "../../../components/app/stored-gzip";
import { DJANGO, folderWith, messageOf, removeFolders } from "./project-folder";

afterEach(removeFolders);

const LONG = `${"folder-with-a-long-name/".repeat(8)}and-a-file-too.txt`;
const FILES = {
  ...DJANGO,
  "bin/run": { script: "#!/bin/sh\n" },
  "shop/l": { link: "wsgi.py" },
  "shop/empty.py": "",
  "shop/large.txt": "x".repeat(200_000),
  "shop/κόσμος.txt": "unicode",
  [LONG]: "long",
};

function unpack(archive: string): string {
  const folder = folderWith({});
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  return folder;
}

test("the archive unpacks with tar to the same files, links and modes", () => {
  const source = readSource(folderWith(FILES));
  const unpacked = unpack(writeArchive(source, folderWith({})));
  expect(readSource(unpacked)).toEqual({ ...source, directory: unpacked });
  expect(readFileSync(join(unpacked, LONG), "utf8")).toBe("long");
  expect(readlinkSync(join(unpacked, "shop/l"))).toBe("wsgi.py");
  expect(statSync(join(unpacked, "bin/run")).mode & 0o777).toBe(0o755);
  expect(statSync(join(unpacked, "manage.py")).mode & 0o777).toBe(0o644);
});

test("its bytes are the same on every machine", () => {
  const archive = writeArchive(readSource(folderWith(FILES)), folderWith({}));
  expect(createHash("sha256").update(readFileSync(archive)).digest("hex")).toBe(
    "90a037abf5a20076b2e406ab2f1b2004331d904fbbbe6c831e058a46ea2a5519",
  );
});

test("everything in it is root's, and of one time", () => {
  const archive = writeArchive(readSource(folderWith(FILES)), folderWith({}));
  const list = execFileSync("tar", ["--numeric-owner", "--utc", "-tvzf", archive], {
    encoding: "utf8",
  });
  const lines = list.trimEnd().split("\n");
  expect(lines).toHaveLength(Object.keys(FILES).length);
  for (const line of lines) expect(line).toMatch(/^\S+ 0\/0 +\d+ 1980-01-01 00:00 /);
});

test("it is named by the digest, written once, and leaves nothing else behind", () => {
  const source = readSource(folderWith(DJANGO));
  const folder = join(folderWith({}), "made", "on", "demand");
  const path = writeArchive(source, folder);
  expect(path).toBe(join(folder, `${source.digest}.tar.gz`));
  writeFileSync(path, "kept");
  expect(writeArchive(source, folder)).toBe(path);
  expect(readFileSync(path, "utf8")).toBe("kept");
  expect(readdirSync(folder)).toHaveLength(1);
});

test("it is not written where the source has changed since it was read", () => {
  const source = readSource(folderWith(DJANGO));
  const folder = folderWith({});
  writeFileSync(join(source.directory, "manage.py"), "other");
  expect(messageOf(() => writeArchive(source, folder))).toBe(
    `django-droplet:source.directory: "${source.directory}" changed while it was read; run again`,
  );
  expect(readdirSync(folder)).toEqual([]);
});

test("the gzip format holds any bytes, in any pieces", () => {
  const pieces = fc.array(fc.uint8Array({ maxLength: 200_000 }), { maxLength: 5 });
  fc.assert(
    fc.property(pieces, (parts) => {
      const written: Buffer[] = [];
      const gzip = new StoredGzip((bytes) => written.push(bytes));
      for (const part of parts) gzip.write(Buffer.from(part));
      gzip.end();
      expect(gunzipSync(Buffer.concat(written)).equals(Buffer.concat(parts))).toBe(true);
    }),
    { numRuns: 30 },
  );
});
