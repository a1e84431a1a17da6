import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestOf } from "../../../components/app/source-digest";
import { listSourceFiles } from "../../../components/app/source-files";
import { describeSource } from "../../../scripts/preview/git";
import type { Preview } from "../../../scripts/preview/events";
import { sourcesByDigest } from "../../../scripts/preview/sources";

let root: string;
let source: string;

const git = (...args: string[]): void => {
  const author = [
    "-c",
    "user.name=A",
    "-c",
    "user.email=a@example.com",
    "-c",
    "commit.gpgsign=false",
  ];
  execFileSync("git", ["-C", root, ...author, ...args], { stdio: "pipe" });
};
const digest = (): string => digestOf(source, listSourceFiles(source));
const change = (subject: string): string => {
  appendFileSync(join(source, "manage.py"), `# ${subject}\n`);
  git("add", "--all");
  git("commit", "--quiet", "--message", subject);
  return digest();
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "django-droplet-git-"));
  source = join(root, "shop");
  mkdirSync(source);
  writeFileSync(join(source, "run.sh"), "#!/bin/sh\n", { mode: 0o755 });
  git("init", "--quiet");
});

afterEach(() => rmSync(root, { recursive: true }));

const subjects = (old?: string): unknown => {
  const found = describeSource(source, old);
  return (
    found && [
      found.head.subject,
      found.dirty,
      found.from?.subject,
      found.commits.map(({ subject }) => subject),
    ]
  );
};

it("finds the commit of the release that serves by what it holds", () => {
  const old = change("first");
  change("second");
  writeFileSync(join(root, "elsewhere"), "");
  git("add", "--all");
  git("commit", "--quiet", "--message", "not of the source");
  change("third");
  expect(subjects(old)).toEqual(["third", false, "first", ["third", "second"]]);
});

it("knows what is not committed, new files too, but not what is ignored", () => {
  const old = change("first");
  writeFileSync(join(source, ".gitignore"), "*.log\n");
  const ignoring = change("second");
  writeFileSync(join(source, "a.log"), "");
  expect(subjects(ignoring)).toEqual(["second", false, "second", []]);
  writeFileSync(join(source, "new.py"), "");
  expect(subjects(old)).toEqual(["second", true, "first", ["second"]]);
});

it("finds it where the repository ignores above the source what a commit has", () => {
  writeFileSync(join(root, ".gitignore"), "*.pem\n");
  writeFileSync(join(source, "test.pem"), "");
  git("add", "--force", "shop/test.pem");
  const old = change("first");
  rmSync(join(root, ".gitignore"));
  const taking = change("second");
  writeFileSync(join(root, ".git/info/exclude"), "run.sh\n");
  const excluding = change("third");
  expect(subjects(excluding)).toEqual(["third", false, "third", []]);
  writeFileSync(join(root, ".git/info/exclude"), "");
  expect(subjects(old)).toEqual(["third", false, "first", ["third", "second"]]);
  expect(subjects(taking)).toEqual(["third", false, "second", ["third"]]);
});

it("names the present commit alone for a release that is none of the last commits", () => {
  change("first");
  expect(subjects("0".repeat(64))).toEqual(["first", false, undefined, []]);
  expect(subjects()).toEqual(["first", false, undefined, []]);
});

it("says nothing of a source without commits, and of one outside of git", () => {
  expect(describeSource(source)).toBeUndefined();
  rmSync(join(root, ".git"), { recursive: true });
  expect(describeSource(source)).toBeUndefined();
});

describe("the source of a digest", () => {
  const preview = (config: Record<string, unknown>): Preview => ({
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        `django-droplet:${key}`,
        JSON.stringify(value),
      ]),
    ),
    ...{ resources: [], warnings: [], errors: [] },
  });

  it.each([
    ["of the one site", { source: { directory: "shop" }, sites: [] }],
    [
      "of an entry",
      { source: { directory: "nowhere" }, sites: [{ source: { directory: "shop" } }] },
    ],
  ])("is found: %s", (_, config) => {
    change("first");
    expect([...sourcesByDigest(preview(config), root)]).toEqual([[digest(), source]]);
  });

  it("is not looked for in a config that is none", () => {
    expect(sourcesByDigest(preview({ source: "shop", sites: 4 }), root).size).toBe(0);
    expect(sourcesByDigest(preview({}), root).size).toBe(0);
  });
});
