import { connect } from "node:net";
import { Client, type ClientChannel, type ServerHostKeyAlgorithm } from "ssh2";
import { hostKeyAlgorithms } from "./host-key";
import { asRoot } from "./root";

/** Where and as whom; the host key is pinned, `ssh-ed25519 AAAA…`. */
export interface SshTarget {
  host: string;
  port: number;
  /** Whoever is not root has to be let by sudo. */
  user: string;
  privateKey: string;
  hostKey: string;
}

/** How long a host may take to let somebody in. */
const CONNECT_MS = 10_000;

/** A shell of root's on a host, which waits for the one script that it shall run. */
export interface Shell {
  /** See `runScript`; a second call fails. */
  run(text: string, timeoutMs: number): Promise<string>;
}

/**
 * Runs a script as root on the host, by standard input, and resolves with what it printed.
 * For readings: what changes a host is a step of the stack, not this.
 *
 * @param timeoutMs bound of the whole call; a host that is off is given up earlier
 * @throws if the host does not answer in time, shows another key, or the script fails
 */
export function runScript(target: SshTarget, text: string, timeoutMs: number): Promise<string> {
  return openShell(target).run(text, timeoutMs);
}

/**
 * Logs in, for a script that is to be run later: it need not wait for the login then. What goes wrong
 * is told to whoever runs the script, and a shell that nobody uses keeps no process from its end.
 */
export function openShell(target: SshTarget): Shell {
  const socket = connect(target.port, target.host).unref();
  const client = new Client();
  const lost = new Promise<never>((_, reject) => {
    client
      .on("error", reject)
      // Of no effect where the script has ended; else the other side hung up without a word.
      .on("close", () => {
        reject(new Error("the connection was closed"));
      });
  });
  const opened = new Promise<ClientChannel>((resolve, reject) => {
    client.on("ready", () => {
      client.exec(asRoot(target.user, "bash -euo pipefail -s"), (error, channel) => {
        if (error) reject(error);
        else resolve(channel);
      });
    });
  });
  for (const promise of [lost, opened]) promise.catch(() => undefined);
  const [, pinned = ""] = target.hostKey.split(" ");
  client.connect({
    sock: socket,
    username: target.user,
    privateKey: target.privateKey,
    readyTimeout: CONNECT_MS,
    algorithms: {
      serverHostKey: hostKeyAlgorithms(target.hostKey) as ServerHostKeyAlgorithm[],
    },
    hostVerifier: (key: Buffer) => key.toString("base64") === pinned,
  });
  return {
    run(text, timeoutMs) {
      socket.ref();
      const ran = opened.then((channel) => printedBy(channel, text));
      return withinTime(Promise.race([ran, lost]), timeoutMs).finally(() => client.destroy());
    },
  };
}

function printedBy(channel: ClientChannel, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    let complaint = "";
    channel
      .on("data", (data: Buffer) => (output += data.toString()))
      .on("close", (code: number | null) => {
        if (code === 0) resolve(output);
        else reject(new Error(`the script ended with ${code ?? "a signal"}: ${complaint}`));
      });
    // Its last line says why.
    channel.stderr.on("data", (data: Buffer) => {
      complaint = data.toString().trim().split("\n").at(-1) ?? "";
    });
    channel.end(text);
  });
}

async function withinTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${milliseconds / 1000} seconds`));
    }, milliseconds);
  });
  return Promise.race([promise, late]).finally(() => {
    clearTimeout(timer);
  });
}
