import { createHash } from "node:crypto";
import { named, type Registered, type Run } from "../../support/mocks";
import { textOf } from "../../support/wire";
import { HOST, LOCAL, PRODUCTION, program, SITE } from "./server";

function commandsOf({ resources }: Run): Registered[] {
  return resources.filter(({ type }) => type === "command:remote:Command");
}

const step = (seconds: number) => `timeout --kill-after=120s ${seconds}s bash -euo pipefail -s`;

describe.each([
  ["local", LOCAL],
  ["digitalocean", PRODUCTION],
])("the commands of a stack on %s", (_cloud, config) => {
  // A delete would undo what a new create has just done; stock sshd refuses an environment.
  test("have these inputs, and so neither update nor delete nor environment", async () => {
    for (const { name, inputs } of commandsOf(await program(config))) {
      expect([name, Object.keys(inputs).sort()]).toEqual([
        name,
        ["addPreviousOutputInEnv", "connection", "create", "logging", "stdin", "triggers"],
      ]);
    }
  });

  test("are bounded in time, and are a script on standard input or a text to stage", async () => {
    for (const { name, inputs } of commandsOf(await program(config))) {
      const create = textOf(inputs["create"]);
      // A migration may take its time.
      if (create === step(name.endsWith("-activation") ? 3600 : 900)) continue;
      expect([name, create]).toEqual([
        name,
        expect.stringMatching(
          /^timeout 60s django-droplet-stage 'hello\/\w+' '(sha256:[0-9a-f]{64}|hmac:[0-9a-f]{64}:\d+)'$/,
        ),
      ]);
    }
  });

  test("run again on a new machine, and for no other reason than their own inputs", async () => {
    const { resources } = await program(config);
    for (const { inputs } of resources.filter(({ type }) => type.startsWith("command:remote:"))) {
      expect(inputs["triggers"]).toEqual([`${HOST}-droplet-id`]);
    }
  });

  test("that stage a text name it by its SHA-256, so that the host notices a cut one", async () => {
    let checked = 0;
    for (const { name, inputs } of commandsOf(await program(config))) {
      const [, digest] = /sha256:([0-9a-f]{64})/.exec(textOf(inputs["create"])) ?? [];
      if (digest === undefined) continue;
      checked += 1;
      const text = textOf(inputs["stdin"]);
      expect([name, createHash("sha256").update(text).digest("hex")]).toEqual([name, digest]);
    }
    expect(checked).toBe(6);
  });

  // A longer line in a script's output, or one without its end, is dealt with on the host; a longer
  // one in the input is nothing special.
  test("whose first preview knows every staged text and its digest", async () => {
    const run = await program(config, { preview: true, exists: false });
    const staged = commandsOf(run).filter(({ inputs }) => {
      return JSON.stringify(inputs["create"]).includes("sha256:");
    });
    expect(staged).toHaveLength(6);
    for (const { inputs } of staged) {
      expect(textOf(inputs["create"])).toMatch(/sha256:[0-9a-f]{64}'$/);
      expect(textOf(inputs["stdin"])).not.toBe("");
    }
  });
});

test("the source goes to the host as one file, under its digest", async () => {
  const { type, inputs } = named(await program(LOCAL), `${SITE}-source`);
  expect(type).toBe("command:remote:CopyToRemote");
  const [, digest] =
    /^\/var\/lib\/django-droplet\/sites\/hello\/sources\/([0-9a-f]{64})\.tar\.gz$/.exec(
      textOf(inputs["remotePath"]),
    ) ?? [];
  expect(JSON.stringify(inputs["source"])).toContain(`/.local/archives/${digest}.tar.gz`);
});

test("the activation is told the digest of every text that was staged", async () => {
  const run = await program(LOCAL);
  const activation = textOf(named(run, `${SITE}-activation`).inputs["stdin"]);
  const digests = commandsOf(run).flatMap(({ inputs }) => {
    return /(?:sha256|hmac):([0-9a-f]{64})/.exec(textOf(inputs["create"]))?.[1] ?? [];
  });
  expect(digests).toHaveLength(7);
  expect(digests.filter((digest) => !activation.includes(digest))).toEqual([]);
});
