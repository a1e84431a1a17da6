import { BASE_PACKAGES, baseKey } from "../../../local/hosts/base/recipe";

const inputs = { suite: "trixie", sources: "Types: deb\n", certificates: {} };

test("a base's name tells its release and its recipe", () => {
  expect(baseKey(inputs)).toMatch(/^trixie-[0-9a-f]{16}$/);
  expect(baseKey(inputs)).toBe(baseKey({ ...inputs }));
});

test.each([
  ["release", { suite: "bookworm" }],
  ["mirror", { sources: "Types: deb\nURIs: http://mirror.example/debian\n" }],
  ["certificate", { certificates: { "company.crt": "-----BEGIN CERTIFICATE-----" } }],
])("another %s makes another base", (_, change) => {
  expect(baseKey({ ...inputs, ...change })).not.toBe(baseKey(inputs));
});

test("the base lacks what a deployment has to install", () => {
  for (const missing of ["python3-venv", "python3-pip", "nginx", "gunicorn"]) {
    expect(BASE_PACKAGES).not.toContain(missing);
  }
});
