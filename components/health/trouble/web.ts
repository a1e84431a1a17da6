import type { Serving } from "../../serve/serving";
import type { SiteReport } from "../report";
import { REPAIR, type Trouble } from "./trouble";

const CHECKS = { nginx: "nginx -t", apache: "apache2ctl configtest" };

/** What is wrong with the web server; nothing where there is none, or where it is the service itself. */
export function webTroubles({ way, webServer }: Serving, { web }: SiteReport): Trouble[] {
  if (!web || webServer === "none" || way === "apache" || web.activeState === "active") return [];
  return [
    {
      level: "bad",
      what: `the web server ${web.unit} is ${web.activeState} (${web.subState})`,
      todo: `${CHECKS[webServer]}, then systemctl restart ${web.unit.replace(".service", "")}`,
    },
  ];
}

/** What the answer to GET / says, if all that should answer it runs. */
export function answerTroubles(httpStatus: number): Trouble[] {
  if (httpStatus >= 100 && httpStatus < 500 && httpStatus !== 400) return [];
  const answer = httpStatus === 0 ? "gives no answer" : `answers with ${httpStatus}`;
  const todo = httpStatus === 400 ? `its host is not in ALLOWED_HOSTS: ${REPAIR}` : "see its log";
  return [{ level: "bad", what: `GET / on the host ${answer}`, todo }];
}
