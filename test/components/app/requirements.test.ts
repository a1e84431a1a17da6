import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseRequirements } from "../../../components/app/requirements-file";
import { readSource } from "../../../components/app/source";
import { DJANGO, folderWith, messageOf, removeFolders, type Content } from "./project-folder";

afterEach(removeFolders);

const requirementsOf = (files: Record<string, Content>, requirements?: string) =>
  readSource(folderWith({ ...DJANGO, ...files }), { requirements }).requirements;

describe("the file", () => {
  test("is requirements.txt, if there is one", () => {
    expect(requirementsOf({ "requirements.txt": "Django" }).file).toBe("requirements.txt");
    expect(requirementsOf({})).not.toHaveProperty("file");
  });

  test("is the setting's, relative to the source", () => {
    const files = { "requirements.txt": "", "requirements/prod.txt": "Django" };
    expect(requirementsOf(files, "./requirements/prod.txt").file).toBe("requirements/prod.txt");
  });

  test("may be reached by a link inside the source", () => {
    const files = { "requirements.txt": { link: "deps/all.txt" }, "deps/all.txt": "Django" };
    expect(requirementsOf(files).file).toBe("requirements.txt");
  });

  test.each([["/etc/passwd"], ["../requirements.txt"]])("cannot be outside: %s", (file) => {
    expect(messageOf(() => requirementsOf({}, file))).toBe(
      `django-droplet:requirements: "${file}" is outside the source; move it there`,
    );
  });

  test.each([["missing.txt"], ["shop"], ["ignored.txt"]])("must be in the source: %s", (file) => {
    const directory = folderWith({
      ...DJANGO,
      ".gitignore": "ignored.txt",
      "ignored.txt": "Django",
    });
    expect(messageOf(() => readSource(directory, { requirements: file }))).toBe(
      `django-droplet:requirements: "${file}" is not a file of the source; give a path relative to "${directory}", of a file that .gitignore does not name`,
    );
  });

  test.each([["base.txt"], ["../base.txt"]])("must find what it includes: %s", (included) => {
    const outside = included.startsWith("..");
    const directory = folderWith({ ...DJANGO, "requirements.txt": `Django\n-r ${included}\n` });
    expect(messageOf(() => readSource(directory))).toBe(
      outside
        ? `django-droplet:requirements: "../base.txt" (line 2 of requirements.txt) is outside the source; move it there`
        : `django-droplet:requirements: "base.txt" (line 2 of requirements.txt) is not a file of the source; give a path relative to "${directory}", of a file that .gitignore does not name`,
    );
  });
});

test("the names are those of all files but constraints, each once", () => {
  const { names } = requirementsOf({
    "requirements.txt": "-r base.txt\nDjango\n-c constraints.txt",
    "base.txt": "django\npsycopg[binary]",
    "constraints.txt": "gunicorn<24\n-r more.txt",
    "more.txt": "uvicorn",
  });
  expect(names).toEqual(["django", "psycopg"]);
});

describe("the digest", () => {
  const files = {
    "requirements.txt": "-r deps/base.txt\n",
    "deps/base.txt": "-c ../constraints.txt\nDjango\n-r ../requirements.txt\n",
    "constraints.txt": "Django<6\n",
  };

  function afterWriting(path: string, text: string): { before: string; after: string } {
    const directory = folderWith({ ...DJANGO, ...files });
    const before = readSource(directory).requirements.digest;
    writeFileSync(join(directory, path), text);
    return { before, after: readSource(directory).requirements.digest };
  }

  test("is one constant without a file", () => {
    expect(requirementsOf({ "shop/a.py": "1" })).toEqual(requirementsOf({ "shop/a.py": "2" }));
  });

  test.each(Object.keys(files))("changes with %s", (path) => {
    const { before, after } = afterWriting(path, "gunicorn\n");
    expect(after).not.toBe(before);
  });

  test("does not change with the code", () => {
    const { before, after } = afterWriting("shop/wsgi.py", "application = 1");
    expect(after).toBe(before);
  });

  test("is the source's where a line, also of an included file, installs from the source", () => {
    const directory = folderWith({
      ...DJANGO,
      "requirements.txt": "-r deps.txt\nDjango",
      "deps.txt": "./wheels/x.whl",
    });
    const source = readSource(directory);
    expect(source.requirements.digest).toBe(source.digest);
  });
});

describe("a requirements file's lines", () => {
  test.each([
    ["-r base.txt"],
    ["-rbase.txt"],
    ["--requirement base.txt"],
    ["--requirement=base.txt"],
    ["-c base.txt"],
    ["--constraint=base.txt # why"],
    ["-r 'base.txt'"],
    ["-r \\\nbase.txt"],
    ["\uFEFF-r base.txt\r\n"],
  ])("include another: %j", (text) => {
    const constraints = text.includes("-c");
    expect(parseRequirements(text)).toEqual({
      includes: [{ path: "base.txt", line: 1, constraints }],
      local: false,
      names: [],
    });
  });

  test.each([
    ["-e ."],
    ["--editable=src/pkg"],
    ["."],
    ["./pkg"],
    ["../pkg[extra]"],
    ["pkg/"],
    ["wheels/a-1.0-py3-none-any.whl"],
    ["a-1.0.tar.gz"],
    ["file:///srv/a.whl"],
    ["a @ file:///srv/a.whl"],
    ["-f wheels"],
    ["--find-links=./wheels"],
    ['./pkg ; python_version > "3"'],
  ])("install from a folder: %j", (text) => {
    expect(parseRequirements(text).local).toBe(true);
  });

  test.each([
    [""],
    ["# -r base.txt"],
    ["Django==5.2.19"],
    ["Django[argon2]>=5 ; platform_system == 'a/b'"],
    ["a @ https://example.org/a.whl"],
    ["https://example.org/a-1.0.tar.gz"],
    ["git+https://example.org/a.git@main#egg=a"],
    ["-r https://example.org/base.txt"],
    ["-f https://example.org/wheels"],
    ["--index-url https://example.org/simple/"],
    ["--no-binary :all:"],
    ["Django==5.2.19 --hash=sha256:00 \\\n    --hash=sha256:01"],
  ])("neither include nor install from a folder: %j", (text) => {
    expect(parseRequirements(text)).toMatchObject({ includes: [], local: false });
  });

  test.each([
    ["Django==5.2.19", ["django"]],
    [
      "zope.interface\nPyYAML >= 6 # why\ntyping_extensions",
      ["zope-interface", "pyyaml", "typing-extensions"],
    ],
    ["Django[argon2] ; python_version > '3'", ["django"]],
    ["a.b @ https://example.org/a.whl", ["a-b"]],
    ["-r base.txt\n--pre\n-e .\n./pkg\nhttps://example.org/a-1.0.tar.gz", []],
  ])("name packages: %j", (text, names) => {
    expect(parseRequirements(text).names).toEqual(names);
  });

  test("are counted from where they begin", () => {
    const text = "# one\nDjango \\\n  >=5\n\n-r a.txt\n";
    expect(parseRequirements(text).includes).toMatchObject([{ path: "a.txt", line: 5 }]);
  });
});
