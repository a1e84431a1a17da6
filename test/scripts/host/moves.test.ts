import { webServerStep } from "../../../components/web/install";
import { FakeHost } from "../../support/fake-host";
import {
  activate,
  calls,
  FOLDER,
  prepare,
  snapshot,
  standing,
  standingOf,
  WAYS,
  type Version,
  type Way,
} from "./shop";

let host: FakeHost;

beforeEach(async () => {
  host = await FakeHost.start();
});

afterEach(() => host.stop());

const MOVES: [from: Way, to: Way][] = [
  ["systemd, nginx", "systemd, apache"],
  ["systemd, nginx", "systemd, none"],
  ["systemd, none", "systemd, nginx"],
  ["systemd, nginx", "supervisor, nginx"],
  ["supervisor, nginx", "systemd, nginx"],
  ["supervisor, none", "systemd, none"],
  ["systemd, none", "supervisor, none"],
  ["supervisor, apache", "supervisor, none"],
  ["supervisor, none", "supervisor, nginx"],
  ["systemd, nginx", "uwsgi, nginx"],
  ["systemd, nginx", "mod_wsgi"],
  ["mod_wsgi", "systemd, nginx"],
  ["mod_wsgi", "systemd, apache"],
  ["mod_wsgi", "supervisor, none"],
];

const next = (way: Way): Version => ({ ...WAYS[way], release: "release2" });

/** The web server's step comes first, and finds that the other one serves. */
function install(way: Way): void {
  const { webServer } = WAYS[way];
  host.set("do/dpkg-query", "exit 1");
  const text = webServerStep({ webServer, ipv6: true, modWsgi: way === "mod_wsgi" });
  expect(host.step(text)).toMatchObject({ code: 0, stderr: "" });
  host.sh("rm -f /etc/*/sites-enabled/*catch-all*");
}

/** All but what is there of the new release. */
const withoutNew = () => snapshot(host).replace(/^.*release2.*\n/gm, "");

describe.each(MOVES)("from %s to %s", (from, to) => {
  beforeEach(() => {
    expect(activate(host, WAYS[from]).code).toBe(0);
    if (WAYS[from].webServer !== WAYS[to].webServer) install(to);
    host.calls();
  });

  test("what runs is the new one alone, and nothing is left of the old one", () => {
    const { code, stderr } = activate(host, next(to));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(calls(host)).toMatchSnapshot();
    expect(standing(host)).toBe(standingOf(WAYS[to]));
    const owned = host.sh(`awk 'NF == 5 { print $5 }' ${FOLDER}/active | sort`);
    expect(
      host.sh(`find /etc/systemd/system /etc/opt /etc/supervisor /etc/*/sites-available \\
        /etc/logrotate.d /opt/shop/mod_wsgi.py /opt/shop/listen.py -type f -not -path '*/apache2.service.d/*' \\
        -not -name '*catch-all*' 2>/dev/null | sort || true`),
    ).toBe(owned);
    expect(activate(host, next(to))).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("and back, where the new one does not answer", () => {
    const before = withoutNew();
    host.set("answers/release2", "500");
    const { code, stderr } = activate(host, next(to));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^django-droplet: http:\S+ answers GET \/ with 500$/m);
    expect(stderr).toMatch(/^django-droplet: release release1 serves again, as before$/m);
    expect(calls(host)).toMatchSnapshot();
    // The one that was not switched to stays masked or is disabled: it does not come back at boot.
    expect(standing(host).replace(/^masked: .*/m, "masked:")).toBe(standingOf(WAYS[from]));
    expect(withoutNew().replace(/^.*masked.*\n/gm, "")).toBe(before.replace(/^.*masked.*\n/gm, ""));
    expect(host.sh(`ls ${FOLDER}`)).not.toContain("switching");
    expect(activate(host, WAYS[from])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });
});

describe("a move that does not get so far", () => {
  const [from, to] = ["systemd, nginx", "systemd, apache"] as const;

  beforeEach(() => {
    expect(activate(host, WAYS[from]).code).toBe(0);
    install(to);
    host.calls();
  });

  test("since the new web server refuses the site: nothing that serves is touched", () => {
    const before = withoutNew();
    host.set(
      "apache-refuses",
      "AH00526: Syntax error on line 3 of 000-shop.conf:\nInvalid command",
    );
    const { code, stderr } = activate(host, { ...next(to), port: 8001, unit: "other" });
    expect(code).toBe(1);
    expect(stderr).toBe(
      "django-droplet: apache refuses the site: AH00526: Syntax error on line 3 of 000-shop.conf:\nInvalid command; nothing was switched\n",
    );
    expect(
      calls(host).filter((call) => !/^(daemon-reload|disable --now other\.)/.test(call)),
    ).toEqual([]);
    expect(withoutNew()).toBe(before);
    host.unset("apache-refuses");
    expect(activate(host, WAYS[from])).toMatchObject({ code: 0, stdout: "", stderr: "" });
  });

  test("since the new web server does not start", () => {
    host.sh("touch $WORLD/fails/apache2.service");
    const { code, stderr } = activate(host, next(to));
    expect(code).toBe(1);
    expect(stderr).toContain("release release1 serves again, as before");
    expect(standing(host)).toBe(standingOf(WAYS[from]));
  });

  test("since supervisor cannot start the program", () => {
    host.sh("touch $WORLD/fails/program:shop-unit");
    const { code, stderr } = activate(host, next("supervisor, nginx"));
    expect(code).toBe(1);
    expect(stderr).toContain("supervisor could not start it: shop-unit   FATAL");
    expect(stderr).toContain("release release1 serves again, as before");
    expect(standing(host).replace(/^masked: .*/m, "masked:")).toBe(standingOf(WAYS[from]));
  });

  test("since supervisor does not take its configuration", () => {
    host.set("supervisor-refuses", "error: CANT_REREAD: no section headers");
    const { code, stderr } = activate(host, next("supervisor, nginx"));
    expect(code).toBe(1);
    expect(stderr).toContain("supervisor does not take its programs: error: CANT_REREAD");
    expect(stderr).toContain("release release1 serves again, as before");
  });

  test.each(["502", "000"])("since there is only %s for as long as it is asked", (answer) => {
    host.set("answers/release2", answer);
    const { script } = prepare(host, next(to));
    const impatient = script.replace("last=$((SECONDS + $2))", "last=$SECONDS");
    expect(impatient).not.toBe(script);
    const { code, stderr } = host.step(impatient);
    expect(code).toBe(1);
    expect(stderr).toContain(`answers GET / with ${answer}`);
    expect(stderr).toContain("release release1 serves again, as before");
    expect(standing(host)).toBe(standingOf(WAYS[from]));
  });
});

test("a domain changes the name of Apache's site, of which there is never a second one", () => {
  expect(activate(host, WAYS.mod_wsgi).code).toBe(0);
  const version = { ...WAYS.mod_wsgi, domain: "www.example.com" };
  expect(activate(host, version)).toMatchObject({ code: 0, stderr: "" });
  expect(standing(host)).toBe(standingOf(version));
  expect(activate(host, WAYS.mod_wsgi)).toMatchObject({ code: 0, stderr: "" });
  expect(standing(host)).toBe(standingOf(WAYS.mod_wsgi));
});
