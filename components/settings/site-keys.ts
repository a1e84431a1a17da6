import { z } from "zod";
import { APP_SERVERS, SUPERVISORS } from "../serve/choices";
import { parseDomain } from "./domain";
import { parseProject, parseUnit, parseUser } from "./names";
import { parseDirective, parseDirectiveValue } from "./unit-overrides";
import { integer, map, object, oneOf, parsed } from "./values";
import { parseWorkerClass } from "./worker-class";
import { parseWorkers } from "./workers";

/** Where the source is when nobody says. */
export const DEFAULT_DIRECTORY = "examples/hello";
/** gunicorn's own default, which the chapter writes out (6.2). */
export const DEFAULT_PORT = 8000;

/** Enough for a worker that waits for others all the time; more belong into further workers. */
const MOST_THREADS = 64;

const text = () => parsed((value) => value);

/**
 * The checks of a site's keys. On the top level they are the one site's, or the defaults of all; in
 * an entry of `sites` they are its own.
 */
export const siteKeys = {
  source: object({ directory: text() }, "pulumi config set --path source.directory FOLDER"),
  project: parsed(parseProject),
  user: parsed(parseUser),
  unit: parsed(parseUnit),
  requirements: text(),
  domain: parsed(parseDomain),
  appServer: oneOf(APP_SERVERS, "an application server"),
  supervisor: oneOf(SUPERVISORS, "a supervisor"),
  workers: parsed(parseWorkers),
  workerClass: parsed(parseWorkerClass),
  threads: integer(1, MOST_THREADS, "a number of threads"),
  port: integer(1024, 65535, "a port that an ordinary user may open"),
  unitOverrides: map(
    parseDirective,
    parseDirectiveValue,
    "pulumi config set --path unitOverrides.MemoryMax 400M",
  ),
};

/** An entry of `sites`; what is required of it is said where it is used. */
export const entrySchema = z.object(siteKeys).partial();
