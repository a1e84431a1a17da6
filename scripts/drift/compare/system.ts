import { createHash } from "node:crypto";
import { joined, type Finding } from "../finding";
import type { Reading } from "../reading";
import { HOST, type Wanted } from "../wanted";
import { SSHD_FILE, sshdWords } from "../wanted-host";

/** Packages, users, who may log in and how, the metadata guard, and sites that are nobody's. */
export function compareSystem(wanted: Wanted, reading: Reading): Finding[] {
  return [
    ...wanted.packages.flatMap((name) => comparePackage(name, reading.packages[name])),
    ...wanted.users.flatMap(({ of, name }) => compareUser(of, name, reading.users[name])),
    ...compareSshd(wanted, reading),
    ...compareKeys(wanted, reading),
    ...compareGuard(wanted, reading),
    ...unwantedSites(wanted, reading),
  ];
}

function comparePackage(name: string, status: string | undefined): Finding[] {
  if (status === "installed") return [];
  const is = status === undefined ? "is not installed" : `is not installed (${status})`;
  return [{ of: HOST, what: `package ${name}`, is }];
}

const NO_LOGIN = "/usr/sbin/nologin";

function compareUser(of: string, name: string, user: Reading["users"][string] | undefined) {
  const what = `user ${name}`;
  if (!user) return [{ of, what, is: "is missing" }];
  const problems = [
    ...(user.shell === NO_LOGIN ? [] : [`shell is ${user.shell}, not ${NO_LOGIN}`]),
    ...(user.locked ? [] : ["has a password"]),
    ...(user.groups.length === 0 ? [] : [`is in the groups ${user.groups.join(", ")}`]),
    ...(user.members.length === 0 ? [] : [`its group has ${user.members.join(", ")} too`]),
  ];
  return problems.length > 0 ? [{ of, what, is: joined(problems) }] : [];
}

/** What is in effect, where the stack's own file is not to blame: that one is compared by itself. */
function compareSshd({ sshd: wanted }: Wanted, { sshd, paths }: Reading): Finding[] {
  const own = (paths[SSHD_FILE]?.text ?? "").split("\n").map(sshdWords);
  return wanted.flatMap((directive) => {
    const [key = "", ...words] = directive.split(" ");
    const value = words.join(" ");
    const now = sshd[key];
    if (now === undefined || now === value || !own.includes(directive)) return [];
    return [
      {
        ...{ of: HOST, what: `sshd's ${key}`, is: `is ${now}, not ${value}` },
        byHand: {
          words: "another file is read before the stack's",
          command: `grep -ri ${key} /etc/ssh/sshd_config.d`,
        },
      },
    ];
  });
}

/** Keys that let in who is not in the stack. One that is missing could not have let us in. */
function compareKeys({ rootKeys: wanted }: Wanted, { rootKeys }: Reading): Finding[] {
  const known = wanted.map(keyOf);
  return rootKeys
    .filter((line) => line.trim() !== "" && !line.startsWith("#") && !known.includes(keyOf(line)))
    .map((line) => ({
      ...{ of: HOST, what: "/root/.ssh/authorized_keys" },
      is: `lets in a key that is not the stack's: ${fingerprint(line)}`,
      byHand: { words: "take it out, or name it in authorizedKeys" },
    }));
}

/** The key itself, whatever stands before and behind it. */
function keyOf(line: string): string {
  return /\bAAAA[\w+/=]+/.exec(line)?.[0] ?? line.trim();
}

/** As ssh-keygen -l has it. */
function fingerprint(line: string): string {
  const key = Buffer.from(keyOf(line), "base64");
  return `SHA256:${createHash("sha256").update(key).digest("base64").replace(/=+$/, "")}`;
}

/** What the kernel has, whatever the file says; nft writes the rules in its own way. */
function compareGuard({ guard }: Wanted, { firewall }: Reading): Finding[] {
  if (guard === undefined) return [];
  const what = "nftables' table django_droplet_metadata";
  if (firewall.guard.trim() === "") return [{ of: HOST, what, is: "is not loaded" }];
  const rules = firewall.guard.match(/daddr .*/g) ?? [];
  const [, elements = ""] = /elements = \{([^}]*)\}/.exec(firewall.guard) ?? [];
  const readers = elements.match(/[^\s,]+/g) ?? [];
  const isWhole =
    /hook output/.test(firewall.guard) &&
    rules.length === 1 &&
    /^daddr 169\.254\.169\.254 meta skuid != (0|@readers) (counter .*)?reject\b/.test(rules[0]) &&
    readers.every((id) => id === "0" || id === firewall.agent);
  return isWhole
    ? []
    : [{ of: HOST, what, is: "lets others than root reach the metadata service" }];
}

/** A site that an earlier stack's run left: its step was never told to take it down. */
function unwantedSites({ projects }: Wanted, { sites }: Reading): Finding[] {
  return sites
    .filter((project) => !projects.includes(project))
    .map((project) => ({ of: HOST, what: `site ${project}`, is: "is not in the stack" }));
}
