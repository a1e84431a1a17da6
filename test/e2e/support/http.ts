import { Agent, request, type IncomingHttpHeaders } from "node:http";

/** An answer; a body is text. */
export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** Whether the connection had carried a request before. */
  reusedSocket: boolean;
}

/** What a request may have beside its URL. */
export interface RequestOptions {
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** @default a connection of its own, closed after the answer */
  agent?: Agent;
  timeoutMs?: number;
}

/** A connection that broke before the answer was whole. */
export class BrokenConnection extends Error {
  override readonly name = "BrokenConnection";

  constructor(
    readonly code: string,
    readonly reusedSocket: boolean,
  ) {
    super(code);
  }
}

/** One request, whatever its answer's status is; `fetch` would not let a test choose the Host. */
export function send(url: string, options: RequestOptions = {}): Promise<Answer> {
  const { method = "GET", headers = {}, body, agent, timeoutMs = 10_000 } = options;
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      headers,
      agent: agent ?? new Agent({ keepAlive: false }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const broken = (error: NodeJS.ErrnoException) =>
      reject(new BrokenConnection(error.code ?? error.message, call.reusedSocket));
    call.on("error", broken);
    call.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (data: string) => (text += data));
      response.on("error", broken);
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: text,
          reusedSocket: call.reusedSocket,
        }),
      );
    });
    call.end(body);
  });
}

/** The status of a page, or why there is none: `200`, `ECONNREFUSED`. */
export async function statusOf(url: string, headers: Record<string, string> = {}) {
  return send(url, { headers }).then(
    ({ status }) => status,
    (error: unknown) => (error instanceof BrokenConnection ? error.code : Promise.reject(error)),
  );
}

/** The text of the page's first heading: how tests tell one release from another. */
export function headingOf(body: string): string {
  return /<h1>(.*?)<\/h1>/s.exec(body)?.[1] ?? "no heading";
}

/** The heading of the page at a URL. @throws unless the answer is 200 */
export async function heading(url: string, headers: Record<string, string> = {}): Promise<string> {
  const { status, body } = await send(url, { headers });
  if (status !== 200) throw new Error(`${url} answers ${status}: ${body.slice(0, 300)}`);
  return headingOf(body);
}
