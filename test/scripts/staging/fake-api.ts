import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What a fake API answers: a status, and a body that is sent as JSON. */
export interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** An API on loopback whose answers a test makes, and which keeps what it was asked. */
export class FakeApi {
  readonly asked: string[] = [];
  readonly #server: Server;

  /** @param answer by the method and path, `GET /v2/account`, and how often that was asked before */
  constructor(answer: (request: string, before: number) => Answer) {
    this.#server = createServer((request, response) => {
      let text = "";
      request.setEncoding("utf8").on("data", (data: string) => (text += data));
      request.on("end", () => {
        const line = `${request.method} ${request.url}`;
        const { status, body, headers } = answer(
          line,
          this.asked.filter((one) => one.startsWith(line)).length,
        );
        this.asked.push(text === "" ? line : `${line} ${text}`);
        response.writeHead(status, { "content-type": "application/json", ...headers });
        response.end(body === undefined ? undefined : JSON.stringify(body));
      });
    });
  }

  start(): Promise<void> {
    return new Promise((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
