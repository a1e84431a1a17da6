import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import {
  anonymous,
  type Description,
  lookUp,
  type Operation,
  readDescription,
} from "./description";
import { corrected } from "./deviations";

/** One request and its answer. */
export interface Exchange {
  method: string;
  path: string;
  request: unknown;
  status: number;
  headers: Headers;
  body: unknown;
}

const description = corrected(readDescription());
const validate = validator(description);

/** What every answer carries, whatever it is. */
const HEADERS = ["ratelimit-limit", "ratelimit-remaining", "ratelimit-reset", "x-request-id"];

/**
 * Where the exchange is not what DigitalOcean describes, known deviations aside. A refused request may be
 * anything; of calls that DigitalOcean does not have, errors alone have a form.
 */
export function contractViolations(exchange: Exchange): string[] {
  const { method, path, request, status, headers, body } = exchange;
  const violations = HEADERS.filter((name) => !headers.has(name)).map(
    (name) => `no header ${name}`,
  );
  const operation = findOperation(method, path);
  if (!operation) {
    return status < 400
      ? violations
      : violations.concat(check("#/components/schemas/error", body, "answer"));
  }
  const [pointer, described] = operation;

  const content = "/content/application~1json/schema";
  if (status < 400 && described.requestBody !== undefined) {
    violations.push(...check(`${follow(`${pointer}/requestBody`)}${content}`, request, "request"));
  }
  const answered = String(status) in described.responses ? status : status < 400 ? "?" : "default";
  if (answered === "?") return violations.concat(`status ${status} is not described`);
  const response = follow(`${pointer}/responses/${answered}`);
  const hasBody = "content" in (lookUp(description, response) as object);
  if (!hasBody)
    return body === undefined ? violations : violations.concat("a body is not described");
  if (status === 204) return violations;
  return violations.concat(check(`${response}${content}`, body, "answer"));

  function check(reference: string, value: unknown, side: "request" | "answer"): string[] {
    return validate(reference, value).map((error) => `${side}${error}`);
  }
}

/** The operation's pointer and content; a fixed path goes before one with parameters. */
function findOperation(method: string, path: string): [string, Operation] | undefined {
  const [bare = ""] = path.split("?");
  const matches = Object.keys(description.paths)
    .filter((template) => {
      const pattern = template.replace(/\{\w+\}/g, "[^/]+");
      return new RegExp(`^${pattern}$`).test(bare);
    })
    .sort(
      (left, right) =>
        left.length - anonymous(left).length - (right.length - anonymous(right).length),
    );
  for (const template of matches) {
    const operation = description.paths[template]?.[method.toLowerCase()];
    if (operation) {
      const name = template.replaceAll("/", "~1");
      return [`#/paths/${name}/${method.toLowerCase()}`, operation];
    }
  }
  return undefined;
}

/** The pointer's target, if it is a reference. */
function follow(pointer: string): string {
  const { $ref: reference } = lookUp(description, pointer) as { $ref?: string };
  return reference ?? pointer;
}

/** Checks values against what references in the description stand for; each error is a line. */
export function validator(against: Description): (reference: string, value: unknown) => string[] {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    // Its patterns escape more than a `u` expression may.
    unicodeRegExp: false,
  });
  addFormats.default(ajv);
  // What the description writes beside some texts: any text.
  ajv.addFormat("string", true);
  ajv.addSchema({ $id: "description", ...against });
  const compiled = new Map<string, ValidateFunction>();
  return (reference, value) => {
    const check =
      compiled.get(reference) ?? ajv.compile({ $ref: `description${encodeURI(reference)}` });
    compiled.set(reference, check);
    if (check(value)) return [];
    return (check.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
  };
}
