import { spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeArchive } from "../../../components/app/archive";
import { digestOf } from "../../../components/app/source-digest";
import { listSourceFiles } from "../../../components/app/source-files";
import { hostFile } from "../../../components/remote/script";

let folder: string;
let source: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-tree-"));
  source = join(folder, "source");
  mkdirSync(join(source, "b", "deep"), { recursive: true });
  writeFileSync(join(source, "manage.py"), "print()\n");
  chmodSync(join(source, "manage.py"), 0o755);
  // Names that JSON, the sorting of texts, and an archive's header each have their own way with.
  for (const name of ['quo"te', "tab\there", "B", "é", "😀", "ﬀ", "b-", "x".repeat(120)]) {
    writeFileSync(join(source, name), `${name}\n`);
  }
  writeFileSync(join(source, "b", "deep", "empty"), "");
  writeFileSync(join(source, "b", "large"), Buffer.alloc(3 << 20, "large"));
  symlinkSync("../manage.py", join(source, "b", "link"));
  symlinkSync("b", join(source, "folder-link"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Runs the program for Python with the host's functions before it. */
function python(program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    "python3",
    ["-I", "-c", `${hostFile("tree.py")}\n${program}`, ...args],
    { encoding: "utf8" },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout.trim();
}

const ofFolder = "print(digest_of(sys.argv[1])[0].total.hexdigest())";

test("the host finds the same digest as the program, in a folder and in its archive", () => {
  const files = listSourceFiles(source);
  const digest = digestOf(source, files);
  expect(python(ofFolder, source)).toBe(digest);
  const archive = writeArchive(
    {
      ...{ directory: source, files: files.map(({ path }) => path), digest },
      requirements: { file: undefined, digest: "", names: [] } as never,
    },
    folder,
  );
  expect(readFileSync(archive).length).toBeGreaterThan(3 << 20);
  expect(python("print(digest_of_archive(sys.argv[1]).total.hexdigest())", archive)).toBe(digest);
});

test("byte code is no part of it, all else is", () => {
  const before = python(ofFolder, source);
  mkdirSync(join(source, "b", "__pycache__"));
  writeFileSync(join(source, "b", "__pycache__", "x.pyc"), "x");
  expect(python(ofFolder, source)).toBe(before);
  writeFileSync(join(source, "b", "x.pyc"), "x");
  expect(python(ofFolder, source)).not.toBe(before);
});

test("what others may write, or have, is odd, and so is what is no file", () => {
  chmodSync(join(source, "b"), 0o777);
  chmodSync(join(source, "manage.py"), 0o777);
  spawnSync("mkfifo", [join(source, "pipe")]);
  spawnSync("chown", ["1:1", join(source, "é")]);
  const odd = JSON.parse(
    python("print(json.dumps(digest_of(sys.argv[1])[1]))", source),
  ) as string[][];
  expect(odd).toEqual([
    ["b", "has mode 0777 and owner 0:0; only root may write it"],
    ["manage.py", "has mode 0777 and owner 0:0; only root may write it"],
    ["pipe", "is no file"],
    ["é", "has mode 0644 and owner 1:1; only root may write it"],
  ]);
});

test("a mark tells what has been changed, added and taken away since", () => {
  writeFileSync(
    join(source, ".complete"),
    python("sys.stdout.write(inventory(sys.argv[1]))", source),
  );
  const now = () =>
    python(
      `mark = f"{sys.argv[1]}/{MARK}"
print(is_intact(sys.argv[1], mark), differences(recorded(mark), digest_of(sys.argv[1])[0].files))`,
      source,
    );
  expect(now()).toBe("True []");
  writeFileSync(join(source, "B"), "other");
  writeFileSync(join(source, "new"), "");
  rmSync(join(source, "b", "link"));
  expect(now()).toBe("False [('B', 'changed'), ('b/link', 'missing'), ('new', 'added')]");
});
