/** What matters of a pip requirements file to whoever wants to know if it changed. */
export interface RequirementsFile {
  /** Other files, relative to this one; constraints only bound versions. URLs are left out. */
  includes: { path: string; line: number; constraints: boolean }[];
  /** Whether a line installs from a folder or an archive on disk. */
  local: boolean;
  /** The packages that are named, as PEP 503 normalizes them. */
  names: string[];
}

const INCLUDE = /^(-r|--requirement|-c|--constraint)(?:\s*=\s*|\s*)(\S.*)$/;
const EDITABLE = /^(?:-e|--editable)\b/;
const FIND_LINKS = /^(?:-f|--find-links)(?:\s*=\s*|\s*)(\S.*)$/;
const URL = /^[a-z][a-z0-9+.-]*:\/\//i;
const ARCHIVE = /\.(whl|zip|tar\.gz|tgz|tar\.bz2|tar\.xz)$/;

/** Reads a file of https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function parseRequirements(text: string): RequirementsFile {
  const found: RequirementsFile = { includes: [], local: false, names: [] };
  for (const { content, line } of logicalLines(text)) {
    const [, option = "", included] = INCLUDE.exec(content) ?? [];
    if (included !== undefined) {
      const path = unquote(included);
      const constraints = /^--?c/.test(option);
      if (!URL.test(path)) found.includes.push({ path, line, constraints });
    } else if (isLocal(content)) {
      found.local = true;
    } else {
      found.names.push(...nameOf(content));
    }
  }
  return found;
}

/** Lines without comments, those that end with a backslash joined, with the number of their first. */
function* logicalLines(text: string): Generator<{ content: string; line: number }> {
  let joined = "";
  let first = 1;
  for (const [index, physical] of text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries()) {
    if (joined === "") first = index + 1;
    const isComment = /^\s*#/.test(physical);
    if (physical.endsWith("\\") && !isComment) {
      joined += physical.slice(0, -1);
      continue;
    }
    const content = (joined + physical).replace(/(^|\s)#.*$/, "").trim();
    joined = "";
    if (content !== "") yield { content, line: first };
  }
  if (joined.trim() !== "") yield { content: joined.trim(), line: first };
}

/** The name that a requirement begins with; options and bare URLs have none. */
function nameOf(line: string): string[] {
  if (URL.test(line)) return [];
  const name = /^[a-z0-9][a-z0-9._-]*/i.exec(line)?.[0];
  return name === undefined ? [] : [name.toLowerCase().replace(/[-_.]+/g, "-")];
}

function isLocal(line: string): boolean {
  if (EDITABLE.test(line)) return true;
  const links = FIND_LINKS.exec(line)?.[1];
  if (links !== undefined) return !URL.test(unquote(links)) || /^file:/i.test(unquote(links));
  if (line.startsWith("-")) return false;
  // Without markers, per-requirement options and extras: `./pkg[dev] ; python_version > "3"`.
  const requirement = line.replace(/\s+--.*$|\s*;.*$/, "").replace(/\[[^\]]*\]$/, "");
  const target = /@\s*(\S+)$/.exec(requirement)?.[1] ?? requirement;
  if (URL.test(target) || /^file:/i.test(target)) return /^file:/i.test(target);
  return target.includes("/") || target.startsWith(".") || ARCHIVE.test(target);
}

function unquote(text: string): string {
  return text.trim().replace(/^(["'])(.*)\1$/, "$2");
}
