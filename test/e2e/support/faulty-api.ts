import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { cloudEnvironment } from "../../../local/cloud";
import { ROOT } from "../../../scripts/lib/project";

/** The local cloud's API behind an address of its own, at which deletions can be made to fail. */
export class FaultyApi {
  readonly #server = createServer((asked, answer) => this.#answer(asked, answer));
  #status: number | undefined;

  /** An origin, as `DIGITALOCEAN_API_URL` holds it. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** With which status every deletion is answered; undefined: as the cloud does. */
  failWith(status: number | undefined): void {
    this.#status = status;
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  #answer(asked: IncomingMessage, answer: ServerResponse): void {
    if (asked.method === "DELETE" && this.#status !== undefined) {
      answer.writeHead(this.#status, { "content-type": "application/json" });
      answer.end(JSON.stringify({ id: "broken", message: "broken for a test" }));
      return;
    }
    const { hostname, port } = new URL(cloudEnvironment(ROOT).DIGITALOCEAN_API_URL);
    const { method, url, headers } = asked;
    const options = { hostname, port, method, path: url, headers: { ...headers, host: hostname } };
    const onward = request(options, (received) => {
      answer.writeHead(received.statusCode ?? 502, received.headers);
      received.pipe(answer);
    });
    onward.on("error", () => answer.destroy());
    asked.pipe(onward);
  }
}
