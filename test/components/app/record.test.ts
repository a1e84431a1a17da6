import { createHash } from "node:crypto";
import { recordDigest, renderRecord, type SiteRecord } from "../../../components/app/record";
import { bash } from "../../support/bash";

const RECORD: SiteRecord = {
  release: "0123456789ab",
  source: "50".repeat(32),
  virtualenv: "ba9876543210",
  settings: "5e".repeat(32),
  secrets: "5c".repeat(32),
  texts: [
    {
      kind: "service",
      digest: "d1".repeat(32),
      mode: "0644",
      owner: "root:root",
      path: "/etc/systemd/system/shop.service",
    },
    {
      kind: "gunicorn",
      digest: "d2".repeat(32),
      mode: "0640",
      owner: "root:shop",
      path: "/etc/opt/shop/gunicorn.conf.py",
    },
  ],
};

test("a record has a line a thing, with the place of what is installed", () => {
  expect(renderRecord(RECORD).replace(/([0-9a-f]{2})\1{31}/g, "<$1…>")).toMatchInlineSnapshot(`
    "release 0123456789ab
    source <50…>
    virtualenv ba9876543210
    settings <5e…>
    secrets <5c…>
    service <d1…> 0644 root:root /etc/systemd/system/shop.service
    gunicorn <d2…> 0640 root:shop /etc/opt/shop/gunicorn.conf.py"
  `);
});

test("its digest is that of the file on the host, which ends with a line break", () => {
  const text = renderRecord(RECORD);
  const { stdout } = bash(`printf '%s\\n' '${text}' | sha256sum`);
  expect(stdout.split(" ")[0]).toBe(recordDigest(text));
  expect(recordDigest(text)).toBe(createHash("sha256").update(`${text}\n`).digest("hex"));
});
