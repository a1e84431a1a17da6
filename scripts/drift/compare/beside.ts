import { SSH_PORT } from "../../../components/remote/host-key";
import type { Reading } from "../reading";
import type { Wanted } from "../wanted";

/** ssh's own port, on which everybody may listen for it. */

/**
 * What is on the host beside what the stack put there, and may be meant: it is told and is no drift,
 * since nothing that was applied is another for it.
 */
export function besideTheStack(wanted: Wanted, reading: Reading): string[] {
  return [
    ...publicListeners(wanted, reading),
    ...foreignFiles(wanted, reading),
    ...reading.firewall.tables
      .filter((table) => table !== "inet django_droplet_metadata")
      .map((table) => `nftables has the table ${table} too`),
    ...changedConffiles(wanted, reading),
    ...notRecorded(reading),
  ];
}

function publicListeners({ listeners: wanted }: Wanted, { listeners }: Reading): string[] {
  return listeners
    .filter(({ address }) => !/^(127\.|\[::1\])/.test(address))
    .filter(
      ({ address, port }) =>
        port !== SSH_PORT &&
        !wanted.some((each) => each.port === port && (each.address === address || address === "*")),
    )
    .map(({ address, port, programs }) => {
      const who = programs.length > 0 ? programs.join(", ") : "something";
      return `${who} listens on ${address}:${port}, which the firewall at DigitalOcean keeps from the internet unless it has a rule for it`;
    });
}

const KNOWN = /\/(000-)?default(\.conf)?$|README$|\/django-droplet\.conf$/;

function foreignFiles({ links, files }: Wanted, { folders }: Reading): string[] {
  const own = [...links, ...files].map(({ path }) => path);
  return Object.entries(folders).flatMap(([folder, names]) =>
    names
      .map((name) => `${folder}/${name}`)
      // Debian's default site has a line of its own; ours is not wanted where others have the same in theirs.
      .filter((path) => !own.includes(path) && !KNOWN.test(path))
      .map((path) => `${path} is read too and is not the stack's`),
  );
}

function changedConffiles({ files }: Wanted, { conffiles }: Reading): string[] {
  const own = files.map(({ path }) => path);
  return conffiles
    .filter((path) => !own.includes(path))
    .map((path) => `${path} is not as Debian's package has it`);
}

function notRecorded({ releases }: Reading): string[] {
  return Object.entries(releases).flatMap(([project, release]) =>
    (["static", "virtualenv"] as const)
      .filter((part) => release[part]?.recorded === false)
      .map(
        (part) =>
          `the ${part === "static" ? "static files" : "virtualenv"} of ${project} cannot be compared: when made, nothing of it was recorded`,
      ),
  );
}
