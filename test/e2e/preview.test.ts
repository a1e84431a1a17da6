import { execFile } from "node:child_process";
import { ROOT } from "../../scripts/lib/project";
import { Stack } from "./support/stack";

const stack = new Stack("preview");

beforeAll(() => stack.init({ allowReplace: undefined, workers: undefined }));
afterAll(() => stack.dispose());

/** As a person runs it; what it reports of its progress is not part of it. */
function preview(...args: readonly string[]): Promise<{ code: number; text: string }> {
  return new Promise((resolve) => {
    execFile(
      "npm",
      ["run", "--silent", "preview", "--", "--stack", stack.name, ...args],
      { cwd: ROOT, maxBuffer: 64 << 20 },
      (error, stdout) => {
        resolve({ code: error ? Number(error.code) : 0, text: stdout });
      },
    );
  });
}

test("a first preview is the same text twice, and ends with 2", async () => {
  const { code, text } = await preview();
  expect(text).toMatch(
    /^## Preview of `e2e-preview-[\w-]+`\n\n\*\*15 created, 10 steps on the host\.\*\*/,
  );
  expect(text).toMatch(/^\+ExecStart=.* --workers=4 /m);
  expect(code).toBe(2);
  expect((await preview()).text).toBe(text);
});

test("as data it has the source that would be released", async () => {
  const { text } = await preview("--json");
  const { result, releases } = JSON.parse(text) as {
    result: string;
    releases: { project: string; to: { source: string } }[];
  };
  expect(result).toBe("changes");
  expect(releases).toMatchObject([
    { project: "hello", to: { source: expect.any(String) as string } },
  ]);
});

test("a secret of the config is masked where a text has it", async () => {
  await stack.pulumi([
    ...["config", "set", "--secret"],
    ...["domain", "hunter2-and-more.example.com"],
  ]);
  const { code, text } = await preview();
  expect(code).toBe(2);
  expect(text).toMatch(/^\+?(\s*server_name )?\[secret\];?$/m);
  expect(text).not.toContain("hunter2");
});

test("settings that are wrong are what it says, and it ends with 1", async () => {
  stack.setConfig({ workers: "0" });
  const { code, text } = await preview();
  expect(code).toBe(1);
  expect(text).toContain("\ndjango-droplet:workers: ");
  expect(text).not.toContain("hunter2");
});
