import { siteTexts } from "../../../components/app/texts";
import { CONFINEMENT, SITE } from "../../support/site";

/** The kinds of text that two settings of a site make different. */
function changed(
  one: Partial<typeof SITE>,
  other: Partial<typeof SITE>,
  ipv6 = [true, true],
): string[] {
  const [first, second] = [one, other].map((change, index) =>
    siteTexts({ ...SITE, ...change }, CONFINEMENT, ipv6[index] ?? true),
  );
  return (first ?? [])
    .filter((text, index) => text.text !== second?.[index]?.text)
    .map(({ kind }) => kind);
}

describe("the texts of a site", () => {
  test("are installed here, with these owners and modes", () => {
    const places = siteTexts(SITE, CONFINEMENT, true).map(({ kind, mode, owner, path }) =>
      [kind, mode, owner, path].join(" "),
    );
    expect(places).toEqual([
      "service 0644 root:root /etc/systemd/system/shop-unit.service",
      "socket 0644 root:root /etc/systemd/system/shop-unit.socket",
      "gunicorn 0640 root:shop-user /etc/opt/shop/gunicorn.conf.py",
      "nginx 0644 root:root /etc/nginx/sites-available/shop",
      "logrotate 0644 root:root /etc/logrotate.d/shop",
    ]);
  });

  test.each([
    ["workers", {}, { workers: 7 }, ["service"]],
    ["domain", {}, { domain: "www.example.com" }, ["nginx"]],
    ["port", {}, { port: 8001 }, ["service", "socket", "nginx"]],
    ["unit's name", {}, { unit: "web" }, ["service", "socket", "logrotate"]],
  ])("another %s changes only the texts that have it", (_what, one, other, kinds) => {
    expect(changed(one, other)).toEqual(kinds);
  });

  test("IPv6 changes only the texts that name an address to listen on", () => {
    expect(changed({}, {}, [true, false])).toEqual(["service", "socket", "nginx"]);
  });

  test("hold no address but loopback, wildcards and the metadata service's", () => {
    for (const { kind, text } of siteTexts(SITE, CONFINEMENT, true)) {
      const addresses = text.match(/\b\d+\.\d+\.\d+\.\d+\b/g) ?? [];
      expect([
        kind,
        addresses.filter((each) => !/^(127\.0\.0\.1|169\.254\.169\.254)$/.test(each)),
      ]).toEqual([kind, []]);
    }
  });
});
