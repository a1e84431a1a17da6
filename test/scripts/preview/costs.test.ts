import { costsOf } from "../../../scripts/preview/costs";
import type { Preview, Resource, Side } from "../../../scripts/preview/events";
import { TYPES } from "../../../scripts/preview/resources";
import { previewOf } from "./recorded";

const told = (...items: [what: string, usd: number][]): Side => ({
  inputs: {},
  outputs: { costs: { asOf: "2026-11-24", items: items.map(([what, usd]) => ({ what, usd })) } },
});

/** A recorded preview, in which the program tells its costs. */
function tellsItself(name: string, sides: Pick<Resource, "old" | "new">): Preview {
  const preview = previewOf(name);
  const others = preview.resources.filter(({ type }) => type !== TYPES.server);
  const server = preview.resources.find(({ type }) => type === TYPES.server);
  if (!server) throw new Error(`${name} has no server`);
  return { ...preview, resources: [...others, { ...server, ...sides }] };
}

test("what the program tells of its costs is what is shown, with what comes and goes", () => {
  const preview = tellsItself("size", {
    old: told(["droplet", 6], ["backups", 1.2]),
    new: told(["droplet", 24], ["uptime checks", 2]),
  });
  expect(costsOf(preview)?.items).toEqual([
    { what: "droplet", before: 6, after: 24 },
    { what: "backups", before: 1.2, after: 0 },
    { what: "uptime checks", before: 0, after: 2 },
    { what: "total", before: 7.2, after: 26 },
  ]);
});

test("a state that tells nothing is priced by its droplet", () => {
  const preview = tellsItself("size", {
    old: { inputs: {}, outputs: {} },
    new: told(["droplet", 24], ["backups", 4.8]),
  });
  expect(costsOf(preview)?.items.at(-1)).toEqual({ what: "total", before: 6, after: 28.8 });
});

test("before the first up nothing costs", () => {
  expect(costsOf(previewOf("first"))?.items.at(-1)).toMatchObject({ before: 0, after: 6 });
});
