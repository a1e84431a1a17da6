import fc from "fast-check";
import { parseCidr } from "../../../components/settings/cidr";
import { messageOf } from "../app/project-folder";

describe("networks", () => {
  test.each([
    ["203.0.113.7/32", "203.0.113.7/32"],
    ["10.0.0.0/8", "10.0.0.0/8"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["::/0", "::/0"],
  ])("%s is %s", (text, cidr) => expect(parseCidr(text)).toBe(cidr));

  test.each([
    ["203.0.113.7", `"203.0.113.7" has no prefix length; write 203.0.113.7/32`],
    ["2001:db8::1", `"2001:db8::1" has no prefix length; write 2001:db8::1/128`],
    [
      "203.0.113.7/24",
      `"203.0.113.7/24" has bits set behind its prefix; write 203.0.113.0/24 for the network, or 203.0.113.7/32 for the one address`,
    ],
    [
      "2001:db8::1/64",
      `"2001:db8::1/64" has bits set behind its prefix; write 2001:db8::/64 for the network, or 2001:db8::1/128 for the one address`,
    ],
    ["203.0.113.7/33", `"203.0.113.7/33" has a prefix length that is not one of 0 to 32`],
    ["2001:db8::/129", `"2001:db8::/129" has a prefix length that is not one of 0 to 128`],
    ["203.0.113.0/", `"203.0.113.0/" has a prefix length that is not one of 0 to 32`],
    ["203.0.113.0/24/1", `"203.0.113.0/24/1" is not a network; write one such as 203.0.113.7/32`],
    ["home", `"home" is not a network; write one such as 203.0.113.7/32`],
    ["10.1/16", `"10.1/16" is not a network; write one such as 203.0.113.7/32`],
    ["fe80::1%eth0/64", `"fe80::1%eth0/64" is not a network; write one such as 203.0.113.7/32`],
  ])("%s is refused", (text, message) => expect(messageOf(() => parseCidr(text))).toBe(message));

  test("the network that a refusal proposes is taken", () => {
    const ip = fc.oneof(fc.ipV4(), fc.ipV6());
    fc.assert(
      fc.property(ip, fc.nat(), (address, number) => {
        const text = `${address}/${number % (address.includes(":") ? 129 : 33)}`;
        let network: string;
        try {
          network = parseCidr(text);
        } catch (error) {
          network = / write (\S+) for the network/.exec((error as Error).message)?.[1] ?? "none";
        }
        expect(parseCidr(network)).toBe(network);
      }),
    );
  });
});
