import type { WorkerClass } from "../serve/app-server";
import type { AppServerName } from "../serve/choices";
import { Refusal } from "./refusal";
import { SettingError } from "./setting-error";
import { choices, didYouMean, show } from "./wording";

export const WORKER_CLASSES = ["sync", "gthread", "gevent"] as const satisfies WorkerClass[];

/** gunicorn's other classes, with why they do not serve a Django project here. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ["eventlet", "is no more: gunicorn took this worker class out in 26.0; choose gevent or gthread"],
  [
    "tornado",
    `is for applications that are written for Tornado; choose ${choices(WORKER_CLASSES)}`,
  ],
  ["asgi", `serves ASGI, and a project is run by its wsgi.py; choose ${choices(WORKER_CLASSES)}`],
]);

/** Checks the name of a worker class of gunicorn. */
export function parseWorkerClass(text: string): WorkerClass {
  const found = WORKER_CLASSES.find((known) => known === text);
  if (found !== undefined) return found;
  const why = OTHERS.get(text);
  if (why !== undefined) throw new Refusal(`${show(text)} ${why}`);
  const near = didYouMean(text, WORKER_CLASSES);
  throw new Refusal(
    `${show(text)} is not a worker class of gunicorn${near}; choose ${choices(WORKER_CLASSES)}`,
  );
}

/** What decides how a worker serves. */
export interface Concurrency {
  appServer: AppServerName;
  workerClass?: WorkerClass | undefined;
  threads: number;
}

/**
 * The worker class: the setting's, else the one that has as many threads as are wanted.
 *
 * @throws SettingError for a class that no such server has, or that has no threads
 */
export function chooseWorkerClass({ appServer, workerClass, threads }: Concurrency): WorkerClass {
  if (workerClass === undefined) return threads > 1 ? "gthread" : "sync";
  if (appServer !== "gunicorn") {
    throw new SettingError(
      "workerClass",
      `${show(workerClass)} is gunicorn's, and appServer is ${appServer}, where threads alone says how a worker serves; take it away: pulumi config rm workerClass`,
    );
  }
  if (workerClass !== "gthread" && threads > 1) {
    const how = workerClass === "sync" ? "one request at a time" : "all its requests";
    throw new SettingError(
      "workerClass",
      `${show(workerClass)} serves ${how} in one thread, and threads is ${threads}; choose gthread, or set threads to 1`,
    );
  }
  return workerClass;
}
