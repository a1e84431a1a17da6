import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ROOT } from "../../scripts/lib/project";

/** A program's runtime; the files that it names as seen from the checkout. */
function runtimeOf(folder: string): unknown {
  const { runtime } = parse(readFileSync(join(ROOT, folder, "Pulumi.yaml"), "utf8")) as {
    runtime: { options: { nodeargs: string } };
  };
  const words = runtime.options.nodeargs.split(" ");
  const nodeargs = words.map((word) => (word.startsWith(".") ? join(folder, word) : word));
  return { ...runtime, options: { ...runtime.options, nodeargs } };
}

// Otherwise what is measured would be told of a program that starts another way.
test.each(["test/bench/growth/droplets", "test/bench/peers/servers"])(
  "the bench's program in %s is started as the project's own",
  (folder) => {
    expect(runtimeOf(folder)).toEqual(runtimeOf("."));
  },
);
