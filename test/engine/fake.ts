import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Context } from "../../local/engine/context";
import type { RunOptions } from "../../local/engine/run";
import { PROVIDERS } from "../../local/engine/versions";

/** A command that the set-up ran. */
export interface Ran {
  command: string;
  args: string[];
  options: RunOptions;
}

/** A context in a temporary folder, with small sources, whose commands are only recorded. */
export interface FakeContext extends Context {
  root: string;
  ran: Ran[];
  reported: string[];
  probes: number;
}

const roots: string[] = [];

/** Removes what the tests of a file made: for afterAll. */
export function removeFakes(): void {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
}

/**
 * @param answer what a command does: its stdout, or an error to fail with. What `go build` writes
 * is written before it is asked.
 * @param reachable whether Pulumi's downloads can be reached.
 */
export function fakeContext(
  answer: (ran: Ran) => string | Error = goAnswers,
  reachable = false,
): FakeContext {
  const root = mkdtempSync(path.join(tmpdir(), "engine-test-"));
  roots.push(root);
  writeSources(path.join(root, "sources"));
  const packages = path.join(root, "node_modules");
  write(path.join(packages, "pulumi", "package.json"), '{"version":"3.259.0"}');
  for (const [index, provider] of PROVIDERS.entries()) {
    write(
      path.join(packages, "@pulumi", provider, "package.json"),
      JSON.stringify({ version: `${index + 1}.0.0` }),
    );
  }
  const context: FakeContext = {
    root,
    folder: path.join(root, "cache", "engine"),
    sources: path.join(root, "sources"),
    packages,
    platform: "linux",
    arch: "x64",
    environment: { PATH: "/usr/bin" },
    ran: [],
    reported: [],
    probes: 0,
    report: (line) => context.reported.push(line),
    fetch: () => {
      context.probes += 1;
      return reachable
        ? Promise.resolve(new Response())
        : Promise.reject(new TypeError("fetch failed"));
    },
    run: async (command, args, options) => {
      const ran = { command, args, options };
      context.ran.push(ran);
      const output = args[args.indexOf("-o") + 1];
      if (args[0] === "build" && output) write(output, args.at(-1) ?? "");
      const result = answer(ran);
      if (result instanceof Error) throw result;
      return result;
    },
  };
  return context;
}

/** A Go that is new enough and builds everything, and a CLI that installs everything. */
export function goAnswers({ args }: Ran): string {
  return args[0] === "env" ? "go1.26.8" : "";
}

export function write(file: string, content: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
}

function writeSources(folder: string): void {
  for (const module of ["cli", "language-host", "plugins"]) {
    write(path.join(folder, module, "go.mod"), `module ${module}\n\ngo 1.25.11\n`);
    write(path.join(folder, module, "go.sum"), "sums\n");
  }
  write(path.join(folder, "plugins", "internal", "shared", "shared.go"), "package shared\n");
  for (const provider of PROVIDERS) {
    write(path.join(folder, "plugins", provider, "main.go"), "package main\n");
  }
}
