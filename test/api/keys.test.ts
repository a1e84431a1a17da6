import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { items, KEY, testApi } from "./harness";
import { temporaryFolder } from "./temporary";

test("is made, shown by id and by fingerprint, renamed and deleted", async () => {
  const { call } = testApi();
  const { status, body } = await call("POST", "/v2/account/keys", {
    name: "mine",
    public_key: `${KEY}\n`,
  });
  expect(status).toBe(201);
  expect(body["ssh_key"]).toEqual({
    id: 101,
    name: "mine",
    public_key: KEY,
    fingerprint: "81:b0:14:04:bb:d1:35:88:ab:fd:bf:c4:a1:e7:a2:6a",
  });
  const byPrint = `/v2/account/keys/${String(body["ssh_key"]?.["fingerprint"])}`;
  for (const path of ["/v2/account/keys/101", byPrint]) {
    expect((await call("GET", path)).body).toEqual(body);
  }
  const renamed = await call("PUT", byPrint, { name: "other" });
  expect([renamed.status, renamed.body["ssh_key"]?.["name"]]).toEqual([200, "other"]);
  const list = await call("GET", "/v2/account/keys");
  expect(items(list.body["ssh_keys"])).toEqual([renamed.body["ssh_key"]]);
  expect((await call("DELETE", "/v2/account/keys/101")).status).toBe(204);
  expect((await call("GET", byPrint)).status).toBe(404);
});

test.each(["ed25519", "ecdsa", "rsa"])(
  "the fingerprint of a %s key is ssh-keygen's",
  async (type) => {
    const path = join(temporaryFolder(), "key");
    execFileSync("ssh-keygen", ["-q", "-t", type, "-N", "", "-f", path]);
    const told = execFileSync("ssh-keygen", ["-l", "-E", "md5", "-f", path], { encoding: "utf8" });
    const { call } = testApi();
    const { body } = await call("POST", "/v2/account/keys", {
      name: type,
      public_key: readFileSync(`${path}.pub`, "utf8"),
    });
    expect(told).toContain(`MD5:${String(body["ssh_key"]?.["fingerprint"])} `);
  },
);

test("the same key under another name is refused", async () => {
  const { call } = testApi();
  await call("POST", "/v2/account/keys", { name: "mine", public_key: KEY });
  const again = await call("POST", "/v2/account/keys", {
    name: "again",
    public_key: KEY.replace("me@here", ""),
  });
  expect([again.status, again.body["message"]]).toEqual([
    422,
    "SSH Key is already in use on your account",
  ]);
});

test.each([
  "",
  "ssh-ed25519",
  "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIJ4TyN3yoYIfx9HHmCz6EQgJ8rDPDqIM4jkBRV9ciNcY",
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5",
  "-----BEGIN OPENSSH PRIVATE KEY-----",
])("fails on the key %j", async (publicKey) => {
  const { call } = testApi();
  const { status, body } = await call("POST", "/v2/account/keys", {
    name: "k",
    public_key: publicKey,
  });
  expect([status, body["message"]]).toEqual([
    422,
    "Key invalid, key should be of the format `type key [comment]`",
  ]);
});

test("fails on what is not there", async () => {
  const { call } = testApi();
  expect((await call("GET", "/v2/account/keys/7")).status).toBe(404);
  expect((await call("PUT", "/v2/account/keys/7", { name: "n" })).status).toBe(404);
  expect((await call("DELETE", "/v2/account/keys/7")).status).toBe(404);
  expect((await call("POST", "/v2/account/keys", { name: "", public_key: KEY })).status).toBe(422);
});
