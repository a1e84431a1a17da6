import { spawnSync } from "node:child_process";
import type { AppServer, ServeOptions } from "../../../components/serve/app-server";
import { bindList } from "../../../components/serve/binds";
import { gunicorn } from "../../../components/serve/gunicorn";
import {
  listenScript,
  renderListen,
  renderProgram,
  supervisorLog,
} from "../../../components/serve/supervisor";
import { uwsgi } from "../../../components/serve/uwsgi";
import { BINDS, PATHS, SITE } from "../../support/site";

const { project, user, unit, workers, threads, workerClass } = SITE;
const OPTIONS: ServeOptions = {
  ...{ project, workers, threads, workerClass },
  paths: PATHS,
  binds: BINDS,
};
const SERVERS: [string, AppServer][] = [gunicorn, uwsgi].map((server) => [server.title, server]);

function program(server: AppServer, options = OPTIONS): string {
  return renderProgram({ unit, user, server, options });
}

interface Read {
  sections: Record<string, Record<string, string>>;
  words: string[];
  environment: Record<string, string>;
}

/**
 * The file as supervisor reads it: Python's own parser with both comment prefixes, then Python's %
 * over its names, then the words of a shell (supervisor/options.py).
 */
function read(text: string): Read {
  const { stdout, stderr } = spawnSync("python3", ["-c", READ], { input: text, encoding: "utf8" });
  if (stderr !== "") throw new Error(stderr);
  return JSON.parse(stdout) as Read;
}

const READ = `
import configparser, json, shlex, sys
parser = configparser.RawConfigParser(inline_comment_prefixes=(";", "#"), strict=False)
parser.read_string(sys.stdin.read())
sections = {name: dict(parser[name]) for name in parser.sections()}
(own,) = sections.values()
names = {"program_name": "", "process_num": 0, "group_name": "", "here": "", "host_node_name": ""}
lexer = shlex.shlex(own["environment"] % names)
lexer.wordchars += "/.+-():"
tokens = list(lexer)
environment = {tokens[i]: tokens[i + 2].strip("\\"'") for i in range(0, len(tokens), 4)}
json.dump({"sections": sections, "words": shlex.split(own["command"] % names), "environment": environment}, sys.stdout)
`;

test("the program", () => {
  expect(program(gunicorn)).toMatchInlineSnapshot(`
    "; Managed by django-droplet; the next \`pulumi up\` overwrites it.
    [program:shop-unit]
    command=/usr/bin/python3 -IS /opt/shop/listen.py 127.0.0.1:8000 [::1]:8000 -- /usr/bin/setpriv --reuid=shop-user --regid=shop-user --init-groups --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all /opt/shop/venv/bin/python -m gunicorn --config /etc/opt/shop/gunicorn.conf.py --chdir /opt/shop/current/src --workers=5 --log-file=/var/log/shop/gunicorn.log --bind=127.0.0.1:8000 --bind=[::1]:8000 shop.wsgi:application
    environment=PYTHONPATH="/opt/shop/current/etc:/opt/shop/current/src",DJANGO_SETTINGS_MODULE="deployed_settings",HOME="/nonexistent",LANG="C.UTF-8"
    ; Not the release's folder: a process that starts in it keeps the old release after the switch.
    directory=/
    umask=027
    autostart=true
    autorestart=true
    startsecs=2
    startretries=1000
    ; Longer than a request may run, so that those that run end by themselves.
    stopwaitsecs=40
    killasgroup=true
    redirect_stderr=true
    ; Root opens it: not in a folder of the project's user. The server's own log is in /var/log/shop.
    stdout_logfile=/var/log/supervisor/shop-unit.log
    stdout_logfile_maxbytes=1MB
    stdout_logfile_backups=1
    "
  `);
});

test.each(SERVERS)("is read by supervisor as it is meant, for %s", (_title, server) => {
  const { sections, words, environment } = read(program(server));
  expect(Object.keys(sections)).toEqual(["program:shop-unit"]);
  const end = words.findIndex((word) => word.startsWith("--bounding-set="));
  expect(words.slice(end + 1)).toEqual(server.execStart(OPTIONS).split(" "));
  expect(environment).toEqual({
    PYTHONPATH: "/opt/shop/current/etc:/opt/shop/current/src",
    DJANGO_SETTINGS_MODULE: "deployed_settings",
    HOME: "/nonexistent",
    LANG: "C.UTF-8",
  });
});

test("programs of two servers differ in the server's own command line alone", () => {
  const [own, other] = SERVERS.map(([, server]) => read(program(server)).sections);
  const { command: _one, ...rest } = own?.["program:shop-unit"] ?? {};
  expect(other?.["program:shop-unit"]).toMatchObject(rest);
});

describe("supervisord is root, and so", () => {
  const settings = read(program(gunicorn)).sections["program:shop-unit"] ?? {};

  test("opens no file in a folder of the project's user, who could put a link there", () => {
    const opened = Object.entries(settings).filter(([key]) => key.endsWith("_logfile"));
    expect(opened).toEqual([["stdout_logfile", "/var/log/supervisor/shop-unit.log"]]);
    expect(supervisorLog("shop-unit")).toBe("/var/log/supervisor/shop-unit.log");
    // The other stream goes into the same one: else supervisor makes up a file of its own.
    expect(settings["redirect_stderr"]).toBe("true");
  });

  test("leaves the user to setpriv, which is the server itself from then on", () => {
    expect(settings).not.toHaveProperty("user");
    const { words } = read(program(gunicorn));
    const drop = words.slice(words.indexOf("--") + 1);
    expect(drop.slice(0, 8)).toEqual([
      "/usr/bin/setpriv",
      "--reuid=shop-user",
      "--regid=shop-user",
      "--init-groups",
      "--no-new-privs",
      "--inh-caps=-all",
      "--ambient-caps=-all",
      "--bounding-set=-all",
    ]);
  });
});

test("root opens all addresses, each for itself, by a script that nobody else can write", () => {
  const options = { ...OPTIONS, binds: bindList(8000, true, "none") };
  const { words } = read(program(gunicorn, options));
  expect(words.slice(0, words.indexOf("--"))).toEqual([
    "/usr/bin/python3",
    "-IS",
    listenScript(PATHS.root),
    "0.0.0.0:80",
    "[::]:80",
  ]);
  expect(words).toContain("--bounding-set=-all");
  expect(renderListen()).toMatch(/^# Managed by [^\n]+\n"""/);
});

test("a % means itself", () => {
  const server = { ...gunicorn, execStart: () => "/bin/echo %(program_name)s %d 100%" };
  expect(read(program(server)).words.slice(-4)).toEqual([
    "/bin/echo",
    "%(program_name)s",
    "%d",
    "100%",
  ]);
});

test("a stop waits longer than a request may run, with the workers killed only then", () => {
  const settings = read(program(gunicorn)).sections["program:shop-unit"] ?? {};
  const [, graceful] = /^graceful_timeout = (\d+)$/m.exec(gunicorn.renderConfig(PATHS)) ?? [];
  const [, mercy] = /^worker-reload-mercy = (\d+)$/m.exec(uwsgi.renderConfig(PATHS)) ?? [];
  expect(Number(settings["stopwaitsecs"])).toBeGreaterThan(Number(graceful));
  expect(Number(settings["stopwaitsecs"])).toBeGreaterThan(Number(mercy));
  expect(settings["killasgroup"]).toBe("true");
  expect(settings).not.toHaveProperty("stopasgroup");
});

test("it starts in no release's folder, which it would keep after the switch", () => {
  expect(read(program(uwsgi)).sections["program:shop-unit"]).toMatchObject({
    directory: "/",
    umask: "027",
    autostart: "true",
    autorestart: "true",
  });
});
