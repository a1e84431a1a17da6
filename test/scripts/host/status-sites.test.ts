import type { Serving } from "../../../components/serve/serving";
import { IN_APACHE, SERVING, UNDER_SUPERVISOR } from "../../support/report";
import { StatusHost } from "../../support/status-host";

let on: StatusHost;

beforeAll(async () => {
  on = await StatusHost.start();
});
afterEach(() => on.clear());
afterAll(() => on.stop());

describe("mod_wsgi", () => {
  /** Apache with children: each the name that it goes by, and the user that it runs as. */
  function apache(...children: [name: string, user: string][]): number {
    const each = children.map(
      ([name, user]) => `
        setpriv --reuid ${user} --clear-groups bash -c 'exec -a "${name}" sleep 60' &
        until [ "$(cat "/proc/$!/comm")" = sleep ]; do sleep 0.01; done`,
    );
    return on.run(`${each.join("\n")}\necho $$; wait`);
  }

  test("has the site's own daemon processes for workers, and no master", () => {
    on.host.sh("mkdir /var/log/shop; chown daemon /var/log/shop");
    const pid = apache(
      ["(wsgi:shop)", "daemon"],
      // As mod_wsgi writes it over a longer command line.
      ["(wsgi:shop)      ", "daemon"],
      ["(wsgi:shop2)", "daemon"],
      ["(wsgi:blog)", "games"],
      // Whoever else takes the name.
      ["(wsgi:shop)", "games"],
      ["/usr/sbin/apache2", "www-data"],
    );
    on.show({
      MainPID: String(pid),
      NRestarts: "1",
      ActiveEnterTimestamp: "Tue 2026-11-24 06:32:02 UTC",
    });
    const { status, site } = on.read(IN_APACHE);
    expect(status).toEqual({
      unit: "apache2",
      activeState: "active",
      subState: "running",
      enabled: true,
      since: "2026-11-24T06:32:02Z",
      mainPid: pid,
      restarts: 1,
      workers: 2,
      httpStatus: 200,
      reachable: true,
    });
    expect(site).toMatchObject({
      socket: null,
      supervisor: null,
      web: { unit: "apache2.service", activeState: "active" },
    });
    expect(site.processes.master).toBeNull();
    expect(site.processes.workers).toHaveLength(2);
  });

  test("of a long name, which mod_wsgi cuts, is told from the next by its user", () => {
    on.host.sh("mkdir -p /var/log/elephants_one && chown daemon /var/log/elephants_one");
    const pid = apache(["(wsgi:elephants_o", "daemon"], ["(wsgi:elephants_o", "games"]);
    on.show({ MainPID: String(pid) });
    const { elephants_one: seen } = on.readAll({ elephants_one: IN_APACHE });
    expect(seen?.status.workers).toBe(1);
    on.host.sh("rmdir /var/log/elephants_one");
  });

  test("in an Apache that is down: its journal", () => {
    on.show({ ActiveState: "failed", MainPID: "0" });
    on.host.set("journal", "AH00526: Syntax error\n");
    expect(on.read(IN_APACHE).site.log).toEqual({
      source: "journalctl -u apache2.service",
      lines: ["AH00526: Syntax error"],
    });
  });

  test("that answers with an error: the end of the site's log, which is root's", () => {
    on.host.sh("mkdir -p /var/log/apache2 && echo RuntimeError >/var/log/apache2/shop-error.log");
    on.show({});
    on.host.set("answers/any", "500");
    expect(on.read(IN_APACHE).site.log).toEqual({
      source: "/var/log/apache2/shop-error.log",
      lines: ["RuntimeError"],
    });
  });
});

describe("an application server that answers itself", () => {
  const serving: Serving = { ...SERVING, webServer: "none" };

  test("has no web server to be judged", () => {
    on.show({}, { SubState: "listening" });
    const { site, status } = on.read(serving);
    expect(site.web).toBeNull();
    expect(status.httpStatus).toBe(200);
  });
});

test("several sites are each themselves, each asked by its own name", () => {
  const pid = on.run("sleep 60 & echo $$; wait");
  // Of shop the service, its socket and nginx; of blog supervisor's service; of wiki Apache.
  on.show({ MainPID: String(pid) }, {}, {}, {}, { ActiveState: "failed" });
  on.host.set(
    "programs.json",
    JSON.stringify([{ name: "blog-unit", statename: "STOPPED", start: 0, pid: 0 }]),
  );
  on.run("exec supervisord");
  on.host.sh('rm -f "$WORLD/requests"');
  const { shop, blog, wiki } = on.readAll({
    shop: SERVING,
    blog: { ...UNDER_SUPERVISOR, unit: "blog-unit" },
    wiki: IN_APACHE,
  });
  expect(shop?.status).toMatchObject({ unit: "shop", activeState: "active", workers: 1 });
  expect(blog?.status).toMatchObject({ unit: "blog-unit", activeState: "inactive", workers: 0 });
  expect(wiki?.status).toMatchObject({ unit: "apache2", activeState: "failed" });
  const asked = on.host.sh('cat "$WORLD/requests"').match(/Host: \S+/g);
  expect(asked?.sort()).toEqual([
    "Host: blog.example.com",
    "Host: shop.example.com",
    "Host: wiki.example.com",
  ]);
});
