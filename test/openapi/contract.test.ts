import { servedRoutes } from "../api/served-routes";
import { anonymous, readDescription } from "./description";
import { corrected, DEVIATIONS } from "./deviations";
import { contractViolations, validator } from "./contract";

const description = readDescription();

test("every call that is served is one of DigitalOcean's, and the copy holds no other", () => {
  const described = Object.entries(description.paths).flatMap(([path, operations]) =>
    Object.keys(operations).map((method) => `${method.toUpperCase()} ${anonymous(path)}`),
  );
  expect(servedRoutes().toSorted()).toEqual(described.toSorted());
});

describe("a known deviation is one", () => {
  test.each(DEVIATIONS)("$name", ({ name, example: { schema, value } }) => {
    const reference = schema.startsWith("#") ? schema : `#/components/schemas/${schema}`;
    const without = DEVIATIONS.filter((deviation) => deviation.name !== name);
    expect(validator(corrected(description, without))(reference, value)).not.toEqual([]);
    expect(validator(corrected(description))(reference, value)).toEqual([]);
  });
});

describe("the check sees", () => {
  const headers = new Headers({
    "ratelimit-limit": "5000",
    "ratelimit-remaining": "1",
    "ratelimit-reset": "1",
    "x-request-id": "r",
  });
  const tag = { name: "web", resources: { count: 0, droplets: { count: 0 } } };
  const exchange = {
    method: "POST",
    path: "/v2/tags",
    request: { name: "web" },
    status: 201,
    headers,
    body: { tag } as unknown,
  };

  test("nothing in an exchange as described", () => {
    expect(contractViolations(exchange)).toEqual([]);
  });

  test.each([
    ["an answer of another type", { body: { tag: { ...tag, name: 7 } } }, "answer/tag/name"],
    ["a request of another type", { request: { name: 7 } }, "request/name"],
    ["a status that is not described", { status: 200 }, "status 200 is not described"],
    ["an error of another form", { status: 422, body: { error: "x" } }, "answer"],
    ["a missing header", { headers: new Headers() }, "no header ratelimit-limit"],
    [
      "a body where there is none",
      { method: "DELETE", path: "/v2/tags/web", status: 204 },
      "a body",
    ],
  ])("%s", (_, over, message) => {
    expect(contractViolations({ ...exchange, ...over }).join("\n")).toContain(message);
  });
});
