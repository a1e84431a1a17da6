import { readFileSync } from "node:fs";
import { join } from "node:path";
import { send } from "../e2e/support/http";
import { deviations, serverReading, type Pages } from "./end-state/deviations";
import { siteVariables } from "./peers/site-variables";
import { runOn } from "./ssh";
import type { Target, Wanted } from "./types";

const READER = readFileSync(join(__dirname, "end-state", "reading.py"), "utf8");

/** A static file of the example's own, and one that only collectstatic brings to its place. */
const OWN_STATIC = "guestbook/static/guestbook/style.css";

/**
 * What of a server is not as every tool has to leave it, a line each; nothing where all is well. Asked
 * over ssh and HTTP, and by none of the tools' own words.
 *
 * @param text what the page has to show
 */
export async function endState(
  target: Target,
  wanted: Wanted,
  text = "Hello from Django",
): Promise<string[]> {
  const [printed, pages] = await Promise.all([
    runOn(target, `python3 - ${wanted.project}`, READER),
    readPages(target.ipv4),
  ]);
  const reading = serverReading.parse(JSON.parse(printed));
  return deviations(reading, pages, {
    project: wanted.project,
    workers: wanted.workers,
    gunicornRequirement: siteVariables(wanted).gunicorn_requirement,
    text,
    exampleSettings: read(wanted.source, `${wanted.project}/settings.py`),
    ownStatic: read(wanted.source, OWN_STATIC),
  }).map((line) => `${target.name}: ${line}`);
}

/** gunicorn's processes: the same as before where nothing was done to the service. */
export function processesOf(target: Target, { project }: Wanted): Promise<string> {
  const main = `"$(systemctl show --property=MainPID --value ${project}.service)"`;
  return runOn(target, `main=${main}; echo "$main"; pgrep --parent "$main"`);
}

async function readPages(address: string): Promise<Pages> {
  const get = async (path: string) => {
    const { status, headers, body } = await send(`http://${address}${path}`);
    return { status, server: String(headers.server ?? ""), body };
  };
  const [page, ownStatic, collected, missing] = await Promise.all([
    get("/"),
    get("/static/guestbook/style.css"),
    get("/static/admin/css/base.css"),
    get("/no-such-page"),
  ]);
  return { page, ownStatic, collected, missing };
}

const read = (folder: string, path: string): string => readFileSync(join(folder, path), "utf8");
