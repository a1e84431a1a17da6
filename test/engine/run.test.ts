import { run } from "../../local/engine/run";

const options = { step: "building it", remedy: "mend it" };
const shell = (script: string) => run("sh", ["-c", script], options);

describe("running a command", () => {
  it("returns stdout without what goes to stderr", async () => {
    expect(await shell("echo noise >&2; echo one; echo two")).toBe("one\ntwo");
  });

  it("tells every line of both as it comes", async () => {
    const lines: string[] = [];
    await run("sh", ["-c", "echo out; echo err >&2"], {
      ...options,
      onLine: (line) => lines.push(line),
    });
    expect(lines.sort()).toEqual(["err", "out"]);
  });

  it("fails with the step, the way out and the last lines only", async () => {
    const message = await shell("seq 1 30; exit 3").catch((error: Error) => error.message);
    expect(message).toBe(
      ["building it failed (sh exited with 3): mend it"]
        .concat(Array.from({ length: 12 }, (_, index) => `  ${index + 19}`))
        .join("\n"),
    );
  });

  it("fails in one line where the command is not there", async () => {
    await expect(run("no-such-command", [], options)).rejects.toThrow(
      /^building it failed \(no-such-command was not found\): mend it$/,
    );
  });

  it("fails with the signal that ended the command", async () => {
    await expect(shell("kill -TERM $$")).rejects.toThrow(/sh was ended by SIGTERM/);
  });
});
