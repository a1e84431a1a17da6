import { spawn } from "node:child_process";
import { createServer, type AddressInfo, type Server as TcpServer } from "node:net";
import { join } from "node:path";
import { Server, type ServerChannel } from "ssh2";
import { openShell, runScript, type SshTarget } from "../../../components/remote/ssh";
import { TYPESCRIPT } from "../../../local/typescript";
import { ROOT } from "../../../scripts/lib/project";
import { ed25519Pair } from "../../support/ed25519";

// As on any host sshd has port 22, so each test has an address of the loopback network to itself.
let last = 1;
const servers: (Server | TcpServer)[] = [];
const login = ed25519Pair();
const hostKey = ed25519Pair();

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server | TcpServer): Promise<SshTarget> {
  const host = `127.9.${process.pid % 250}.${++last}`;
  await new Promise<void>((resolve) => {
    server.listen(22, host, resolve);
  });
  servers.push(server);
  expect((server.address() as AddressInfo).port).toBe(22);
  return {
    host,
    port: 22,
    user: "root",
    privateKey: login.private,
    hostKey: hostKey.public.trim(),
  };
}

/** A host whose sshd does `act` with a command, once all of its standard input is there. */
function sshd(act: (command: string, stdin: string, channel: ServerChannel) => void): Server {
  return new Server({ hostKeys: [hostKey.private] }, (client) => {
    client.on("error", () => undefined);
    client.on("authentication", (context) => {
      if (context.method === "publickey" && context.username === "root") context.accept();
      else context.reject(["publickey"]);
    });
    client.on("session", (accept) => {
      accept().on("exec", (acceptExec, _reject, { command }) => {
        const channel = acceptExec();
        let stdin = "";
        channel.on("data", (data: Buffer) => (stdin += data.toString()));
        channel.on("end", () => {
          act(command, stdin, channel);
        });
      });
    });
  });
}

describe("running a script by ssh", () => {
  test("sends it on standard input and resolves with what it printed", async () => {
    const target = await listen(
      sshd((command, stdin, channel) => {
        channel.stderr.write("not this");
        channel.write(`${command}|${stdin}`);
        channel.exit(0);
        channel.end();
      }),
    );
    await expect(runScript(target, "echo hello\n", 5000)).resolves.toBe(
      "bash -euo pipefail -s|echo hello\n",
    );
  });

  test("rejects where the script fails", async () => {
    const target = await listen(
      sshd((_command, _stdin, channel) => {
        channel.exit(3);
        channel.end();
      }),
    );
    await expect(runScript(target, "exit 3", 5000)).rejects.toThrow("the script ended with 3");
  });

  test("refuses a host with another key than the pinned one", async () => {
    let asked = 0;
    const target = await listen(sshd(() => (asked += 1)));
    const other = ed25519Pair().public.trim();
    await expect(runScript({ ...target, hostKey: other }, "true", 5000)).rejects.toThrow(
      "verification failed",
    );
    expect(asked).toBe(0);
  });

  test("rejects where the host answers nothing in time", async () => {
    const target = await listen(createServer((socket) => socket.on("error", () => undefined)));
    await expect(runScript(target, "true", 300)).rejects.toThrow("no answer within 0.3 seconds");
  });

  test("rejects where a script does not end in time", async () => {
    const target = await listen(sshd(() => undefined));
    await expect(runScript(target, "sleep 60", 1000)).rejects.toThrow("no answer within 1 seconds");
  });

  test.each([
    ["at once", ""],
    ["after its banner", "SSH-2.0-OpenSSH_9.2\r\n"],
  ])("rejects where the host closes the connection %s", async (_when, banner) => {
    const target = await listen(createServer((socket) => socket.end(banner)));
    await expect(runScript(target, "true", 3000)).rejects.toThrow(/./);
  });

  test("rejects where nobody listens", async () => {
    const target = {
      ...{ host: "127.9.0.1", port: 22, user: "root" },
      ...{ privateKey: login.private, hostKey: hostKey.public },
    };
    await expect(runScript(target, "true", 3000)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("a shell that waits for its script", () => {
  const echo = (): Server =>
    sshd((_command, stdin, channel) => {
      channel.write(stdin);
      channel.exit(0);
      channel.end();
    });

  test("runs it when it has it", async () => {
    const shell = openShell(await listen(echo()));
    await expect(shell.run("echo hello\n", 5000)).resolves.toBe("echo hello\n");
  });

  test("tells what went wrong before to whoever runs one", async () => {
    const target = await listen(createServer((socket) => socket.destroy()));
    const shell = openShell(target);
    await new Promise((resolve) => setImmediate(resolve));
    await expect(shell.run("true", 3000)).rejects.toThrow(/./);
  });

  test("keeps no process from its end", async () => {
    const target = await listen(echo());
    const file = join(ROOT, "components", "remote", "ssh.ts");
    const program = `require(${JSON.stringify(file)}).openShell(${JSON.stringify(target)})`;
    const child = spawn(process.execPath, [...TYPESCRIPT, "-e", program], { timeout: 20_000 });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(0);
  });
});
