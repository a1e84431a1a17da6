import fc from "fast-check";
import { releaseId, virtualenvId, type ReleaseContents } from "../../../components/app/release";

const CONTENTS: ReleaseContents = {
  source: "50".repeat(32),
  virtualenv: "ba9876543210",
  settings: "5e".repeat(32),
  secrets: "5c".repeat(32),
};

// Other names for equal contents would build every release of every host anew.
test("the names of a release and a virtualenv stay what they are", () => {
  expect(releaseId(CONTENTS)).toBe("7422a9d7fd83");
  expect(virtualenvId("4e".repeat(32), ["gunicorn==26.1.0"], "debian-13-x64")).toBe("60816f9083d3");
});

test("the order in which the contents are written down does not matter", () => {
  const { source, virtualenv, settings, secrets } = CONTENTS;
  expect(releaseId({ secrets, settings, virtualenv, source })).toBe(releaseId(CONTENTS));
});

test("any change of the contents is another release", () => {
  const key = fc.constantFrom<keyof ReleaseContents>("source", "virtualenv", "settings", "secrets");
  fc.assert(
    fc.property(key, fc.stringMatching(/^[0-9a-f]{12}$/), (name, value) => {
      expect(releaseId({ ...CONTENTS, [name]: value })).not.toBe(releaseId(CONTENTS));
    }),
  );
});

test.each([
  ["requirements", ["other", ["gunicorn==26.1.0"], "debian-13-x64"]],
  ["gunicorn", ["one", [], "debian-13-x64"]],
  ["kind of workers", ["one", ["gunicorn==26.1.0", "gevent==26.9.0"], "debian-13-x64"]],
  ["image, and so another Python,", ["one", ["gunicorn==26.1.0"], "ubuntu-24-04-x64"]],
] as const)("another %s is another virtualenv", (_what, [requirements, extra, image]) => {
  const own = virtualenvId("one", ["gunicorn==26.1.0"], "debian-13-x64");
  expect(virtualenvId(requirements, extra, image)).not.toBe(own);
});

test("the names are fit for a folder", () => {
  expect(releaseId(CONTENTS)).toMatch(/^[0-9a-f]{12}$/);
  expect(virtualenvId("", [], "")).toMatch(/^[0-9a-f]{12}$/);
});
