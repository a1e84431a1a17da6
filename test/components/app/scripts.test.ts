import { activationScript, releaseScript } from "../../../components/app/scripts";
import { bash } from "../../support/bash";
import { CONFINEMENT, SITE } from "../../support/site";

const RELEASE = "0123456789ab";
const release = releaseScript({
  site: SITE,
  confinement: CONFINEMENT,
  release: RELEASE,
  contents: { source: "s".repeat(64), virtualenv: "v".repeat(12), settings: "e", secrets: "k" },
  requirement: "gunicorn==26.1.0",
});
const activation = activationScript({
  site: { ...SITE, unitOverrides: { Environment: `NAME="it's $HOME"` } },
  confinement: CONFINEMENT,
  release: RELEASE,
  record: "release 0123456789ab\nsource s",
  allowedHosts: ["203.0.113.10", "[2001:db8::10]"],
});

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
  const { SANDBOX, CHECKS, ...rest } = parameters(release);
  expect(rest).toMatchInlineSnapshot(`
    {
      "EXTRA_REQUIREMENT": "gunicorn==26.1.0",
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
  expect(CHECKS).toContain("collectstatic");
});

test("the activation's script is told the record, the addresses and the pre-flight boot", () => {
  const { SANDBOX, MIGRATE, PREFLIGHT_PROPERTIES = "", ...rest } = parameters(activation);
  expect(rest).toMatchInlineSnapshot(`
    {
      "ALLOWED_HOSTS": "203.0.113.10
    [2001:db8::10]",
      "HOST": "203.0.113.10",
      "PORT": "8000",
      "PREFLIGHT_COMMAND": "/opt/shop/releases/0123456789ab/venv/bin/python
    -m
    gunicorn
    --config
    /etc/opt/shop/preflight.conf.py
    --chdir
    /opt/shop/releases/0123456789ab/src
    --workers=1
    --log-file=-
    --bind=unix:/run/shop-preflight/socket
    --access-logfile=/dev/null
    shop.wsgi:application",
      "PROJECT": "shop",
      "RECORD": "release 0123456789ab
    source s",
      "WORKERS": "5",
    }
  `);
  expect(SANDBOX).toContain("User=shop-user");
  expect(MIGRATE).toContain("call_command");
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
