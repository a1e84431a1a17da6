import { createHash } from "node:crypto";
import { FakeHost } from "../../support/fake-host";

const SITE = "/var/lib/django-droplet/sites/shop";
const TEXT = "[Unit]\nDescription=It's a text, with no end of line";
const SHA256 = createHash("sha256").update(TEXT).digest("hex");
const HMAC = "ab".repeat(32);

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

function files(): string {
  return host.sh(`cd ${SITE}/staged 2>/dev/null && find . -type f -printf '%m %U:%G %f\\n' | sort`);
}

describe("a text that is staged", () => {
  test("is kept under its digest, byte by byte, for root alone", () => {
    expect(host.stage("shop/service", `sha256:${SHA256}`, TEXT)).toEqual({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(files()).toBe(`600 0:0 ${SHA256}`);
    expect(host.sh(`sha256sum <${SITE}/staged/${SHA256}`)).toBe(`${SHA256}  -`);
    expect(host.sh(`stat -c %a ${SITE} ${SITE}/staged`)).toBe("700\n700");
  });

  test("may be staged again", () => {
    host.stage("shop/service", `sha256:${SHA256}`, TEXT);
    expect(host.stage("shop/service", `sha256:${SHA256}`, TEXT).code).toBe(0);
    expect(files()).toBe(`600 0:0 ${SHA256}`);
  });

  test.each([
    ["damaged", TEXT.replace("text", "test")],
    ["cut", TEXT.slice(0, -1)],
    ["longer", `${TEXT}\n`],
    ["not there at all", ""],
  ])("and arrives %s is refused, and nothing is left of it", (_how, text) => {
    const { code, stderr } = host.stage("shop/service", `sha256:${SHA256}`, text);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "django-droplet-stage: shop/service: the text arrived damaged: run pulumi up again\n",
    });
    expect(files()).toBe("");
  });

  test("does not take away the one of the same name that is there", () => {
    host.stage("shop/service", `sha256:${SHA256}`, TEXT);
    expect(host.stage("shop/service", `sha256:${SHA256}`, "damaged").code).toBe(1);
    expect(host.sh(`cat ${SITE}/staged/${SHA256}`)).toBe(TEXT);
  });

  test.each([
    ["a short digest", `sha256:${SHA256.slice(1)}`],
    ["a path", "sha256:../../../etc/passwd"],
    ["nothing", "sha256:"],
  ])("under %s is refused", (_what, digest) => {
    const { code, stderr } = host.stage("shop/service", digest, TEXT);
    expect(code).toBe(1);
    expect(stderr).toContain("is not a digest");
    expect(files()).toBe("");
  });

  test("under another kind of digest is refused", () => {
    expect(host.stage("shop/service", `md5:${SHA256}`, TEXT).stderr).toBe(
      "django-droplet-stage: shop/service: 'md5' is neither sha256 nor hmac\n",
    );
    expect(files()).toBe("");
  });
});

describe("a secret that is staged", () => {
  const secret = '{"secretKey":"é"}\n';

  test("is kept under the HMAC that it is called by, which the host cannot check", () => {
    expect(
      host.stage("shop/secrets", `hmac:${HMAC}:${Buffer.byteLength(secret)}`, secret).code,
    ).toBe(0);
    expect(files()).toBe(`600 0:0 ${HMAC}`);
    expect(host.sh(`cat ${SITE}/staged/${HMAC}`)).toBe(secret.trimEnd());
  });

  test.each([
    ["its length in bytes is another", `${secret.length}`],
    ["no length is given", ""],
  ])("is refused where %s, and the message does not hold it", (_why, length) => {
    const { code, stdout, stderr } = host.stage("shop/secrets", `hmac:${HMAC}:${length}`, secret);
    expect(code).toBe(1);
    expect(stderr).toContain("arrived damaged");
    expect(stdout + stderr).not.toContain("secretKey");
    expect(files()).toBe("");
  });
});
