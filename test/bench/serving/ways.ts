import { HTTP_PORT, type Choice, type Combination } from "../../../components/serve/choices";
import {
  BY_HAND_NGINX_PORT,
  BY_HAND_PORT,
  chapterUnit,
  rawGunicorn,
  type HandMade,
} from "./hand-made";

/** One way to serve the example, and where it is asked. */
export interface Way {
  readonly name: string;
  /** What the stack has to be. */
  readonly choice: Choice;
  /** What runs on its host in place of its own service. */
  readonly instead?: HandMade;
  readonly port: number;
  readonly path: string;
}

/** Small, and the same that the page itself needs. */
const FILE = "/static/guestbook/style.css";

/**
 * All that is measured: every pair of application server and web server that the table allows, each
 * under the supervisor that it names first, since what starts the processes is in no request's way.
 * After the first, the default, comes what runs from its virtualenv.
 */
export function ways(combinations: readonly Combination[]): Way[] {
  const [first, ...others] = combinations.flatMap(choicesOf).map((choice): Way => ({
    name: `${choice.appServer} + ${choice.webServer}`,
    choice,
    port: HTTP_PORT,
    path: "/",
  }));
  if (!first) throw new Error("the table of combinations is empty");
  return [
    // Shows how far the load tool and the network go: what is slower is limited by its server.
    { ...first, name: `static file through ${first.choice.webServer}`, path: FILE },
    { ...first, name: `${first.name} (the defaults)` },
    { ...first, name: "raw gunicorn on loopback", instead: rawGunicorn, port: BY_HAND_PORT },
    { ...first, name: "the chapter's unit", instead: chapterUnit, port: BY_HAND_PORT },
    {
      ...first,
      name: "the chapter's unit + nginx",
      instead: chapterUnit,
      port: BY_HAND_NGINX_PORT,
    },
    ...others,
  ];
}

function choicesOf({ appServer, webServers, supervisors }: Combination): Choice[] {
  const [supervisor] = supervisors;
  if (supervisor === undefined) return [];
  return webServers.map((webServer) => ({ appServer, webServer, supervisor }));
}
