import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { hostFile } from "../../../components/remote/script";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

/** What each run of pip would be told, in the source's folder; a second one by the file `beside`. */
function installations(...requirements: readonly string[]): string[][] {
  const [functions = ""] = hostFile("virtualenv.py").split("\nfolder, ");
  const code = `${functions}\nimport json\nprint(json.dumps(installations(sys.argv[1:], "beside")))`;
  const args = ["-c", code, ...requirements];
  const printed = execFileSync("/usr/bin/python3", args, { cwd: folder, encoding: "utf8" });
  return JSON.parse(printed) as string[][];
}

test("all is installed by one run of pip, which settles what goes with what", () => {
  write("requirements.txt", "django==5.2\n");
  const told = ["-r", "requirements.txt", "gunicorn==26.1.0"];
  expect(installations(...told)).toEqual([told]);
  expect(installations("gunicorn==26.1.0")).toEqual([["gunicorn==26.1.0"]]);
  expect(installations()).toEqual([]);
});

test.each([
  ["requirements.txt", "django==5.2 \\\n    --hash=sha256:00ff\n"],
  ["requirements.txt", "--require-hashes\ndjango==5.2\n"],
  ["locked/base.txt", "django==5.2 --hash=sha256:00ff\n"],
])(
  "what has hashes (%s: %j) is installed alone, since pip asks for one of everything then",
  (file, text) => {
    write("requirements.txt", "-r locked/more.txt\n");
    write("locked/more.txt", "-r base.txt\n");
    write("locked/base.txt", "");
    write(file, text);
    const own = ["-r", "requirements.txt"];
    expect(installations(...own, "gunicorn==26.1.0", "gevent")).toEqual([own, ["-r", "beside"]]);
    expect(readFileSync(join(folder, "beside"), "utf8")).toBe("gunicorn==26.1.0\ngevent\n");
    expect(installations(...own)).toEqual([own]);
  },
);

test("what comes beside it is from where the rest is from", () => {
  write("wheels/x.whl", "");
  write(
    "locked/more.txt",
    "--find-links ../wheels\n-f https://x.example.com/links\n# --no-index\n",
  );
  write(
    "requirements.txt",
    "\ufeff--index-url \\\n  https://u:${TOKEN}@pip.example.com/simple\n-r 'locked/more.txt'\ndjango==5.2 --hash=sha256:00ff\n",
  );
  installations("-r", "requirements.txt", "gunicorn==26.1.0");
  expect(readFileSync(join(folder, "beside"), "utf8").split("\n")).toEqual([
    expect.stringMatching(/^--index-url +https:\/\/u:\$\{TOKEN\}@pip\.example\.com\/simple$/),
    `--find-links ${folder}/locked/../wheels`,
    "-f https://x.example.com/links",
    "gunicorn==26.1.0",
    "",
  ]);
});

test("what cannot be read as it stands is for pip to say", () => {
  const told = ["-r", "requirements.txt", "gunicorn==26.1.0"];
  for (const text of ["-r https://x.example.com/base.txt\n", "-r no-such-file.txt\n", "\xff"]) {
    write("requirements.txt", text);
    expect(installations(...told)).toEqual([told]);
  }
  writeFileSync(
    join(folder, "requirements.txt"),
    Buffer.from("\ufeffdjango --hash=x\n", "utf16le"),
  );
  expect(installations(...told)).toHaveLength(2);
});
