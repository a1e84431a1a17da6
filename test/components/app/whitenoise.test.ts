import { renderDeployedSettings } from "../../../components/app/deployed-settings";
import { PATHS } from "../../support/site";
import { removeFolders } from "./project-folder";
import { runSettings } from "./run-settings";

const OPTIONS = { settingsModule: "shop.settings", paths: PATHS };
const WITH = renderDeployedSettings({ ...OPTIONS, whitenoise: true });
const WITHOUT = renderDeployedSettings({ ...OPTIONS, whitenoise: false });

const SECURITY = "django.middleware.security.SecurityMiddleware";
const SESSION = "django.contrib.sessions.middleware.SessionMiddleware";
const WHITENOISE = "whitenoise.middleware.WhiteNoiseMiddleware";

afterEach(removeFolders);

function middleware(own: string, text = WITH): unknown {
  return runSettings(text, own)["MIDDLEWARE"];
}

describe("whitenoise stands among the middleware", () => {
  test.each<[string, string, string[]]>([
    ["behind Django's own", `["${SECURITY}", "${SESSION}"]`, [SECURITY, WHITENOISE, SESSION]],
    [
      "behind it wherever the project has it",
      `["${SESSION}", "${SECURITY}"]`,
      [SESSION, SECURITY, WHITENOISE],
    ],
    ["first, where the project has none", `["${SESSION}"]`, [WHITENOISE, SESSION]],
    ["alone, where there is nothing else", "[]", [WHITENOISE]],
    ["of a tuple as well", `("${SECURITY}", "${SESSION}")`, [SECURITY, WHITENOISE, SESSION]],
    [
      "where the project put it, and once",
      `["${SESSION}", "${WHITENOISE}", "${SECURITY}"]`,
      [SESSION, WHITENOISE, SECURITY],
    ],
  ])("%s: %s", (_where, own, expected) => {
    expect(middleware(`MIDDLEWARE = ${own}\n`)).toEqual(expected);
  });

  test("of a project that names none at all", () => {
    expect(middleware("")).toEqual([WHITENOISE]);
  });

  test("without a change of the project's own list, which other modules may have", () => {
    const own = `
class Same(list):
    def insert(self, *_):
        raise TypeError("the project's own list")
MIDDLEWARE = Same(["${SECURITY}"])
`;
    expect(middleware(own)).toEqual([SECURITY, WHITENOISE]);
  });
});

describe("behind a web server", () => {
  test("the project's middleware is as it was", () => {
    expect(middleware(`MIDDLEWARE = ("${SESSION}",)\n`, WITHOUT)).toEqual([SESSION]);
    expect(middleware("", WITHOUT)).toBeUndefined();
  });

  test("nothing of it is in the text, and nothing else differs", () => {
    expect(WITHOUT).not.toMatch(/whitenoise/i);
    const lines = WITH.split("\n");
    let from = 0;
    for (const line of WITHOUT.split("\n")) {
      from = lines.indexOf(line, from) + 1;
      expect([line, from > 0]).toEqual([line, true]);
    }
  });
});

test("what it serves is the release's own folder, under the URL that the pages have", () => {
  expect(runSettings(WITH, "STATIC_URL = 'assets/'\n")).toMatchObject({
    STATIC_URL: "/static/",
    STATIC_ROOT: "RELEASE/static",
  });
});
