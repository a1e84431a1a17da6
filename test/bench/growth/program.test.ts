import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

// Otherwise what a droplet more costs would be told of a program that starts another way.
test("the bench's program is started as the project's own", () => {
  const runtimeOf = (folder: string): unknown =>
    (parse(readFileSync(join(folder, "Pulumi.yaml"), "utf8")) as { runtime: unknown }).runtime;
  expect(runtimeOf(join(__dirname, "droplets"))).toEqual(runtimeOf(join(__dirname, "../../..")));
});
