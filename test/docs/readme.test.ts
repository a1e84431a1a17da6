import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMBINATIONS } from "../../components/serve/choices";
import { keys } from "../../components/settings/keys";

const ROOT = join(__dirname, "..", "..");
const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
  scripts: Record<string, string>;
};

/** The part under a heading. */
function section(heading: string): string {
  return readme.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
}

it("lists every config key, and none that does not exist", () => {
  const listed = [...section("Config").matchAll(/^\| (`\w+`(?:, `\w+`)*) +\|/gm)].flatMap(
    ([, cell = ""]) => [...cell.matchAll(/`(\w+)`/g)].map(([, key]) => key),
  );
  expect(listed.sort()).toEqual(Object.keys(keys).sort());
});

it("has the table of choices as the program allows them", () => {
  const words = (cell = ""): string[] =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, word = ""]) => word);
  const rows = section("Choices")
    .split("\n")
    .filter((line) => /^\| `\w+` +\| `\w+`/.test(line))
    .map((line) => line.split("|").slice(1, 4).map(words));
  expect(rows.slice(1)).toEqual(
    COMBINATIONS.map(({ appServer, webServers, supervisors }) => [
      [appServer],
      [...webServers],
      [...supervisors],
    ]),
  );
});

it("names every command of package.json, and none that does not exist", () => {
  const named = [...readme.matchAll(/(?:`|\(|\$ )npm (?:run (?:-s )?)?(\w+)/g)].map(
    ([, name]) => name,
  );
  expect([...new Set(named)].sort()).toEqual(Object.keys(scripts).sort());
});

it("links to files that are there", () => {
  for (const [, path = ""] of readme.matchAll(/\]\(((?!https?:)[^)#]+)\)/g)) {
    expect(() => readFileSync(join(ROOT, path))).not.toThrow();
  }
});
