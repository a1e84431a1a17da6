import type { Choice } from "../../../components/serve/choices";
import { CHOICES, EACH_CHOICE, nameOf } from "../../support/choices";
import { before, named, type Registered, type Run } from "../../support/mocks";
import { textOf } from "../../support/wire";
import { HOST, LOCAL, parameterOf, program, SITE, suffixOf } from "./server";

/** A local stack with these choices. */
function stack(choice: Choice): Promise<Run> {
  return program({ ...LOCAL, ...choice });
}

/** By name and type: what a change of it would replace. */
function identityOf({ urn, parent }: Registered): string {
  return `${parent} > ${urn}`;
}

/** The texts that are staged and then installed: not the managed settings, not the secrets. */
function installed(run: Run): string[] {
  return run.resources
    .filter(({ inputs }) => JSON.stringify(inputs["create"] ?? "").includes("django-droplet-stage"))
    .map(({ name }) => suffixOf(name))
    .filter((kind) => !["settings", "secrets"].includes(kind))
    .sort();
}

const TEXTS: Readonly<Record<string, string>> = {
  "gunicorn + nginx + systemd": "gunicorn logrotate nginx service socket",
  "gunicorn + nginx + supervisor": "gunicorn listen logrotate nginx program",
  "gunicorn + apache + systemd": "apache gunicorn logrotate service socket",
  "gunicorn + apache + supervisor": "apache gunicorn listen logrotate program",
  "gunicorn + none + systemd": "gunicorn logrotate service socket",
  "gunicorn + none + supervisor": "gunicorn listen logrotate program",
  "uwsgi + nginx + systemd": "logrotate nginx service socket uwsgi",
  "uwsgi + nginx + supervisor": "listen logrotate nginx program uwsgi",
  "uwsgi + apache + systemd": "apache logrotate service socket uwsgi",
  "uwsgi + apache + supervisor": "apache listen logrotate program uwsgi",
  "uwsgi + none + systemd": "logrotate service socket uwsgi",
  "uwsgi + none + supervisor": "listen logrotate program uwsgi",
  "mod_wsgi + apache + systemd": "apache wsgi",
};

test("all combinations are looked at", () => {
  expect(CHOICES.map(nameOf).sort()).toEqual(Object.keys(TEXTS).sort());
});

describe.each(EACH_CHOICE)("a stack of %s", (name, choice) => {
  test("has the resources of every other one, but for its texts", async () => {
    const [run, usual] = [await stack(choice), await program(LOCAL)];
    expect(installed(run).join(" ")).toBe(TEXTS[name]);
    const withoutTexts = (each: Run): string[] => {
      const texts = installed(each);
      return each.resources
        .filter((resource) => !texts.includes(suffixOf(resource.name)))
        .map(identityOf)
        .sort();
    };
    expect(withoutTexts(run)).toEqual(withoutTexts(usual));
  });

  test("has the texts that others have too by the same name, so that a change of choice keeps them", async () => {
    const [run, usual] = [await stack(choice), await program(LOCAL)];
    const shared = installed(run).filter((kind) => installed(usual).includes(kind));
    const identities = (each: Run): string[] =>
      each.resources
        .filter((resource) => shared.includes(suffixOf(resource.name)))
        .map(identityOf)
        .sort();
    expect(identities(run)).toEqual(identities(usual));
  });

  test("installs supervisor where it is wanted, and only there", async () => {
    const packages = parameterOf(await stack(choice), `${HOST}-packages`, "PACKAGES");
    expect(packages).toEqual([
      ...["python3-venv", "nftables", "logrotate", "curl"],
      ...(choice.supervisor === "supervisor" ? ["supervisor"] : []),
    ]);
  });

  test("installs its web server and no other one", async () => {
    const packages = parameterOf(await stack(choice), `${HOST}-web`, "PACKAGES");
    const expected = {
      nginx: ["nginx"],
      apache:
        choice.appServer === "mod_wsgi" ? ["apache2", "libapache2-mod-wsgi-py3"] : ["apache2"],
      none: undefined,
    };
    expect(packages).toEqual(expected[choice.webServer]);
  });

  test("has in its virtualenv what serves it", async () => {
    const requirements = parameterOf(await stack(choice), `${SITE}-release`, "EXTRA_REQUIREMENTS");
    const [server] = requirements ?? [];
    const expected = { gunicorn: /^gunicorn==/, uwsgi: /^pyuwsgi==/, mod_wsgi: /^$/ };
    expect(server).toMatch(expected[choice.appServer]);
    expect(requirements?.some((each) => each.startsWith("whitenoise=="))).toBe(
      choice.webServer === "none",
    );
  });

  test("is activated after the release, the web server and every one of its texts", async () => {
    const run = await stack(choice);
    const first = before(run, `${SITE}-activation`).map(suffixOf);
    expect(first).toEqual(
      expect.arrayContaining(["release", "web", "metadata-guard", ...installed(run)]),
    );
  });

  test("is read by whoever supervises it", async () => {
    const { readings } = await stack(choice);
    const way = choice.appServer === "mod_wsgi" ? "apache apache2" : `${choice.supervisor} hello`;
    // There is no host, so it is asked a second time, for the same.
    const [text, ...others] = new Set(readings.map((reading) => reading.text));
    expect(others).toEqual([]);
    expect(text).toMatch(
      new RegExp(`^SITES='hello ${way} ${choice.webServer} /var/log/\\S+ 203.0.113.10'$`, "m"),
    );
  });
});

test.each([
  ["nginx", "gunicorn", "supervisor"],
  ["none", "uwsgi", "systemd"],
  ["apache", "mod_wsgi", "systemd"],
] as const)(
  "the first preview shows every text behind %s of %s under %s, and nothing is read",
  async (webServer, appServer, supervisor) => {
    const config = { ...LOCAL, webServer, appServer, supervisor };
    const run = await program(config, { preview: true, exists: false });
    for (const kind of installed(run)) {
      const { inputs } = named(run, `${SITE}-${kind}`);
      expect(textOf(inputs["stdin"])).not.toBe("");
      expect(textOf(inputs["create"])).toMatch(/sha256:[0-9a-f]{64}'$/);
    }
    expect(run.outputs["serviceStatus"]?.known).toBe(false);
    expect(run.readings).toEqual([]);
  },
);
