import { once } from "node:events";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

interface Note {
  id: number;
  author: { id: number };
  body: string;
}

const NOTES = "/projects/3/merge_requests/7/notes";
const OURS = { id: 50 };

/** GitLab's API, so far as scripts/ci use it: the notes of one merge request. */
export class FakeGitLab {
  notes: Note[] = [];
  readonly token = "glpat-of-the-project";
  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<FakeGitLab> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const fake = new FakeGitLab(server, `http://127.0.0.1:${port}`);
    server.on("request", (request, response) => {
      void fake.answer(request).then(([status, body]) => {
        response.writeHead(status).end(JSON.stringify(body));
      });
    });
    return fake;
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(request: IncomingMessage): Promise<[number, unknown]> {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    const body = new URLSearchParams(await textOf(request)).get("body") ?? "";
    if (request.headers["private-token"] !== this.token) return [401, {}];
    const id = Number(pathname.slice(NOTES.length + 1));
    switch (`${request.method ?? ""} ${id > 0 ? NOTES + "/ID" : pathname}`) {
      case "GET /user":
        return [200, OURS];
      case `GET ${NOTES}`: {
        const [size = 0, page = 0] = ["per_page", "page"].map((name) =>
          Number(searchParams.get(name)),
        );
        return [200, this.notes.slice(size * (page - 1), size * page)];
      }
      case `POST ${NOTES}`:
        this.notes.push({ id: 1000 + this.notes.length, author: OURS, body });
        return [201, this.notes.at(-1)];
      case `PUT ${NOTES}/ID`:
        for (const note of this.notes.filter((each) => each.id === id)) note.body = body;
        return [200, {}];
      default:
        return [404, {}];
    }
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
