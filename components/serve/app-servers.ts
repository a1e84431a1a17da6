import type { AppServer } from "./app-server";
import type { AppServerName } from "./choices";
import { gunicorn } from "./gunicorn";
import { uwsgi } from "./uwsgi";

/**
 * The application server of a name.
 *
 * @returns undefined for mod_wsgi, which has no process but Apache's
 */
export function appServerOf(name: AppServerName): AppServer | undefined {
  const servers = { gunicorn, uwsgi, mod_wsgi: undefined };
  return servers[name];
}
