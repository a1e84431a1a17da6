import fc from "fast-check";
import { parseDomain } from "../../../components/settings/domain";
import { messageOf } from "../app/project-folder";

describe("domain", () => {
  test.each([
    ["www.example.com", "www.example.com"],
    ["Example.ORG", "example.org"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    ["a-b.c1.example", "a-b.c1.example"],
  ])("%s is %s", (text, domain) => expect(parseDomain(text)).toBe(domain));

  test.each([
    [
      "https://Example.com/shop",
      `"https://Example.com/shop" has a scheme, port or path; give the name alone: example.com`,
    ],
    [
      "example.com:8000",
      `"example.com:8000" has a scheme, port or path; give the name alone: example.com`,
    ],
    ["example.com.", `"example.com." ends with a dot; write example.com`],
    [
      "bücher.example",
      `"bücher.example" has letters outside ASCII; write it as xn--bcher-kva.example`,
    ],
    [
      "203.0.113.7",
      `"203.0.113.7" is an address; leave domain unset: the site then answers by address`,
    ],
    [
      "2001:db8::1",
      `"2001:db8::1" is an address; leave domain unset: the site then answers by address`,
    ],
    ["localhost", `"localhost" is not a domain name; give one such as www.example.com`],
    ["my site.com", `"my site.com" is not a domain name; give one such as www.example.com`],
    ["*.example.com", `"*.example.com" is not a domain name; give one such as www.example.com`],
    ["-a.example.com", `"-a.example.com" is not a domain name; give one such as www.example.com`],
    ["a_b.example.com", `"a_b.example.com" is not a domain name; give one such as www.example.com`],
    ["1.2.3", `"1.2.3" is not a domain name; give one such as www.example.com`],
    [
      'a"; return 200; #.example.com',
      `"a\\"; return 200; #.example.com" is not a domain name; give one such as www.example.com`,
    ],
  ])("%s is refused", (text, message) => expect(messageOf(() => parseDomain(text))).toBe(message));

  test("what is taken needs no quoting anywhere", () => {
    fc.assert(
      fc.property(fc.domain(), (text) => {
        expect(parseDomain(text)).toMatch(/^[a-z0-9.-]+$/);
      }),
    );
  });
});
