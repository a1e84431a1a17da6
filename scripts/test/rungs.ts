import { join } from "node:path";
import { actionlint, goTest, goVet, jest, verdict, type Count } from "../lib/checks";
import { ROOT } from "../lib/project";
import { eslint, prettier, types } from "../lib/readers";
import { shellScripts } from "../lib/tree-files";

const PLUGINS = join(ROOT, "local", "engine", "plugins");
const GOFMT = 'files=$(gofmt -l .) && echo "$files" >&2 && test -z "$files"';

export interface Check {
  name: string;
  run: () => Promise<Count>;
  /** Whether what it comes to may depend on a file of the tree; absent: it is quick, and always run. */
  reads?: (file: string) => boolean;
}

/** Each reads the tree on one core and neither touches it nor waits: at once they take half the time. */
const READERS: readonly Check[] = [
  { name: "eslint", run: eslint },
  { name: "types", run: types },
  { name: "prettier", run: prettier },
  {
    name: "shellcheck",
    run: () => verdict("shellcheck", ["--external-sources", ...shellScripts()]),
  },
  { name: "actionlint", run: actionlint },
  { name: "gofmt", run: () => verdict("sh", ["-c", GOFMT], PLUGINS) },
  { name: "go vet", run: () => goVet(PLUGINS) },
];

/** The rungs, lowest first: an early one says sooner, and more exactly, what is wrong. */
export const RUNGS: readonly (readonly Check[])[] = [
  READERS,
  // It holds texts of the whole tree against each other, the documentation's among them.
  [{ name: "text, graph, contract", run: () => jest([]), reads: () => true }],
  [{ name: "plugins", run: () => goTest(PLUGINS), reads: isReadByPlugins }],
  [{ name: "real", run: () => jest(["--config", "jest.e2e.config.js"]), reads: isReadByReal }],
];

/** Go's tests start no program of ours. */
export function isReadByPlugins(file: string): boolean {
  return file.startsWith("local/engine/");
}

/** All but what only people, GitHub and the lower rungs read. */
export function isReadByReal(file: string): boolean {
  return !/^(docs|\.github|test\/(api|components|docs|engine|github|hosts|openapi|scripts))\/|\.md$/.test(
    file,
  );
}
