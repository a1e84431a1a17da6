import { diffLines } from "../../preview/line-diff";
import { joined, type Finding } from "../finding";
import type { Found, Reading } from "../reading";
import type { Wanted, WantedFile, WantedFolder, WantedLink } from "../wanted";

/** Files, folders and links that are not as they were put there. */
export function comparePaths(wanted: Wanted, { paths }: Reading): Finding[] {
  const at = (path: string): Found | undefined => paths[path] ?? undefined;
  return [
    ...wanted.files
      .filter(({ together }) => together === undefined)
      .flatMap((file) => compareFile(file, at(file.path))),
    ...together(wanted.files.filter((file) => compareFile(file, at(file.path)).length > 0)),
    ...wanted.folders.flatMap((folder) => compareFolder(folder, at(folder.path))),
    ...wanted.links.flatMap((link) => compareLink(link, at(link.path))),
    ...wanted.absent
      .filter(({ path }) => at(path))
      .map(({ of, path, why }) => ({ of, what: path, is: `is there; ${why}` })),
  ];
}

function compareFile(file: WantedFile, found: Found | undefined): Finding[] {
  const { of, path, sha256, text } = file;
  if (!found) return [{ of, what: path, is: "is missing" }];
  if (found.type !== "file") return [{ of, what: path, is: `is ${article(found)}, not a file` }];
  const differs = found.sha256 !== sha256;
  const problems = [...(differs ? ["differs"] : []), ...placeProblems(file, found)];
  if (problems.length === 0) return [];
  const lines =
    differs && text !== undefined && typeof found.text === "string" && diffLines(text, found.text);
  return [{ of, what: path, is: joined(problems), ...(lines && { lines }) }];
}

function compareFolder(folder: WantedFolder, found: Found | undefined): Finding[] {
  const { of, path, byHand } = folder;
  // The steps make one that is missing, and change the mode of their user's own.
  if (!found) return [{ of, what: path, is: "is missing" }];
  const isFolder = found.type === "folder";
  const problems = isFolder ? placeProblems(folder, found) : [`is ${article(found)}, not a folder`];
  if (problems.length === 0) return [];
  const stays = byHand !== undefined && (!isFolder || found.owner !== folder.owner);
  return [{ of, what: path, is: joined(problems), ...(stays && { byHand }) }];
}

function compareLink({ of, path, target }: WantedLink, found: Found | undefined): Finding[] {
  if (!found) {
    const to = target === undefined ? "" : `, and has to lead to ${target}`;
    return [{ of, what: path, is: `is missing${to}` }];
  }
  if (target === undefined || found.target === target) return [];
  const wanted = found.type === "link" ? "one" : "a link";
  return [{ of, what: path, is: `is ${article(found)}, not ${wanted} to ${target}` }];
}

/** Those that are told of by their folder. */
function together(files: readonly WantedFile[]): Finding[] {
  const folders = [...new Set(files.flatMap(({ together: folder }) => folder ?? []))];
  return folders.map((folder) => {
    const inside = files.filter((file) => file.together === folder);
    const is = `${inside.length} of its files ${inside.length === 1 ? "is" : "are"} missing or not as put there`;
    return { of: inside[0]?.of ?? "", what: folder, is };
  });
}

function placeProblems({ mode, owner }: Partial<WantedFolder>, found: Found): string[] {
  return [
    ...(mode !== undefined && found.mode !== mode ? [`mode is ${found.mode}, not ${mode}`] : []),
    ...(owner !== undefined && found.owner !== owner
      ? [`owner is ${found.owner}, not ${owner}`]
      : []),
  ];
}

function article({ type, target }: Found): string {
  const words = { file: "a file", folder: "a folder", other: "a device or socket" };
  return type === "link" ? `a link to ${target ?? ""}` : words[type];
}
