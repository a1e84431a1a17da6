import type { Problems } from "./problems";
import { hasCiphertext, isCiphertext, isObject, partOf, type Secrets } from "./secrets";
import { NAMESPACE, SettingError } from "./setting-error";

const SITES = `${NAMESPACE}:sites`;
const OVERRIDES = `${NAMESPACE}:unitOverrides`;

const SECRET = "it is a secret, or a part of it is, and";
const UNTOLD = "a part of sites is a secret, and the stack's file does not tell which: here it";
const SHOWN =
  "would stand as plain text in the stack's state and in the unit, which everybody on the server can read";
const FILE = "into a file on the server that only root can read";
const NAME_IT = "name that file: pulumi config set --path unitOverrides.EnvironmentFile /etc/FILE";

/**
 * The config without the directives that are secrets, which become problems: a unit keeps none. They
 * go before anything else reads them, so that no other message shows their values.
 *
 * A secret elsewhere in `sites` does no harm. Pulumi tells only that something in the list is one, and
 * the stack's file tells what. Where it does not, an entry's directives may be it: they are refused,
 * since nothing else of a site has to be secret, and so nobody has to set it as one.
 *
 * @param config as Pulumi hands it over
 */
export function withoutSecretOverrides(
  config: Record<string, string>,
  secrets: Secrets,
  problems: Problems,
): Record<string, string> {
  const result = { ...config };
  const overrides = parsed(config[OVERRIDES]);
  if (overrides !== undefined && secrets.has("unitOverrides")) {
    const kept = secrets.kept("unitOverrides");
    result[OVERRIDES] = JSON.stringify(withoutSecrets(overrides, kept, SECRET, problems));
  }
  const sites = parsed(config[SITES]);
  if (Array.isArray(sites) && secrets.has("sites")) {
    const kept = secrets.kept("sites");
    const start = kept === undefined ? UNTOLD : SECRET;
    const entries = sites.map((entry: unknown, index) => {
      if (!isObject(entry) || !("unitOverrides" in entry)) return entry;
      const ofEntry = partOf(partOf(kept, index), "unitOverrides");
      const own = problems.within(`sites[${index}]`);
      return {
        ...entry,
        unitOverrides: withoutSecrets(entry["unitOverrides"], ofEntry, start, own),
      };
    });
    result[SITES] = JSON.stringify(entries);
  }
  return result;
}

/**
 * The directives that are no secrets.
 *
 * @param kept what the stack's file has in their place; undefined: it does not tell
 * @param start of the refusal of them all
 */
function withoutSecrets(given: unknown, kept: unknown, start: string, problems: Problems): unknown {
  if (given === null || given === "" || (isObject(given) && Object.keys(given).length === 0)) {
    return given;
  }
  if (kept === undefined || isCiphertext(kept)) {
    problems.add(ofAll(start));
    return {};
  }
  if (!isObject(given)) return given;
  const isSecret = (name: string) => {
    const own = partOf(kept, name);
    return own === undefined || hasCiphertext(own);
  };
  const names = Object.keys(given);
  for (const name of names.filter(isSecret)) problems.add(ofOne(name));
  return Object.fromEntries(
    names.filter((name) => !isSecret(name)).map((name) => [name, given[name]]),
  );
}

function ofAll(start: string): SettingError {
  return new SettingError(
    "unitOverrides",
    `${start} ${SHOWN}; put it ${FILE}, set the rest anew without --secret, and ${NAME_IT}`,
  );
}

function ofOne(name: string): SettingError {
  const path = `unitOverrides.${name}`;
  const todo =
    name === "Environment"
      ? `put the variable ${FILE}, ${NAME_IT}, and take it away here: pulumi config rm --path ${path}`
      : `if it need not be one, set it without --secret: pulumi config set --path ${path} VALUE; variables that have to stay secret belong ${FILE}; ${NAME_IT}`;
  return new SettingError(path, `it is a secret, and ${SHOWN}; ${todo}`);
}

/** What Pulumi hands over as JSON; text that is none stays as it is. */
function parsed(text: string | undefined): unknown {
  if (text === undefined || text.trim() === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
