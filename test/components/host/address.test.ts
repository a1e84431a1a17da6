import ipaddr from "ipaddr.js";
import fc from "fast-check";
import { shortIpv6, urlHosts } from "../../../components/host/address";

describe("an IPv6 address in its short form", () => {
  // RFC 5952: lower case, the longest run of zeros cut, the first of equals, never a single one.
  test.each([
    ["2001:0DB8:0000:0000:0000:0000:0000:0010", "2001:db8::10"],
    ["2604:a880:0800:0010:0000:0000:0001:2001", "2604:a880:800:10::1:2001"],
    ["2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"],
    ["2001:0:0:1:0:0:0:1", "2001:0:0:1::1"],
    ["2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    ["2001:db8::A", "2001:db8::a"],
    ["", ""],
  ])("%j is %j", (address, short) => expect(shortIpv6(address)).toBe(short));

  test("is the same address, and its own short form", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const short = shortIpv6(address);
        expect(ipaddr.parse(short).toByteArray()).toEqual(ipaddr.parse(address).toByteArray());
        expect(shortIpv6(short)).toBe(short);
        expect(short).toBe(short.toLowerCase());
      }),
    );
  });
});

test("hosts of a URL: IPv4 first, IPv6 in brackets, and only if there is one", () => {
  expect(urlHosts("203.0.113.10", "2001:db8::10")).toEqual(["203.0.113.10", "[2001:db8::10]"]);
  expect(urlHosts("203.0.113.10", "")).toEqual(["203.0.113.10"]);
});
