import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { text } from "node:stream/consumers";
import { TYPESCRIPT } from "../../local/typescript";
import { temporaryFolder } from "./temporary";

const TIMEOUT_MS = 30_000;

/** What runAsRoot says, with a `sudo` of ours first on PATH. */
async function output(sudo: string | undefined, command: string): Promise<string[]> {
  const folder = temporaryFolder();
  const bin = join(folder, "bin");
  mkdirSync(bin);
  if (sudo !== undefined) {
    writeFileSync(join(bin, "sudo"), sudo);
    chmodSync(join(bin, "sudo"), 0o755);
  }
  const child = spawn(
    process.execPath,
    [...TYPESCRIPT, join(__dirname, "run-as-root.ts"), command, folder],
    {
      stdio: ["ignore", "pipe", "ignore"],
      env: {
        PATH: sudo === undefined ? bin : [bin, process.env["PATH"]].join(delimiter),
        DJANGO_DROPLET_CLOUD_ROOT: folder,
      },
    },
  );
  const [said] = await Promise.all([text(child.stdout), once(child, "exit")]);
  return said.trim().split("\n");
}

/** Like the real one, it drops the environment. */
const SUDO = `#!/bin/sh
[ "$1" = -V ] && exit 0
exec env -i "PATH=$PATH" "$@"
`;

test(
  "says that it asks sudo, then passes on what the command says of the same register",
  async () => {
    expect(await output(SUDO, "status")).toEqual([
      "reported: the local cloud needs root: asking sudo",
      "reported: no local cloud yet: npm run cloud -- start",
    ]);
  },
  TIMEOUT_MS,
);

test(
  "fails when the command does",
  async () => {
    expect((await output(SUDO, "nonsense")).at(-1)).toBe(
      'failed: "sudo … cloud nonsense" failed; its reason is above',
    );
  },
  TIMEOUT_MS,
);

test(
  "fails in one line without sudo",
  async () => {
    expect(await output(undefined, "status")).toEqual([
      "failed: the local cloud needs root and there is no sudo here: run this as root",
    ]);
  },
  TIMEOUT_MS,
);
