import type { WebServer } from "../../../components/serve/choices";
import {
  APACHE_CATCH_ALL_NAME,
  renderApacheCatchAll,
  renderApacheConfinement,
  renderApachePorts,
} from "../../../components/web/apache";
import { webServerStep, type WebServerStepOptions } from "../../../components/web/install";
import { renderNginxCatchAll } from "../../../components/web/nginx";
import { bash } from "../../support/bash";

function step(webServer: WebServer, changes: Partial<WebServerStepOptions> = {}): string {
  return webServerStep({ webServer, ipv6: true, modWsgi: false, ...changes });
}

/** A parameter as bash has it; lists as words. */
function parameter(text: string, name: string): string {
  const head = text.slice(0, text.indexOf("# shellcheck shell=bash"));
  return bash(`${head}\nprintf %s "\${${name}-}"`).stdout;
}

const words = (text: string, name: string): string[] => parameter(text, name).split("\n");

describe("the step of nginx", () => {
  test("installs it and nothing of Apache", () => {
    expect(words(step("nginx"), "PACKAGES")).toEqual(["nginx"]);
    expect(parameter(step("nginx"), "W")).toBe("nginx");
    expect(step("nginx")).not.toMatch(/^(MODULES|PORTS|UNWANTED)=/m);
  });

  test.each([true, false])("closes what asks for an unknown name (IPv6: %s)", (ipv6) => {
    expect(parameter(step("nginx", { ipv6 }), "CATCH_ALL")).toBe(renderNginxCatchAll(ipv6));
  });

  test("does not differ by what runs in Apache, where there is none", () => {
    expect(step("nginx", { modWsgi: true })).toBe(step("nginx"));
  });
});

describe("the step of Apache", () => {
  test("installs it with the modules that pass requests on", () => {
    const text = step("apache");
    expect(parameter(text, "W")).toBe("apache");
    expect(words(text, "PACKAGES")).toEqual(["apache2"]);
    expect(words(text, "MODULES")).toEqual(["headers", "buffer", "proxy", "proxy_http"]);
    expect(parameter(text, "CATCH_ALL_NAME")).toBe(APACHE_CATCH_ALL_NAME);
    expect(parameter(text, "CATCH_ALL")).toBe(renderApacheCatchAll());
  });

  test("confines it, with the projects that run in it and without", () => {
    for (const modWsgi of [true, false]) {
      expect(parameter(step("apache", { modWsgi }), "CONFINEMENT")).toBe(renderApacheConfinement());
    }
  });

  test("takes away Debian's own site, status page and icons", () => {
    expect(words(step("apache"), "UNWANTED")).toEqual(
      expect.arrayContaining([
        "sites-enabled/000-default.conf",
        "mods-enabled/status.conf",
        "mods-enabled/alias.conf",
      ]),
    );
  });

  test("brings mod_wsgi where a site runs in it, beside all that the others need", () => {
    const text = step("apache", { modWsgi: true });
    expect(words(text, "PACKAGES")).toEqual(["apache2", "libapache2-mod-wsgi-py3"]);
    expect(words(text, "MODULES")).toEqual([...words(step("apache"), "MODULES"), "wsgi"]);
  });

  test.each([true, false])("listens as the host has addresses (IPv6: %s)", (ipv6) => {
    expect(parameter(step("apache", { ipv6 }), "PORTS")).toBe(renderApachePorts(ipv6));
  });
});

test("without a web server nothing is installed, and IPv6 changes nothing", () => {
  const text = step("none");
  // It is told nothing, and has no part that installs.
  expect(text.split("\n")[0]).toBe("# shellcheck shell=bash");
  expect(text).not.toMatch(/apt-get|install_packages/);
  expect(step("none", { ipv6: false })).toBe(text);
});
