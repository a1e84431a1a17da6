import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { digestOf } from "../../../components/app/source-digest";
import { listSourceFiles } from "../../../components/app/source-files";
import { folderWith, removeFolders } from "./project-folder";

afterEach(removeFolders);

const env = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

const git = (folder: string, ...args: string[]): string =>
  execFileSync("git", ["-C", folder, ...args], { env, encoding: "utf8" });

/** What git itself would take of a folder in a repository, by patterns alone. */
function gitFiles(folder: string): string[] {
  const list = git(folder, "ls-files", "-z", "--others", "--exclude-standard");
  return list.split("\0").filter(Boolean).sort();
}

const ourFiles = (folder: string) => listSourceFiles(folder).map(({ path }) => path);

test("the files are those that git takes, whatever is said in the source and above it", () => {
  const name = fc.constantFrom("a", "b", "a.txt", "b.txt", "A");
  const folder = fc.constantFrom("", "a/", "b/", "a/b/", "d/", "d/a/", "[d] *e/", "[d] *e/a/");
  const path = fc.tuple(folder, name).map((parts) => parts.join(""));
  const pattern = fc.tuple(
    fc.constantFrom("", "!", "/", "!/", "**/"),
    fc.constantFrom(
      "a",
      "b",
      "*.txt",
      "a*",
      "a/b",
      "d/a",
      "*",
      "[ab]",
      "b.txt",
      "# a",
      "a/**",
      "?",
    ),
    fc.constantFrom("", "", "/", " "),
  );
  const ignoreFile = fc.tuple(
    fc.oneof(
      { weight: 8, arbitrary: folder.map((parent) => `${parent}.gitignore`) },
      fc.constant(".git/info/exclude"),
    ),
    fc
      .array(
        pattern.map((parts) => parts.join("")),
        { maxLength: 4 },
      )
      .map((lines) => lines.join("\n")),
  );
  fc.assert(
    fc.property(
      folder,
      fc.uniqueArray(path, { minLength: 1, maxLength: 10 }),
      fc.uniqueArray(ignoreFile, { maxLength: 3, selector: ([file]) => file }),
      (source, others, ignoreFiles) => {
        const paths = [...others, `${source}manage.py`];
        // A file cannot be where another one's folder is.
        const files = paths.filter((file) => !paths.some((other) => other.startsWith(`${file}/`)));
        const folders = files.filter(
          (file) => !ignoreFiles.some(([other]) => other.startsWith(`${file}/`)),
        );
        const root = folderWith({
          ...Object.fromEntries(folders.map((file) => [file, "x"])),
          ...Object.fromEntries(ignoreFiles),
        });
        git(root, "init", "-q");
        const taken = gitFiles(join(root, source));
        // What is ignored from above as a whole is a matter of its own.
        const above = ([file]: [string, string]) =>
          file.startsWith(".git/") || !file.startsWith(source);
        fc.pre(taken.includes("manage.py") || !ignoreFiles.some(above));
        expect(ourFiles(join(root, source)).sort()).toEqual(taken);
      },
    ),
    { numRuns: 50 },
  );
});

const SECRETS = { "local_settings.py": "x", "key.pem": "x", ".env.production": "x" };

/** A repository with a project in one of its folders. */
function repositoryWith(source: string, files: Record<string, string>): string {
  const inside = { "manage.py": "x", "shop/wsgi.py": "x", ...SECRETS };
  const root = folderWith({
    ...Object.fromEntries(Object.entries(inside).map(([path, text]) => [`${source}${path}`, text])),
    ...files,
  });
  git(root, "init", "-q");
  return root;
}

describe("in a subfolder of a repository", () => {
  test("what the folders above ignore stays at home, what is deeper winning", () => {
    const root = repositoryWith("services/shop/", {
      ".gitignore": "local_settings.py\n*.pem\n.env.*\n/services/shop/notes\n/shop\n*.tmp\n",
      "services/.gitignore": "!public.pem\n*.txt\n!/shop/a.tmp\n",
      "services/shop/.gitignore": "!read.txt\n",
      ".git/info/exclude": "*.mine\n*.ours\n",
      "services/shop/shop/.gitignore": "!b.ours\n",
      ...Object.fromEntries(
        ["notes", "public.pem", "a.txt", "read.txt", "a.tmp", "b.tmp", "a.mine", "shop/b.ours"].map(
          (file) => [`services/shop/${file}`, "x"],
        ),
      ),
    });
    const files = ourFiles(join(root, "services/shop"));
    expect(files).toEqual([
      ".gitignore",
      "a.tmp",
      "manage.py",
      "public.pem",
      "read.txt",
      "shop/.gitignore",
      "shop/b.ours",
      "shop/wsgi.py",
    ]);
    expect(files).toEqual(gitFiles(join(root, "services/shop")));
  });

  test("above the repository nothing counts, and outside of one nothing above the source", () => {
    const root = repositoryWith("home/shop/", {
      ".gitignore": "*.pem",
      "home/.gitignore": ".env.*",
    });
    git(join(root, "home"), "init", "-q");
    const source = join(root, "home/shop");
    expect(ourFiles(source)).toEqual(["key.pem", "local_settings.py", "manage.py", "shop/wsgi.py"]);
    rmSync(join(root, "home/.git"), { recursive: true });
    rmSync(join(root, ".git"), { recursive: true });
    expect(ourFiles(source)).toHaveLength(5);
  });

  test("a linked worktree and a submodule end it too, and have the excluded of their own", () => {
    const root = repositoryWith("shop/", { ".gitignore": "local_settings.py\n" });
    const author = ["-c", "user.name=A", "-c", "user.email=a@example.com"];
    git(root, ...author, "commit", "-q", "--allow-empty", "-m", "first");
    appendFileSync(join(root, ".git/info/exclude"), "*.pem\n");
    const tree = join(root, "shop/tree");
    git(root, "worktree", "add", "-q", tree);
    for (const file of ["manage.py", ...Object.keys(SECRETS)]) writeFileSync(join(tree, file), "x");
    expect(ourFiles(tree)).toEqual([".env.production", "local_settings.py", "manage.py"]);
    expect(ourFiles(tree)).toEqual(gitFiles(tree));

    const module = join(root, "shop/module");
    mkdirSync(join(root, ".git/modules"));
    git(root, "init", "-q", "--separate-git-dir", join(root, ".git/modules/module"), module);
    writeFileSync(join(root, ".git/modules/module/info/exclude"), ".env.*\n");
    for (const file of ["manage.py", ...Object.keys(SECRETS)])
      writeFileSync(join(module, file), "x");
    expect(ourFiles(module)).toEqual(["key.pem", "local_settings.py", "manage.py"]);
    expect(ourFiles(module)).toEqual(gitFiles(module));
  });

  test("a release has the name that it had, where nothing above names any of its files", () => {
    const source = join(repositoryWith("shop/", {}), "shop");
    const digest = () => digestOf(source, listSourceFiles(source));
    const before = digest();
    writeFileSync(join(source, "../.gitignore"), "node_modules/\n*.log\n/manage.py\n!*.pem\n");
    expect(digest()).toBe(before);
  });
});

describe("a source that git ignores is not empty, and the rest still holds", () => {
  test.each([
    ["build/"],
    ["/build"],
    ["build/*"],
    ["build/**"],
    ["*"],
    ["/*\n!/.bashrc"],
    ["*\n!*.txt"],
    ["private*"],
    ["/build/*/*"],
    ["build/private-shop/"],
  ])("%j", (lines) => {
    const root = repositoryWith("build/private-shop/", {
      ".gitignore": `local_settings.py\n${lines}\n*.pem\n.env.*\n`,
    });
    const source = join(root, "build/private-shop");
    expect(gitFiles(source)).toEqual([]);
    expect(ourFiles(source)).toEqual(["manage.py", "shop/wsgi.py"]);
  });

  test.each(["shop/", "shop"])("%s does not take the package of the folder's name", (line) => {
    const root = repositoryWith("shop/", {
      ".gitignore": `local_settings.py\n${line}\n*.pem\n.env.*\n`,
      "shop/shop/__init__.py": "",
    });
    expect(ourFiles(join(root, "shop"))).toEqual(["manage.py", "shop/__init__.py", "shop/wsgi.py"]);
  });

  test("as do patterns that also name the folder, for what is in it", () => {
    const root = repositoryWith("private-shop/", {
      ".gitignore": "private*\n*.pem\nlocal_settings.py\n.env.*\n",
      "private-shop/private.key": "x",
    });
    expect(ourFiles(join(root, "private-shop"))).toEqual(["manage.py", "shop/wsgi.py"]);
  });

  test.each([
    ["*\n!*/\n!*.py\nlocal_settings.py\n", ""],
    ["*\n!*/\n", "!*.py\nlocal_settings.py\n"],
  ])("one of which git takes only what is listed is not ignored: %j %j", (above, own) => {
    const root = repositoryWith("shop/", { ".gitignore": above, "shop/.gitignore": own });
    expect(ourFiles(join(root, "shop"))).toEqual(["manage.py", "shop/wsgi.py"]);
    expect(gitFiles(join(root, "shop"))).toEqual(["manage.py", "shop/wsgi.py"]);
  });
});
