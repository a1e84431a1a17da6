import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../../scripts/lib/project";

const read = (path: string) => readFileSync(join(ROOT, path), "utf8");
const page = read("docs/ci.md");
const workflows = readdirSync(join(ROOT, ".github/workflows"))
  .map((name) => read(`.github/workflows/${name}`))
  .join("\n");

/** Names in the first cells of the tables. */
const listed = [...page.matchAll(/^\| (`\w+`(?:, `\w+`)*) +\|/gm)].flatMap(([, cell = ""]) =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, name]) => name),
);

it.each(["vars", "secrets"])("lists the %s that the workflows take, and no others", (kind) => {
  const used = [...workflows.matchAll(new RegExp(`\\b${kind}\\.([A-Z_]+)`, "g"))];
  const names = new Set(used.map(([, name = ""]) => name));
  const others = kind === "vars" ? /TOKEN|PULUMI|AWS/ : /^STA|RUNNER/;
  const ours = listed.filter((name) => name !== undefined && /^[A-Z_]+$/.test(name));
  expect(ours.filter((name = "") => !others.test(name)).sort()).toEqual([...names].sort());
});

it.each(["docs/ci.md", "docs/gitlab.md"])("%s links to what is there", (file) => {
  const links = [...read(file).matchAll(/\]\(((?!https?:)[^)#]+)(#[^)]+)?\)/g)];
  expect(links.length).toBeGreaterThan(0);
  for (const [, path = ""] of links) {
    expect([path, existsSync(join(ROOT, dirname(file), path))]).toEqual([path, true]);
  }
});
