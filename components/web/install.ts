import { script } from "../remote/script";
import type { WebServer } from "../serve/choices";
import { MOD_WSGI_PACKAGES } from "../serve/mod-wsgi";
import {
  APACHE_CATCH_ALL_NAME,
  APACHE_MODULES,
  APACHE_PACKAGES,
  APACHE_UNWANTED_LINKS,
  renderApacheCatchAll,
  renderApacheConfinement,
  renderApachePorts,
} from "./apache";
import { renderNginxCatchAll, renderNginxNames } from "./nginx";

const WEB = ["apt", "web-servers", "ways", "supervisor", "record", "web"];

export interface WebServerStepOptions {
  webServer: WebServer;
  ipv6: boolean;
  /** Whether a site of this host runs in Apache. */
  modWsgi: boolean;
  /**
   * Whether the server may have sites that are not the stack's, which stay as they are.
   *
   * @default false
   */
  shared?: boolean;
}

/**
 * The step that puts the web server on the host, apart from any site. It starts it, unless another
 * one serves: then the sites' activations change over.
 */
export function webServerStep({
  webServer,
  ipv6,
  modWsgi,
  shared = false,
}: WebServerStepOptions): string {
  switch (webServer) {
    case "nginx":
      return script([...WEB, ...(shared ? ["others"] : []), "nginx"], {
        SHARED: shared,
        W: webServer,
        PACKAGES: ["nginx"],
        CATCH_ALL: renderNginxCatchAll(ipv6),
        NAMES: renderNginxNames(),
      });
    case "apache":
      return script([...WEB, "apache"], {
        SHARED: shared,
        W: webServer,
        CATCH_ALL: renderApacheCatchAll(),
        CONFINEMENT: renderApacheConfinement(),
        CATCH_ALL_NAME: APACHE_CATCH_ALL_NAME,
        PACKAGES: modWsgi ? MOD_WSGI_PACKAGES : APACHE_PACKAGES,
        MODULES: modWsgi ? [...APACHE_MODULES, "wsgi"] : APACHE_MODULES,
        PORTS: renderApachePorts(ipv6),
        UNWANTED: APACHE_UNWANTED_LINKS,
      });
    case "none":
      return script(["no-web"], {});
  }
}
