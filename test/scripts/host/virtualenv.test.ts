import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

/** What each run of pip would be told, in the source's folder. */
function installations(...requirements: readonly string[]): string[][] {
  const [functions = ""] = hostFile("virtualenv.py").split("\nfolder, ");
  const code = `${functions}\nimport json\nprint(json.dumps(installations(sys.argv[1:])))`;
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
    expect(installations(...own, "gunicorn==26.1.0")).toEqual([own, ["gunicorn==26.1.0"]]);
    expect(installations(...own)).toEqual([own]);
  },
);

test("what comes beside it is from where the rest is from", () => {
  write(
    "requirements.txt",
    "--index-url https://pip.example.com/simple # ours\n--extra-index-url=https://x.example.com\n# --no-index\ndjango==5.2 --hash=sha256:00ff\n",
  );
  expect(installations("-r", "requirements.txt", "gunicorn==26.1.0")[1]).toEqual([
    ...["--index-url", "https://pip.example.com/simple"],
    ...["--extra-index-url=https://x.example.com", "gunicorn==26.1.0"],
  ]);
});
