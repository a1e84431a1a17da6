import { chmodSync, renameSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { readSource, wsgiPackages } from "../../../components/app/source";
import { MOST_BYTES } from "../../../components/app/source-files";
import { DJANGO, folderWith, messageOf, removeFolders } from "./project-folder";

afterEach(removeFolders);

const SOURCE = "django-droplet:source.directory: ";

describe("the files of a source", () => {
  test("are sorted, and hold neither byte code, databases, secrets nor virtualenvs", () => {
    const directory = folderWith({
      ...DJANGO,
      "shop/__init__.py": "",
      "shop/__pycache__/wsgi.cpython-313.pyc": "x",
      "shop/old.pyc": "x",
      "shop/B.py": "",
      ".git/HEAD": "x",
      ".env": "SECRET=1",
      ".env.example": "SECRET=",
      ".DS_Store": "x",
      "db.sqlite3": "x",
      "data/other.sqlite3-journal": "x",
      "node_modules/left/index.js": "x",
      "virtual/pyvenv.cfg": "home = /usr",
      "virtual/bin/python": "x",
    });
    expect(readSource(directory).files).toEqual([
      ".env.example",
      "manage.py",
      "shop/B.py",
      "shop/__init__.py",
      "shop/wsgi.py",
    ]);
  });

  test("are those that git would take: nested .gitignore files, negations, anchors", () => {
    const directory = folderWith({
      ...DJANGO,
      ".gitignore": "*.log\n/build\nmedia/\n",
      "a.log": "x",
      "build/x": "x",
      "shop/build/kept": "x",
      "media/upload.png": "x",
      "shop/.gitignore": "!kept.log\ncache\n",
      "shop/kept.log": "x",
      "shop/cache": "x",
      cache: "kept, as the pattern is for shop",
      "shop/CACHE": "kept, as git tells cases apart",
    });
    expect(readSource(directory).files).toEqual([
      ".gitignore",
      "cache",
      "manage.py",
      "shop/.gitignore",
      "shop/CACHE",
      "shop/build/kept",
      "shop/kept.log",
      "shop/wsgi.py",
    ]);
  });

  test("cannot be brought back where they are never taken", () => {
    const directory = folderWith({ ...DJANGO, ".gitignore": "!.env\n", ".env": "SECRET=1" });
    expect(readSource(directory).files).not.toContain(".env");
  });

  test("are links where they are links, also to folders", () => {
    const directory = folderWith({
      ...DJANGO,
      "shared/base.html": "x",
      "shop/templates": { link: "../shared" },
      "shop/nowhere": { link: "missing" },
    });
    expect(readSource(directory).files).toEqual([
      "manage.py",
      "shared/base.html",
      "shop/nowhere",
      "shop/templates",
      "shop/wsgi.py",
    ]);
  });
});

describe("the digest", () => {
  const files = { ...DJANGO, "bin/run": { script: "#!/bin/sh\n" }, "shop/l": { link: "wsgi.py" } };

  test("is the same on every machine", () => {
    expect(readSource(folderWith(files)).digest).toBe(
      "08af9946a78c4e9cf5650f58cc4420eaaf31eab3c4007599f3d4697b6406da83",
    );
  });

  test("does not see times, write permissions and folders without files", () => {
    const directory = folderWith(files);
    const { digest } = readSource(directory);
    utimesSync(join(directory, "manage.py"), 1, 1);
    chmodSync(join(directory, "manage.py"), 0o600);
    expect(readSource(directory).digest).toBe(digest);
  });

  test("sees contents, names, executable bits and targets", () => {
    const changes: ((directory: string) => void)[] = [
      (directory) => writeFileSync(join(directory, "manage.py"), "other"),
      (directory) => renameSync(join(directory, "bin/run"), join(directory, "bin/ran")),
      (directory) => chmodSync(join(directory, "manage.py"), 0o755),
      (directory) => renameSync(join(directory, "shop/l"), join(directory, "l")),
    ];
    const digests = changes.map((change) => {
      const directory = folderWith(files);
      change(directory);
      return readSource(directory).digest;
    });
    const all = [readSource(folderWith(files)).digest, ...digests];
    expect(new Set(all).size).toBe(changes.length + 1);
  });

  test("does not depend on the order in which files were made", () => {
    const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9_.-]{1,8}\.py$/), { maxLength: 6 });
    fc.assert(
      fc.property(names, (added) => {
        const contents = added.map((name): [string, string] => [name, `# ${name}`]);
        const forth = folderWith({ ...DJANGO, ...Object.fromEntries(contents) });
        const back = folderWith({ ...Object.fromEntries(contents.reverse()), ...DJANGO });
        expect(readSource(back).digest).toBe(readSource(forth).digest);
      }),
      { numRuns: 20 },
    );
  });
});

describe("what cannot be a release", () => {
  const where = "give the folder that holds it: pulumi config set --path source.directory FOLDER";
  const holds =
    "give the folder that holds manage.py: pulumi config set --path source.directory FOLDER";

  test("no such folder", () => {
    expect(messageOf(() => readSource("/no/such"))).toBe(
      `${SOURCE}"/no/such" does not exist; ${holds}`,
    );
  });

  test("a file in its place", () => {
    const file = join(folderWith(DJANGO), "manage.py");
    expect(messageOf(() => readSource(file))).toBe(`${SOURCE}"${file}" is not a folder; ${holds}`);
  });

  test("a folder without manage.py, and where it is instead", () => {
    const empty = folderWith({});
    const deeper = folderWith({ "src/manage.py": "", "src/shop/wsgi.py": "" });
    expect(messageOf(() => readSource(empty))).toBe(
      `${SOURCE}"${empty}" has no manage.py; ${where}`,
    );
    expect(messageOf(() => readSource(deeper))).toBe(
      `${SOURCE}"${deeper}" has no manage.py, but src has; ${where}`,
    );
  });

  test("a project without wsgi.py, and which packages have one", () => {
    const directory = folderWith({ ...DJANGO, "blog/wsgi.py": "" });
    expect(messageOf(() => readSource(directory, { project: "ship" }))).toBe(
      `django-droplet:project: "${directory}" has no ship/wsgi.py, but blog or shop has one; give the package that holds wsgi.py: pulumi config set project blog`,
    );
  });

  test.each([
    ["/etc/passwd", "/etc/passwd"],
    ["../../outside", "../../outside"],
  ])("a link to %s", (target) => {
    const directory = folderWith({ ...DJANGO, "shop/link": { link: target } });
    expect(messageOf(() => readSource(directory))).toBe(
      `${SOURCE}the link "shop/link" leads to "${target}", which is not in the release; make it a relative link inside the source, or name it in .gitignore`,
    );
  });

  test("a link that leads out by way of another link", () => {
    const outer = folderWith({
      secret: "x",
      "src/manage.py": "",
      "src/shop/wsgi.py": "",
      "src/shop/top": { link: ".." },
      "src/shop/sly": { link: "top/../secret" },
    });
    expect(messageOf(() => readSource(join(outer, "src")))).toBe(
      `${SOURCE}the link "shop/sly" leads to "top/../secret", which is not in the release; make it a relative link inside the source, or name it in .gitignore`,
    );
  });

  test("more than 200 MiB, with what is largest", () => {
    const directory = folderWith({ ...DJANGO, "film.mp4": "" });
    // Sparse: it takes no room on the disk.
    truncateSync(join(directory, "film.mp4"), MOST_BYTES + 1);
    expect(messageOf(() => readSource(directory))).toBe(
      `${SOURCE}"${directory}" holds more than 200 MiB or 50000 files; the largest so far is film.mp4 (200 MiB); name in .gitignore what is not code`,
    );
  });

  test("a file that cannot be read", () => {
    const directory = folderWith({ ...DJANGO, "shop/secret.py": "x" });
    chmodSync(directory, 0o755);
    chmodSync(join(directory, "shop/secret.py"), 0);
    expect(asNobody(() => messageOf(() => readSource(directory)))).toBe(
      `${SOURCE}"shop/secret.py" cannot be read (EACCES); mend its permissions, or name it in .gitignore`,
    );
  });

  test("a .gitignore above it that cannot be read, as it may name a secret", () => {
    const root = folderWith({ ".git/HEAD": "", ".gitignore": "*.pem", "shop/manage.py": "" });
    chmodSync(root, 0o755);
    chmodSync(join(root, ".gitignore"), 0);
    expect(asNobody(() => messageOf(() => readSource(join(root, "shop"))))).toBe(
      `${SOURCE}"../.gitignore" cannot be read (EACCES); mend its permissions, or name it in .gitignore`,
    );
  });
});

/** Runs as a user whom permissions bind, where the tests run as root. */
function asNobody<T>(run: () => T): T {
  const user = process.geteuid?.();
  if (user === 0) process.seteuid?.(65534);
  try {
    return run();
  } finally {
    if (user === 0) process.seteuid?.(user);
  }
}

test("packages with a wsgi.py are those at the top", () => {
  expect(wsgiPackages(["a/wsgi.py", "a/b/wsgi.py", "b/wsgi.py", "wsgi.py"])).toEqual(["a", "b"]);
});
