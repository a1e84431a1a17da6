import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The part of an OpenAPI document that is used here. */
export interface Description {
  openapi: string;
  info: unknown;
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

export interface Operation {
  operationId: string;
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

export const DESCRIPTION_PATH = join(__dirname, "digitalocean.json");

export function readDescription(path = DESCRIPTION_PATH): Description {
  return JSON.parse(readFileSync(path, "utf8")) as Description;
}

/** The path with every parameter as `{}`, so that the description's and the app's can be compared. */
export const anonymous = (path: string): string => path.replace(/:\w+(\{[^}]*\})?|\{\w+\}/g, "{}");

/** What a `#/a/b` reference stands for. */
export function lookUp(description: Description, reference: string): unknown {
  return reference
    .slice(2)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], description);
}
