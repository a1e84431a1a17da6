import { extraRequirements } from "../../../components/app/extra-requirements";
import type { Choice } from "../../../components/serve/choices";
import type { SiteSettings } from "../../../components/settings";
import { CHOICES, nameOf, siteWith } from "../../support/choices";

/** What is installed beside requirements of these names. */
function extra(choice: Choice, names: string[], changes: Partial<SiteSettings> = {}): string[] {
  const site = siteWith(choice);
  const source = { ...site.source, requirements: { ...site.source.requirements, names } };
  return extraRequirements({ ...site, ...changes, source }, choice.webServer);
}

test("every combination gets what serves it, and nothing that another one needs", () => {
  const found = Object.fromEntries(
    CHOICES.map((choice) => [nameOf(choice), extra(choice, ["django"]).join(" ")]),
  );
  expect(found).toMatchInlineSnapshot(`
    {
      "gunicorn + apache + supervisor": "gunicorn==26.1.0",
      "gunicorn + apache + systemd": "gunicorn==26.1.0",
      "gunicorn + nginx + supervisor": "gunicorn==26.1.0",
      "gunicorn + nginx + systemd": "gunicorn==26.1.0",
      "gunicorn + none + supervisor": "gunicorn==26.1.0 whitenoise==6.12.0",
      "gunicorn + none + systemd": "gunicorn==26.1.0 whitenoise==6.12.0",
      "mod_wsgi + apache + systemd": "",
      "uwsgi + apache + supervisor": "pyuwsgi==2.0.30.post1",
      "uwsgi + apache + systemd": "pyuwsgi==2.0.30.post1",
      "uwsgi + nginx + supervisor": "pyuwsgi==2.0.30.post1",
      "uwsgi + nginx + systemd": "pyuwsgi==2.0.30.post1",
      "uwsgi + none + supervisor": "pyuwsgi==2.0.30.post1 whitenoise==6.12.0",
      "uwsgi + none + systemd": "pyuwsgi==2.0.30.post1 whitenoise==6.12.0",
    }
  `);
});

test("what a project names itself is left to it", () => {
  const names = ["django", "gevent", "gunicorn", "pyuwsgi", "whitenoise"];
  for (const choice of CHOICES) {
    expect([nameOf(choice), extra(choice, names, { workerClass: "gevent" })]).toEqual([
      nameOf(choice),
      [],
    ]);
  }
});

test("gevent comes with gunicorn's workers of that class", () => {
  const choice = { appServer: "gunicorn", webServer: "none", supervisor: "systemd" } as const;
  expect(extra(choice, ["django"], { workerClass: "gevent" })).toEqual([
    "gunicorn==26.1.0",
    "gevent==26.9.0",
    "whitenoise==6.12.0",
  ]);
});

test("each is pinned: a release of the same source is the same tomorrow", () => {
  const all = CHOICES.flatMap((choice) => extra(choice, [], { workerClass: "gevent" }));
  expect(
    all.filter((requirement) => !/^[a-z]+==[0-9]+(\.[0-9]+)+(\.post[0-9]+)?$/.test(requirement)),
  ).toEqual([]);
});
