import { run } from "../../../local/hosts/system/exec";

test("input goes in, output comes out, and nothing is a shell's", async () => {
  expect(await run("cat", [], { input: "$HOME `id`" })).toBe("$HOME `id`");
  expect(await run("printf", ["%s", "; echo two"])).toBe("; echo two");
});

test("an error is one line with the tool and what it said last", async () => {
  await expect(run("cat", ["/nowhere"])).rejects.toThrow(
    "cat /nowhere: cat: /nowhere: No such file or directory",
  );
  await expect(run("no-such-tool", ["x"])).rejects.toThrow("no-such-tool is not installed");
});
