import { bindList, ownBinds } from "../../../components/serve/binds";

test.each(["nginx", "apache"] as const)("behind %s only this machine can connect", (webServer) => {
  expect(bindList(8001, true, webServer)).toEqual(["127.0.0.1:8001", "[::1]:8001"]);
  expect(bindList(8001, false, webServer)).toEqual(["127.0.0.1:8001"]);
});

test("without a web server everybody can, on port 80 whatever the setting is", () => {
  expect(bindList(8001, true, "none")).toEqual(["0.0.0.0:80", "[::]:80"]);
  expect(bindList(8001, false, "none")).toEqual(["0.0.0.0:80"]);
});

describe("a server that makes its sockets itself", () => {
  test("has one for all addresses: a second one on the same port would be refused", () => {
    expect(ownBinds(bindList(8000, true, "none"))).toEqual(["[::]:80"]);
  });

  test("has that of IPv4 where there is no other", () => {
    expect(ownBinds(bindList(8000, false, "none"))).toEqual(["0.0.0.0:80"]);
  });

  test.each([true, false])("has each loopback address by itself (IPv6: %s)", (ipv6) => {
    const binds = bindList(8000, ipv6, "nginx");
    expect(ownBinds(binds)).toEqual(binds);
    expect(ownBinds(["unix:/run/shop-preflight/socket"])).toHaveLength(1);
  });
});
