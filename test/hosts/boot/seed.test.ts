import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderSeed, writeSeed } from "../../../local/hosts/boot/seed";

const spec = { id: 12, name: "web-1", authorizedKeys: ["ssh-ed25519 AAAA me", "ssh-rsa BBBB"] };

test("meta data is YAML that holds the id, the name and root's keys", () => {
  expect(renderSeed(spec)["meta-data"]).toBe(
    '{"instance-id":"12","local-hostname":"web-1","public-keys":["ssh-ed25519 AAAA me","ssh-rsa BBBB"]}\n',
  );
});

test("user data is handed on as it is, an empty one is a valid one", () => {
  const userData = "#!/bin/sh\necho 'a: b' # \u00e9\n";
  expect(renderSeed({ ...spec, userData })["user-data"]).toBe(userData);
  expect(renderSeed(spec)["user-data"]).toBe("#cloud-config\n{}\n");
});

test("only root reads the seed, for it may hold a private key", async () => {
  const folder = mkdtempSync(join(tmpdir(), "seed-"));
  const seed = join(folder, "seed");
  await writeSeed(seed, { ...spec, userData: "secret" });
  expect(readFileSync(join(seed, "user-data"), "utf8")).toBe("secret");
  expect(statSync(seed).mode & 0o777).toBe(0o700);
  expect(statSync(join(seed, "user-data")).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});
