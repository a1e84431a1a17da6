import { renderEnvironment, renderResolvConf } from "../../../local/hosts/boot/site";

test("a reachable resolver is taken as it is", () => {
  const etc = "# made by hand\nnameserver 192.0.2.53\nsearch example.com\n";
  expect(renderResolvConf(etc, undefined)).toBe("nameserver 192.0.2.53\nsearch example.com\n");
});

test("behind a stub on loopback stand the real servers", () => {
  const uplink = "nameserver 192.0.2.1\nnameserver fe80::1%eth0\nsearch lan\n";
  const stub = "nameserver 127.0.0.53\noptions edns0\n";
  expect(renderResolvConf(stub, uplink)).toBe("nameserver 192.0.2.1\nsearch lan\n");
});

test("a resolver on loopback alone leaves no server", () => {
  expect(renderResolvConf("nameserver 127.0.0.1\nnameserver ::1\n", undefined)).toBe("");
});

test("proxy settings go in, in either case, and nothing else does", () => {
  const env = { https_proxy: "http://p:1", NO_PROXY: "a,b", http_proxy: "", TOKEN: "secret" };
  expect(renderEnvironment(env)).toBe('NO_PROXY="a,b"\nhttps_proxy="http://p:1"\n');
});
