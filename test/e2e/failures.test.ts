import { IN_EARNEST, raiseInView } from "./support/broken";
import { underLoad } from "./support/load";
import { heading, statusOf } from "./support/http";
import { killTree } from "./support/kill-tree";
import { BARE, Stack } from "./support/stack";
import type { SourceCopy } from "./support/source-copy";
import { npmRun } from "./support/npm-run";
import { waitFor } from "./support/wait-for";

const stack = new Stack("failures");
const { source } = stack;
let url: string;
/** What the first `up` printed: its code was broken from the beginning. */
let firstUp: string;
/** The heading of the page that has to go on being served. */
let serving = "Hello from Django";

afterAll(() => stack.dispose());

beforeAll(async () => {
  await stack.init();
  await stack.up(BARE);
  url = `http://${(await stack.connection()).host}/`;
});

/** An `up` that must fail while what serves goes on serving. Resolves with what it printed. */
async function refused(what: string, mayFail = false): Promise<string> {
  let output = "";
  const { failed, pages } = await underLoad(what, [url], async () => {
    output = await stack.upFails();
  });
  expect(Object.keys(pages)).toEqual([serving]);
  if (!mayFail) expect(failed).toBe(0);
  expect(await heading(url)).toBe(serving);
  return output;
}

/** An `up` after which the host is what the stack says. */
async function passes(): Promise<void> {
  expect(await stack.up()).not.toMatch(/is not what the stack says|could not be read/);
  expect(await heading(url)).toBe(serving);
}

const BROKEN_MIGRATION = `from django.db import migrations

def fail(apps, schema_editor):
    raise RuntimeError("this migration fails")

class Migration(migrations.Migration):
    dependencies = [("guestbook", "0001_initial")]
    operations = [migrations.RunPython(fail)]
`;

test("apt's lock, held by another, is waited for", async () => {
  await waitFor("a login", async () => (await stack.trySsh("true")).code === 0);
  const hold = `import fcntl, pathlib, time
lock = open("/var/lib/dpkg/lock-frontend", "w")
fcntl.lockf(lock, fcntl.LOCK_EX)
pathlib.Path("/run/lock-is-held").touch()
time.sleep(600)`;
  await stack.ssh(`cat >/root/hold.py <<'END'\n${hold}\nEND
    systemd-run --quiet --unit hold-lock python3 /root/hold.py
    until [ -e /run/lock-is-held ]; do sleep 0.1; done`);
  source.append("hello/wsgi.py", "\nimport no_such_module\n");
  const up = stack.upFails();
  await waitFor("the first refusal of the lock", async () => {
    return (await stack.trySsh("grep -rq lock /var/log/django-droplet")).code === 0;
  });
  await stack.ssh("systemctl stop hold-lock");
  firstUp = await up;
  expect(firstUp).toMatch(/django-host-packages created .*installed: python3-venv/);
});

/** nginx answers nobody, and no unit of the project is there. */
async function servesNothing(): Promise<void> {
  expect(await statusOf(url)).toBe("ECONNRESET");
  const units = "systemctl list-units --all --plain --no-legend 'hello*'";
  expect(await stack.ssh(`${units}; ls /etc/nginx/sites-enabled`)).toBe("catch-all");
}

test("a first up of code that does not import says why, and serves nothing", async () => {
  expect(firstUp).toContain("ModuleNotFoundError: No module named 'no_such_module'");
  await servesNothing();
});

test("a first release that answers 500 once it is switched to is taken down again", async () => {
  source.restore();
  raiseInView(source, IN_EARNEST);
  const output = await stack.upFails();
  expect(output).toContain("RuntimeError: this view fails");
  expect(output).toContain("was taken down again");
  await servesNothing();
});

test("the up after the fix goes on from there", async () => {
  source.restore();
  await passes();
});

interface Failure {
  what: string;
  cause: (copy: SourceCopy) => void;
  reasons: string[];
  /** The page that the release with the fix has; without one the fix is to go back. */
  fixedBy?: string;
  /** Whether it shows only after the switch, so that visitors may meet it before the way back. */
  late?: boolean;
}
const FAILURES: Failure[] = [
  {
    what: "code that does not import",
    cause: (copy) => copy.append("hello/urls.py", "\nimport no_such_module\n"),
    reasons: ["No module named 'no_such_module'"],
    fixedBy: "Imports again",
  },
  {
    what: "a page that answers 500",
    cause: (copy) => raiseInView(copy, "True"),
    reasons: ["RuntimeError: this view fails", "answers GET / with 500; nothing was switched"],
  },
  {
    what: "a page that answers 500 once it is switched to",
    cause: (copy) => raiseInView(copy, IN_EARNEST),
    reasons: ["RuntimeError: this view fails", "serves again, as before"],
    late: true,
  },
  {
    what: "a migration that fails",
    cause: (copy) => copy.write("guestbook/migrations/0002_broken.py", BROKEN_MIGRATION),
    reasons: ["RuntimeError: this migration fails", "the release before goes on serving"],
  },
  {
    what: "a requirement that does not resolve",
    cause: (copy) => copy.write("requirements.txt", "Django==5.2.9999\n"),
    reasons: ["No matching distribution found for Django==5.2.9999"],
    fixedBy: "Resolves again",
  },
];

test.each(FAILURES)(
  "$what: the reason is shown, the old release serves, the next up passes",
  async ({ what, cause, reasons, fixedBy, late }) => {
    const copy = stack.source;
    cause(copy);
    const output = await refused(what, late);
    for (const reason of reasons) expect(output).toContain(reason);

    copy.restore();
    serving = fixedBy ?? serving;
    if (serving !== "Hello from Django") copy.setHeading(serving);
    await passes();
  },
);

test("a configuration that nginx refuses: the reason is shown, and nothing changes", async () => {
  await stack.ssh("echo 'server { nonsense; }' >/etc/nginx/sites-enabled/by-hand");
  stack.setConfig({ workers: "3" });
  expect(await refused("nginx refuses")).toContain('unknown directive "nonsense"');
  // The last good run's: the droplet is still there.
  expect((await stack.outputs()).url).toBe(url);
  await stack.ssh("rm /etc/nginx/sites-enabled/by-hand");
  await passes();
  expect((await stack.outputs()).serviceStatus["workers"]).toBe(3);
});

test("a full disk: the reason is shown, before and in the middle of the work", async () => {
  // A small disk in place of the real one, with the same files on it.
  const shrink = (folder: string, spareMiB: number) => `
    cp -a ${folder} /root/files
    mount -t tmpfs -o mode=755,size=$(( $(du -sm ${folder} | cut -f 1) + ${spareMiB} ))m tmpfs ${folder}
    cp -a /root/files/. ${folder}
    rm -rf /root/files`;
  source.restore();
  source.setHeading("After the full disk");

  for (const [folder, spareMiB, reason] of [
    ["/opt/hello", 60, /only \d+ MB are free on the disk of \/opt\/hello/],
    ["/opt/hello/releases", 1, /No space left on device/],
  ] as const) {
    await stack.ssh(shrink(folder, spareMiB));
    try {
      expect(await refused(`no room in ${folder}`)).toMatch(reason);
    } finally {
      await stack.ssh(`umount --lazy ${folder}`);
    }
  }

  serving = "After the full disk";
  await passes();
});

test("a service that is killed comes back, and visitors wait meanwhile", async () => {
  const main = "systemctl show --property MainPID --value hello";
  await underLoad("kill -9", [url], async () => {
    const before = await stack.ssh(`${main}; kill -9 $(${main})`);
    await waitFor("another master", async () => {
      const [state, pid] = (await stack.ssh(`systemctl is-active hello || true; ${main}`)).split(
        "\n",
      );
      return state === "active" && pid !== before;
    });
  });
  await passes();
  expect((await stack.outputs()).serviceStatus).toMatchObject({
    restarts: 1,
    activeState: "active",
  });
});

test("an up that dies with its connection before the switch leaves the old release serving", async () => {
  source.restore();
  source.setHeading("The slow release");
  source.append("hello/wsgi.py", "\nimport time\n\ntime.sleep(3)\n");
  const { pages } = await underLoad("killed before the switch", [url], async () => {
    let engine = 0;
    const up = stack.tryUp({ onOutput: (_, { pid }) => (engine = pid ?? 0) });
    const boots = "systemctl --quiet is-active hello-preflight.service";
    await stack.ssh(`timeout 60 bash -c 'until ${boots}; do sleep 0.1; done'`);
    killTree(engine);
    expect((await up).code).toBe(null);
    await stack.ssh("flock --wait 60 /var/lib/django-droplet/locks/site-hello true");
  });
  expect(Object.keys(pages)).toEqual([serving]);

  await stack.cancel();
  source.restore();
  serving = "After the first death";
  source.setHeading(serving);
  await passes();
});

test("an up that dies after the switch: going back is offered, and done", async () => {
  source.restore();
  source.setHeading("Unknown to the state");
  const { code } = await stack.tryUp({
    onOutput: (output, engine) => {
      if (output.includes("switching hello to release")) engine.kill("SIGKILL");
    },
  });
  expect(code).toBe(null);
  await stack.ssh("flock --wait 60 /var/lib/django-droplet/locks/site-hello true");
  expect(await heading(url)).toBe("Unknown to the state");

  await stack.cancel();
  source.restore();
  source.setHeading(serving);
  expect(await stack.up()).toContain("`npm run up -- --repair` puts it right");
  const repair = await npmRun("up", ["--stack", stack.name, "--repair"]);
  expect(repair).toMatchObject({ code: 0 });
  expect(repair.output).not.toContain("is not what the stack says");
  expect(await heading(url)).toBe(serving);
});

test("the last releases are kept, each with its virtualenv, and no more", async () => {
  const [count, virtualenvs, used] = (
    await stack.ssh(`cd /opt/hello
      ls -d releases/*/.complete | wc -l
      ls venvs | sort | xargs
      readlink releases/*/venv | xargs -n 1 basename | sort -u | xargs`)
  ).split("\n");
  // Five, and of those before them the one that serves and the one that did.
  expect(Number(count)).toBeGreaterThanOrEqual(5);
  expect(Number(count)).toBeLessThanOrEqual(7);
  expect(virtualenvs).toBe(used);
});
