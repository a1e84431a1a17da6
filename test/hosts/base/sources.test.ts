import { DEBIAN_MIRRORS, mirrorsFrom, renderSources } from "../../../local/hosts/base/sources";

test("deb822 sources name the mirrors", () => {
  const sources = [
    "Types: deb\nURIs: http://mirror.example/debian/\nSuites: bookworm bookworm-updates\n",
    "Types: deb\nURIs: http://mirror.example/debian-security\nSuites: bookworm-security\n",
  ];
  expect(mirrorsFrom(sources)).toEqual({
    archive: "http://mirror.example/debian",
    security: "http://mirror.example/debian-security",
  });
});

test("one-line sources name them too, and comments do not", () => {
  const sources = [
    "# deb http://old.example/debian stretch main",
    "deb [arch=amd64 signed-by=/k.gpg] https://mirror.example/debian trixie main",
    "deb https://packages.example/node_20.x nodistro main",
  ].join("\n");
  expect(mirrorsFrom([sources])).toEqual({
    archive: "https://mirror.example/debian",
    security: DEBIAN_MIRRORS.security,
  });
});

test("a machine that is not Debian's uses Debian's own mirrors", () => {
  expect(mirrorsFrom(["deb http://archive.ubuntu.com/ubuntu noble main"])).toEqual(DEBIAN_MIRRORS);
});

test("a host's sources name its own release, whatever the machine runs", () => {
  expect(renderSources("trixie", DEBIAN_MIRRORS)).toMatchInlineSnapshot(`
    "Types: deb
    URIs: http://deb.debian.org/debian
    Suites: trixie trixie-updates
    Components: main
    Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

    Types: deb
    URIs: http://deb.debian.org/debian-security
    Suites: trixie-security
    Components: main
    Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
    "
  `);
});
