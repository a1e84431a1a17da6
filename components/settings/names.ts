import { FOLDERS, UNITS, USERS } from "./debian";
import { Refusal } from "./refusal";
import { SettingError, checkAs } from "./setting-error";
import { show } from "./wording";

/** useradd's limit: 32 bytes with the end mark. */
const LONGEST_USER = 31;
/** Leaves room under the 108 bytes that a socket's path may have, and for suffixes of units. */
const LONGEST_NAME = 50;

/** https://docs.python.org/3/reference/lexical_analysis.html#keywords */
const PYTHON_KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except " +
    "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
    "with yield"
  ).split(" "),
);

/**
 * A Django project's name: the package with wsgi.py. The host gets folders of this name in /opt,
 * /etc/opt, /var/opt, /var/log and /run.
 */
export function parseProject(project: string): string {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(project) || PYTHON_KEYWORDS.has(project)) {
    throw new Refusal(
      `${show(project)} is not a name of a Python package; give the folder that holds wsgi.py: letters, digits and _, no digit first`,
    );
  }
  if (project.length > LONGEST_NAME) {
    throw new Refusal(
      `${show(project)} is too long; give the package a name of up to ${LONGEST_NAME} characters`,
    );
  }
  if (FOLDERS.has(project)) {
    throw new Refusal(
      `${show(project)} is taken: Debian or a package of it has a /var/log/${project} or /run/${project}; give the package another name`,
    );
  }
  return project;
}

/** The system user that runs a project. */
export function parseUser(user: string): string {
  if (!/^[a-z_][a-z0-9_-]*$/.test(user) || user.length > LONGEST_USER) {
    throw new Refusal(
      `${show(user)} is not a name of a system user; use up to ${LONGEST_USER} lower-case letters, digits, _ and -, with a letter or _ first`,
    );
  }
  if (USERS.has(user) || user.startsWith("systemd-")) {
    throw new Refusal(
      `${show(user)} is a user or group of Debian or a package of it; choose another: pulumi config set user ${user}-site`,
    );
  }
  return user;
}

/** The name of a project's systemd units, without their suffix. */
export function parseUnit(unit: string): string {
  const bare = unit.replace(/\.(service|socket)$/, "");
  if (bare !== unit) {
    throw new Refusal(`${show(unit)} has a suffix; give the name alone: ${bare}`);
  }
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(unit) || unit.length > LONGEST_NAME) {
    throw new Refusal(
      `${show(unit)} is not a name of a systemd unit; use up to ${LONGEST_NAME} letters, digits, _, - and ., with a letter, digit or _ first`,
    );
  }
  if (UNITS.has(unit) || /^(systemd|django-droplet)-/.test(unit)) {
    throw new Refusal(
      `${show(unit)} is a unit of Debian, a package of it or this program; choose another: pulumi config set unit ${unit}-site`,
    );
  }
  return unit;
}

/**
 * The project's name: the setting's, else that of the only package with a wsgi.py.
 *
 * @param packages the packages that have one, sorted
 * @throws SettingError where there is none, or more than one to choose from
 */
export function chooseProject(
  setting: string | undefined,
  directory: string,
  packages: readonly string[],
): string {
  const [project, ...others] = packages;
  if (setting !== undefined) return setting;
  if (project === undefined) {
    throw new SettingError(
      "project",
      `not set, and no folder in ${show(directory)} has a wsgi.py; give the folder with manage.py and the project's package: pulumi config set --path source.directory FOLDER`,
    );
  }
  if (others.length > 0) {
    throw new SettingError(
      "project",
      `not set, and there is a wsgi.py in each of ${packages.join(", ")}; choose one: pulumi config set project ${project}`,
    );
  }
  return checkAs("project", () => parseProject(project));
}

/** The user's name: the setting's, else the project's in lower case, as Debian has its users. */
export function chooseUser(setting: string | undefined, project: string): string {
  return setting ?? checkAs("user", () => parseUser(project.toLowerCase()));
}

/** The unit's name: the setting's, else the project's in lower case. */
export function chooseUnit(setting: string | undefined, project: string): string {
  return setting ?? checkAs("unit", () => parseUnit(project.toLowerCase()));
}
