import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changedInputs } from "../../support/mocks";
import { HELLO, LOCAL, program, suffixOf } from "./server";

let copy = "";

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), "django-droplet-test-"));
  cpSync(HELLO, copy, { recursive: true });
});

afterAll(() => {
  rmSync(copy, { recursive: true });
});

/** The resources whose inputs a change of the config changes. */
async function changed(config: Record<string, unknown>, from = LOCAL): Promise<string[]> {
  const names = changedInputs(await program(from), await program({ ...from, ...config }));
  return names.map(suffixOf).sort();
}

describe("a change of one setting changes", () => {
  test("nothing, where the value is the default", async () => {
    expect(await changed({ workers: "auto", port: "8000", ipv6: "true" })).toEqual([]);
  });

  test("workers: the unit", async () => {
    expect(await changed({ workers: "3" })).toEqual(["activation", "service"]);
  });

  test("unitOverrides of the service alone: the unit", async () => {
    expect(await changed({ unitOverrides: { RestartSec: "9" } })).toEqual([
      "activation",
      "service",
    ]);
  });

  test("unitOverrides of all that runs the project's code: the unit, and how a release is built", async () => {
    expect(await changed({ unitOverrides: { MemoryMax: "400M" } })).toEqual([
      "activation",
      "release",
      "service",
    ]);
  });

  test("port: what names gunicorn's addresses", async () => {
    expect(await changed({ port: "8001" })).toEqual(["activation", "nginx", "service", "socket"]);
  });

  test("domain: the site, and the allowed hosts, which make another release", async () => {
    expect(await changed({ domain: "www.example.com" })).toEqual([
      "activation",
      "nginx",
      "release",
      "settings",
    ]);
  });

  test("workerClass: the unit and, for gevent, what is installed", async () => {
    expect(await changed({ workerClass: "gthread", threads: "4" })).toEqual([
      "activation",
      "service",
    ]);
    expect(await changed({ workerClass: "gevent" })).toEqual(["activation", "release", "service"]);
  });

  test("appServer: what starts, its configuration, its log, and what is installed", async () => {
    expect(await changed({ appServer: "uwsgi" })).toEqual([
      ...["activation", "gunicorn", "logrotate", "release", "service", "uwsgi"],
    ]);
  });

  test("supervisor: what starts it and who is told to rotate; no release is built anew", async () => {
    expect(await changed({ supervisor: "supervisor" })).toEqual([
      ...["activation", "listen", "logrotate", "packages", "program", "service", "socket"],
    ]);
  });

  test("webServer: the site and the web server, and nothing of what serves behind it", async () => {
    expect(await changed({ webServer: "apache" })).toEqual([
      "activation",
      "apache",
      "nginx",
      "web",
    ]);
  });

  test("webServer none: what listens, and the managed settings, which serve static files then", async () => {
    expect(await changed({ webServer: "none" })).toEqual([
      ...["activation", "nginx", "release", "service", "settings", "socket", "web"],
    ]);
  });

  test("image: the droplet, and the release, whose Python is another one; no text", async () => {
    expect(await changed({ image: "ubuntu-24-04-x64" })).toEqual([
      "activation",
      "droplet",
      "release",
    ]);
  });

  test("authorizedKeys: the host's first step and not the droplet", async () => {
    const key =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsABgH5C9okWi0dh2l9GKJl me";
    expect(await changed({ authorizedKeys: [key] })).toEqual(["ready"]);
  });

  test("sshAllowedCidrs: the firewall", async () => {
    expect(await changed({ sshAllowedCidrs: ["203.0.113.0/24"] })).toEqual(["firewall"]);
  });

  test("size: the droplet and, where the workers go by it, the unit", async () => {
    expect(await changed({ size: "s-2vcpu-4gb" })).toEqual(["activation", "droplet", "service"]);
    expect(
      await changed({ size: "s-2vcpu-4gb", workers: "4" }, {
        ...LOCAL,
        workers: "4",
      } as typeof LOCAL),
    ).toEqual(["droplet"]);
  });

  test("ipv6: the droplet and whatever listens", async () => {
    expect(await changed({ ipv6: "false" })).toEqual([
      "activation",
      "droplet",
      "nginx",
      "service",
      "socket",
      "web",
    ]);
  });

  test("the user: account, sandbox, and the files that are the user's", async () => {
    expect(await changed({ user: "guest" })).toEqual([
      "account",
      "activation",
      "logrotate",
      "release",
      "service",
    ]);
  });
});

describe("a change of the source changes", () => {
  test("nothing, where another folder holds the same files", async () => {
    const source = { directory: copy };
    // The archive is named by its contents, too.
    expect(await changed({ source })).toEqual([]);
  });

  test("the upload, the release and the activation; no text that stands in a unit or a site", async () => {
    const before = await program({ ...LOCAL, source: { directory: copy } });
    writeFileSync(join(copy, "guestbook", "more.py"), "MORE = True\n");
    const after = await program({ ...LOCAL, source: { directory: `${copy}/.` } });
    expect(changedInputs(before, after).map(suffixOf)).toEqual(["activation", "release", "source"]);
  });
});
