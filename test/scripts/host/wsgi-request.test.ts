import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { hostFile } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  mkdirSync(join(folder, "shop"));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** One request to a project with this wsgi.py. */
function request(wsgi: string): Ran {
  writeFileSync(join(folder, "shop", "wsgi.py"), wsgi);
  const { status, stdout, stderr } = spawnSync(
    "/usr/bin/python3",
    ["-c", hostFile("wsgi_request.py"), "shop", "[2001:db8::10]"],
    { encoding: "utf8", env: { PYTHONPATH: folder } },
  );
  return { code: status, stdout, stderr };
}

const answering = (status: string): string => `
def application(environ, start_response):
    start_response(${JSON.stringify(status)}, [("Content-Type", "text/plain")])
    return [b"body"]
`;

test.each(["200 OK", "302 Found", "404 Not Found", "401 Unauthorized"])("%s is fit", (status) => {
  expect(request(answering(status))).toMatchObject({ code: 0, stderr: "" });
});

test.each(["500 Internal Server Error", "503 Service Unavailable", "400 Bad Request"])(
  "%s is not",
  (status) => {
    const { code, stderr } = request(answering(status));
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `GET / is answered with ${status.slice(0, 3)}\n`,
    });
  },
);

test("the request is one that a server would make, by the site's own name", () => {
  const { code, stderr } = request(`
from wsgiref.validate import validator

def answer(environ, start_response):
    wanted = {"REQUEST_METHOD": "GET", "PATH_INFO": "/", "HTTP_HOST": "[2001:db8::10]", "REMOTE_ADDR": "127.0.0.1"}
    assert wanted.items() <= environ.items(), environ
    assert environ["wsgi.input"].read(1) == b""
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"body"]

# Of the specification: that it is a list, and that both ends keep to it.
application = validator(answer)
`);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
});

test("a body is read to its end and closed, and what goes wrong in it counts", () => {
  const body = (end: string): string => `
import sys

class Body:
    def __iter__(self):
        yield b"one"
        ${end}
    def close(self):
        print("closed", file=sys.stderr)

def application(environ, start_response):
    write = start_response("200 OK", [])
    write(b"zero")
    return Body()
`;
  expect(request(body('yield b"two"'))).toMatchObject({ code: 0, stderr: "closed\n" });
  const { code, stderr } = request(body('raise RuntimeError("in the body")'));
  expect(code).toBe(1);
  expect(stderr).toContain("RuntimeError: in the body");
});

test("a generator may answer as late as it likes, and change its mind before the first byte", () => {
  const { code, stderr } = request(`
import sys

def application(environ, start_response):
    start_response("200 OK", [])
    try:
        raise ValueError("late")
    except ValueError:
        start_response("500 Internal Server Error", [], sys.exc_info())
    yield b""
`);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "GET / is answered with 500\n" });
});

test.each([
  [
    "raises",
    "def application(environ, start_response):\n    raise KeyError('SETTING')\n",
    "SETTING",
  ],
  ["never answers", "def application(environ, start_response):\n    return []\n", "Error"],
  ["cannot be imported", "import no_such_module\n", "no_such_module"],
  ["has no application", "", "application"],
])("a project that %s is not fit, and says why", (_how, wsgi, message) => {
  const { code, stderr } = request(wsgi);
  expect(code).toBe(1);
  expect(stderr).toContain(message);
});
