import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { listSourceFiles } from "../../../components/app/source-files";
import { folderWith, removeFolders } from "./project-folder";

afterEach(removeFolders);

const env = { ...process.env, GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };

/** What git itself would take of a folder, after its .gitignore files alone. */
function gitFiles(folder: string): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", ["-C", folder, ...args], { env, encoding: "utf8" });
  git("init", "-q");
  return git("ls-files", "-z", "--others", "--exclude-standard").split("\0").filter(Boolean).sort();
}

test("the files are those that git takes, whatever .gitignore files say", () => {
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
    folder.map((parent) => `${parent}.gitignore`),
    fc
      .array(
        pattern.map((parts) => parts.join("")),
        { maxLength: 4 },
      )
      .map((lines) => lines.join("\n")),
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(path, { minLength: 1, maxLength: 10 }),
      fc.uniqueArray(ignoreFile, { maxLength: 3, selector: ([file]) => file }),
      (paths, ignoreFiles) => {
        // A file cannot be where another one's folder is.
        const files = paths.filter((file) => !paths.some((other) => other.startsWith(`${file}/`)));
        const folders = files.filter(
          (file) => !ignoreFiles.some(([other]) => other.startsWith(`${file}/`)),
        );
        const root = folderWith({
          ...Object.fromEntries(folders.map((file) => [file, "x"])),
          ...Object.fromEntries(ignoreFiles),
        });
        const ours = listSourceFiles(root).map((file) => file.path);
        expect(ours.sort()).toEqual(gitFiles(root));
      },
    ),
    { numRuns: 50 },
  );
});
