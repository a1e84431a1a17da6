import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { sshOptions } from "../ssh";
import type { Target } from "../types";
import { renderInventory } from "./ansible/inventory";
import { renderHosts } from "./pyinfra";

/** A folder whose name every careless rendering breaks. */
const folder = mkdtempSync(join(tmpdir(), 'it\'s a "bench": $HOME #1 '));
const wanted = { source: join(folder, "hello"), project: "hello", workers: 4 };

function target(name: string): Target {
  const privateKeyFile = join(folder, "login");
  writeFileSync(privateKeyFile, "a private key");
  return {
    ...{ name, ipv4: "198.19.88.2", ipv6: "2001:db8::2", privateKeyFile },
    knownHostsFile: join(folder, name, "known_hosts"),
    hostKey: "ssh-ed25519 AAAA",
  };
}
const targets = [target("one"), target("two")];

afterAll(() => rmSync(folder, { recursive: true }));

interface Inventory {
  all: { vars: Record<string, unknown>; hosts: Record<string, Record<string, string>> };
}

const inventory = () => parse(renderInventory(targets, wanted, join(folder, "a.tgz"))) as Inventory;
const hosts = () => JSON.parse(renderHosts(targets, wanted)) as Record<string, object>;

describe("Ansible's inventory", () => {
  it("keeps paths as they are", () => {
    expect(inventory().all.vars).toEqual({
      source: wanted.source,
      archive: join(folder, "a.tgz"),
      ...{
        project: "hello",
        workers: 4,
        gunicorn_requirement: expect.stringMatching(/^gunicorn==/),
      },
    });
  });

  it("gives each host ssh options that a shell splits into the right words", () => {
    for (const one of targets) {
      const words = inventory().all.hosts[one.name]?.["ansible_ssh_common_args"] ?? "";
      const split = execFileSync("bash", ["-c", `printf '%s\\0' ${words}`], { encoding: "utf8" });
      expect(split.split("\0").slice(0, -1)).toEqual(["-F", "/dev/null", ...sshOptions(one)]);
    }
  });
});

describe("pyinfra's hosts", () => {
  it("have their own pinned key and what all are told", () => {
    expect(hosts()).toMatchObject({
      one: { ssh_known_hosts_file: targets[0]?.knownHostsFile, ssh_hostname: "198.19.88.2" },
      two: { ssh_known_hosts_file: targets[1]?.knownHostsFile, ...wanted },
    });
  });
});

describe("A site's secret key", () => {
  const keys = () => Object.values(inventory().all.hosts).map((host) => host["secret_key"]);

  it("is each site's own, long, and the same at the next run and for both tools", () => {
    expect(new Set(keys()).size).toBe(2);
    expect(keys()).toEqual([
      expect.stringMatching(/^\w{50,}$/),
      expect.stringMatching(/^\w{50,}$/),
    ]);
    expect(Object.values(hosts())).toMatchObject(keys().map((key) => ({ secret_key: key })));
  });
});

it.each(["ansible", "pyinfra"])("%s is pinned with all that it needs", (tool) => {
  const text = readFileSync(join(__dirname, tool, "requirements.txt"), "utf8");
  const lines = text.trim().split("\n");
  expect(lines.filter((line) => !/^[\w.-]+==[\w.]+$/.test(line))).toEqual([]);
  expect(lines.length).toBeGreaterThan(5);
});
