import { spawnSync } from "node:child_process";
import { createServer, type AddressInfo, type Server } from "node:net";
import { once } from "node:events";
import { hostFile } from "../../../components/remote/script";
import type { Ran } from "../../support/bash";

/** Says which sockets it was handed, as a server finds them: sd_listen_fds(3). */
const SERVER = `
import json, os, socket
sockets = [socket.socket(fileno=3 + number) for number in range(int(os.environ["LISTEN_FDS"]))]
print(json.dumps({
    "mine": os.environ["LISTEN_PID"] == str(os.getpid()),
    "hosts": [each.getsockname()[0] for each in sockets],
    "ports": [each.getsockname()[1] for each in sockets],
    "listening": [each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN) for each in sockets],
    "alone": [each.getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) for each in sockets
              if each.family == socket.AF_INET6],
}))`;

/** @param before Python that runs in the same process first */
function listen(addresses: readonly string[], before = ""): Ran {
  const text = `${before}\n${hostFile("listen.py")}`;
  const command = ["--", "/usr/bin/python3", "-c", SERVER];
  const { status, stdout, stderr } = spawnSync(
    "/usr/bin/python3",
    ["-IS", "-c", text, ...addresses, ...command],
    { encoding: "utf8" },
  );
  return { code: status, stdout, stderr };
}

test("the server gets all sockets in their order, IPv6's for IPv6 alone", () => {
  const { code, stdout, stderr } = listen(["127.0.0.1:0", "[::1]:0", "127.0.0.2:0"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(JSON.parse(stdout)).toMatchObject({
    mine: true,
    hosts: ["127.0.0.1", "::1", "127.0.0.2"],
    listening: [1, 1, 1],
    alone: [1],
  });
});

describe("a port that another one has", () => {
  let server: Server;
  let address: string;

  beforeEach(async () => {
    server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterEach(() => server.close());

  test("for good is a start that failed, in a line, before supervisor takes it for a success", () => {
    expect(listen([address])).toEqual({
      code: 1,
      stdout: "",
      stderr: `${address}: Address already in use\n`,
    });
    const [, patience] = /^PATIENCE = ([\d.]+)$/m.exec(hostFile("listen.py")) ?? [];
    expect(Number(patience)).toBeLessThan(2);
  });
});

test("a port that another one is about to let go of is waited for", () => {
  // The one who has it is the process itself, and lets go of it as soon as that waits.
  const before = `
import socket, time
held = socket.create_server(("127.0.0.1", 0))
port = held.getsockname()[1]
import sys
sys.argv[1] += str(port)
time.sleep = lambda seconds: held.close()`;
  const { code, stdout } = listen(["127.0.0.1:"], before);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ hosts: ["127.0.0.1"], listening: [1] });
});

test("an address that the machine does not have is no reason to wait", () => {
  const noTime = "import time\ndef fail(seconds): raise AssertionError\ntime.sleep = fail";
  expect(listen(["198.51.100.1:0"], noTime)).toEqual({
    code: 1,
    stdout: "",
    stderr: "198.51.100.1:0: Cannot assign requested address\n",
  });
});
