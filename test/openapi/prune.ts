import { writeFileSync } from "node:fs";
import { format, resolveConfig } from "prettier";
import { servedRoutes } from "../api/served-routes";
import {
  anonymous,
  type Description,
  DESCRIPTION_PATH,
  lookUp,
  readDescription,
} from "./description";

/**
 * Writes the part of DigitalOcean's description that the local API serves:
 * `node --require ./scripts/typescript.cjs test/openapi/prune.ts BUNDLED.json`; README.md tells where that comes from.
 */
async function main(): Promise<void> {
  const full = readDescription(process.argv[2] ?? "");
  const pruned = prune(full, new Set(servedRoutes()));
  const style = { ...(await resolveConfig(DESCRIPTION_PATH)), filepath: DESCRIPTION_PATH };
  writeFileSync(DESCRIPTION_PATH, await format(JSON.stringify(pruned), style));
}

function prune(full: Description, routes: ReadonlySet<string>): Description {
  const paths: Description["paths"] = {};
  for (const [path, operations] of Object.entries(full.paths)) {
    const served = Object.entries(operations).filter(([method]) =>
      routes.has(`${method.toUpperCase()} ${anonymous(path)}`),
    );
    if (served.length > 0) paths[path] = Object.fromEntries(served);
  }
  const components: Description["components"] = {};
  for (const reference of references(full, paths)) {
    const [, , kind = "", name = ""] = reference.split("/");
    (components[kind] ??= {})[name] = lookUp(full, reference);
  }
  return { openapi: full.openapi, info: full.info, paths, components };
}

/** All references from a node, and from what they stand for, sorted. */
function references(description: Description, root: unknown): string[] {
  const found = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    const reference = (node as { $ref?: unknown }).$ref;
    if (typeof reference === "string" && !found.has(reference)) {
      found.add(reference);
      visit(lookUp(description, reference));
    }
    Object.values(node).forEach(visit);
  };
  visit(root);
  return [...found].sort();
}

void main();
