import { diffLines } from "../../preview/line-diff";
import type { Finding } from "../finding";
import type { Reading, Tree } from "../reading";
import type { Wanted, WantedRelease } from "../wanted";

/** The source, the static files and the virtualenv of what serves, file by file. */
export function compareReleases({ releases: wanted }: Wanted, { releases }: Reading): Finding[] {
  return wanted.flatMap((release) => {
    const found = releases[release.project];
    return found ? compareRelease(release, found) : [];
  });
}

function compareRelease(wanted: WantedRelease, found: Reading["releases"][string]): Finding[] {
  const { project: of, release, virtualenv } = wanted;
  const parts = [
    { folder: `${release}/src`, tree: found.source },
    { folder: `${release}/static`, tree: found.static },
    { folder: virtualenv, tree: found.virtualenv },
  ];
  return [
    ...(found.complete ? [] : [{ of, what: release, is: "is not marked as complete" }]),
    ...parts.flatMap(({ folder, tree }) => compareTree(of, folder, tree)),
    ...installed(of, found.virtualenv),
  ];
}

function compareTree(of: string, folder: string, tree: Tree | null): Finding[] {
  if (!tree) return [{ of, what: folder, is: "is missing" }];
  const more = tree.count - tree.files.length;
  const named = tree.files.map(({ path, is, before, now }): Finding => {
    const lines =
      typeof before === "string" && typeof now === "string" ? diffLines(before, now) : [];
    return {
      ...{ of, what: path === "." ? folder : `${folder}/${path}`, is: verb(is) },
      ...(lines.length > 0 && { lines }),
    };
  });
  return [
    ...named,
    ...(more > 0 ? [{ of, what: folder, is: `${more} more files are not as they were made` }] : []),
    ...(tree.same || named.length > 0
      ? []
      : [
          {
            of,
            what: folder,
            is: "is not the source that was uploaded; which file cannot be told",
          },
        ]),
  ];
}

function verb(is: string): string {
  const words: Readonly<Record<string, string>> = {
    changed: "differs",
    missing: "is missing",
    added: "is no part of it",
  };
  return words[is] ?? is;
}

/** By what pip leaves of each package: `Django-5.2.dist-info`. */
function installed(of: string, tree: Tree | null): Finding[] {
  const changes = (tree?.files ?? []).flatMap(({ path, is }) => {
    const [, name] = /site-packages\/([^/]+)\.dist-info\/METADATA$/.exec(path) ?? [];
    return name === undefined ? [] : [`${name.replace("-", " ")} ${is}`];
  });
  return changes.length > 0
    ? [{ of, what: "packages in the virtualenv", is: changes.join(", ") }]
    : [];
}
