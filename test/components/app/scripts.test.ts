import { activationScript, releaseScript } from "../../../components/app/scripts";
import type { Choice } from "../../../components/serve/choices";
import { servingOf } from "../../../components/serve/serving";
import { bash } from "../../support/bash";
import { EACH_CHOICE, siteWith } from "../../support/choices";
import { CONFINEMENT, SITE } from "../../support/site";

const RELEASE = "0123456789ab";
const release = releaseScript({
  site: SITE,
  confinement: CONFINEMENT,
  release: RELEASE,
  contents: { source: "s".repeat(64), virtualenv: "v".repeat(12), settings: "e", secrets: "k" },
  requirements: ["gunicorn==26.1.0", "gevent==26.9.0"],
});
const activation = activationOf({
  ...{ appServer: "gunicorn", webServer: "nginx", supervisor: "systemd" },
});

function activationOf(choice: Choice): string {
  const site = siteWith(choice);
  return activationScript({
    site: { ...site, unitOverrides: { Environment: `NAME="it's $HOME"` } },
    serving: servingOf(site, choice.webServer),
    confinement: CONFINEMENT,
    release: RELEASE,
    record: "release 0123456789ab\nsource s",
    shared: false,
    allowedHosts: ["203.0.113.10", "[2001:db8::10]"],
  });
}

/** The parameters as bash has them, once it has read those lines of the script. */
function parameters(script: string): Record<string, string> {
  const head = script.slice(0, script.indexOf("# shellcheck shell=bash"));
  const names = [...head.matchAll(/^([A-Z_]+)='/gm)].map(([, name = ""]) => name);
  expect(names).toEqual([...names].sort());
  const { stdout } = bash(
    `${head}\n${names.map((name) => `printf '%s\\0' "$${name}"`).join("\n")}`,
  );
  const values = stdout.split("\0");
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? ""]));
}

test("the release's script is told what makes the release", () => {
  const { SANDBOX, FILL, CHECKS, TREE, ...rest } = parameters(release);
  expect(rest).toMatchInlineSnapshot(`
    {
      "EXTRA_REQUIREMENTS": "gunicorn==26.1.0
    gevent==26.9.0",
      "PROJECT": "shop",
      "RELEASE": "0123456789ab",
      "REQUIREMENTS_FILE": "requirements.txt",
      "SECRETS_DIGEST": "k",
      "SETTINGS_DIGEST": "e",
      "SOURCE": "ssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss",
      "USER_NAME": "shop-user",
      "VIRTUALENV": "vvvvvvvvvvvv",
    }
  `);
  expect(SANDBOX?.split("\n")).toEqual(CONFINEMENT.map(([key, value]) => `${key}=${value}`));
  expect(FILL).toContain("pip");
  expect(CHECKS).toContain("collectstatic");
  expect(TREE).toContain("exchange");
});

test("the activation's script is told the record, the addresses and the pre-flight boot", () => {
  const { SANDBOX, MIGRATE, REQUEST, PREFLIGHT_PROPERTIES = "", ...rest } = parameters(activation);
  expect(rest).toMatchInlineSnapshot(`
    {
      "ALLOWED_HOSTS": "203.0.113.10
    [2001:db8::10]",
      "HOST": "203.0.113.10",
      "LOG": "/var/log/shop/gunicorn.log",
      "MIGRATION_SECONDS": "3000",
      "PORT": "8000",
      "PREFLIGHT_COMMAND": "/opt/shop/releases/0123456789ab/venv/bin/python
    -m
    gunicorn
    --config
    /etc/opt/shop/preflight-gunicorn.conf.py
    --chdir
    /opt/shop/releases/0123456789ab/src
    --workers=1
    --log-file=-
    --access-logfile=/dev/null
    --bind=unix:/run/shop-preflight/socket
    shop.wsgi:application",
      "PREFLIGHT_CONFIG": "preflight-gunicorn.conf.py",
      "PROJECT": "shop",
      "RECORD": "release 0123456789ab
    source s",
      "SHARED": "",
      "WORKERS": "5",
    }
  `);
  expect(SANDBOX).toContain("User=shop-user");
  expect(MIGRATE).toContain("call_command");
  expect(REQUEST).toContain("wsgi");
  expect(PREFLIGHT_PROPERTIES.split("\n")).toContain(
    `Environment=PYTHONPATH=/opt/shop/releases/${RELEASE}/etc:/opt/shop/releases/${RELEASE}/src`,
  );
});

test("the probes ask for the first of the allowed hosts", () => {
  expect(parameters(activation)).toMatchObject({
    HOST: "203.0.113.10",
    ALLOWED_HOSTS: "203.0.113.10\n[2001:db8::10]",
  });
});

describe("the activation of every combination is told", () => {
  test.each(EACH_CHOICE)("a boot of its own, or none in Apache: %s", (_name, choice) => {
    const { PREFLIGHT_CONFIG, PREFLIGHT_COMMAND, PREFLIGHT_PROPERTIES } = parameters(
      activationOf(choice),
    );
    if (choice.appServer === "mod_wsgi") {
      expect([PREFLIGHT_CONFIG, PREFLIGHT_COMMAND, PREFLIGHT_PROPERTIES]).toEqual(["", "", ""]);
      return;
    }
    const config = { gunicorn: "gunicorn.conf.py", uwsgi: "uwsgi.ini" }[choice.appServer];
    expect(PREFLIGHT_CONFIG).toBe(`preflight-${config}`);
    expect(PREFLIGHT_COMMAND).toContain(`/etc/opt/shop/preflight-${config}`);
    // By systemd, whoever starts it later: it is confined as a release's other steps are.
    expect(PREFLIGHT_PROPERTIES?.split("\n")).toEqual(
      expect.arrayContaining(["Type=notify", "User=shop-user", "ProtectSystem=strict"]),
    );
  });

  test.each(EACH_CHOICE)(
    "the port that answers, and the log that says why not: %s",
    (_, choice) => {
      const { appServer, webServer } = choice;
      const behind = appServer !== "mod_wsgi" && webServer !== "none";
      expect(parameters(activationOf(choice))).toMatchObject({
        PORT: behind ? "8000" : "80",
        LOG: servingOf(siteWith(choice), webServer).log,
        WORKERS: "5",
      });
    },
  );
});

test("a release without requirements of ours is told of none", () => {
  const text = releaseScript({
    ...{ site: SITE, confinement: CONFINEMENT, release: RELEASE, requirements: [] },
    contents: { source: "s", virtualenv: "v", settings: "e", secrets: "k" },
  });
  expect(parameters(text)["EXTRA_REQUIREMENTS"]).toBe("");
});
