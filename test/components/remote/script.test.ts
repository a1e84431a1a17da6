import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hostFile, script } from "../../../components/remote/script";

const FOLDER = join(__dirname, "..", "..", "..", "scripts", "host");

function part(name: string): string {
  return readFileSync(join(FOLDER, name), "utf8");
}

describe("a converge script", () => {
  test("is its parameters, the shared functions and its parts, in this order", () => {
    expect(script(["apt", "web"], { CATCH_ALL: "it's", A: ["1", "2"] })).toBe(
      `A='1\n2'\nCATCH_ALL='it'\\''s'\n${part("lib.sh")}\n${part("apt.sh")}\n${part("web.sh")}`,
    );
  });

  test("cannot be made of a part that is not there", () => {
    expect(() => script(["nothing"], {})).toThrow("nothing.sh");
  });

  // A parameter stands before lib.sh, which would overwrite one of its own names.
  test.each(["STATE", "LOGS"])("lib.sh itself sets %s, so it is no parameter's name", (name) => {
    expect(part("lib.sh")).toMatch(new RegExp(`^${name}=`, "m"));
    const parts = readdirSync(FOLDER).filter((file) => file.endsWith(".sh") && file !== "lib.sh");
    for (const file of parts) expect(part(file)).not.toMatch(new RegExp(`^${name}=`, "m"));
  });
});

test("a helper for the host is handed over byte by byte", () => {
  expect(hostFile("django-droplet-stage")).toBe(part("django-droplet-stage"));
});
