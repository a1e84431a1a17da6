import { alertRules } from "../../../components/host/alerts";
import { findSize, type Size } from "../../../components/host/sizes";
import { before, changedInputs, named, type Registered, type Run } from "../../support/mocks";
import { reveal } from "../../support/wire";
import { HOST, LOCAL, PRODUCTION, program, SITE } from "./server";

const EMAILS = ["ada@example.com", "bob@example.com"];
const WATCHED = { ...PRODUCTION, alertEmails: EMAILS };

const lineOf = ({ type, name, parent }: Registered): string =>
  `${parent.split("::").at(-1)} > ${type} ${name}`;

const watching = ({ resources }: Run): Registered[] =>
  resources.filter(({ type }) => /Alert$|UptimeCheck$/.test(type));

test.each([LOCAL, PRODUCTION])("nobody to tell: nothing is watched", async (config) => {
  expect(watching(await program(config))).toEqual([]);
});

// A changed name or parent replaces the resource in every stack that exists.
test("somebody to tell: the droplet and the site are watched", async () => {
  expect(
    watching(await program(WATCHED))
      .map(lineOf)
      .sort(),
  ).toEqual([
    `${SITE} > digitalocean:index/uptimeAlert:UptimeAlert ${SITE}-down-alert`,
    `${SITE} > digitalocean:index/uptimeCheck:UptimeCheck ${SITE}-uptime-check`,
    `${HOST} > digitalocean:index/monitorAlert:MonitorAlert ${HOST}-disk-alert`,
    `${HOST} > digitalocean:index/monitorAlert:MonitorAlert ${HOST}-load-alert`,
    `${HOST} > digitalocean:index/monitorAlert:MonitorAlert ${HOST}-memory-alert`,
  ]);
});

test("on the local cloud too", async () => {
  const local = await program({ ...LOCAL, alertEmails: EMAILS });
  expect(watching(local).map(lineOf).sort()).toEqual(
    watching(await program(WATCHED))
      .map(lineOf)
      .sort(),
  );
  expect(named(local, `${SITE}-uptime-check`).inputs).toMatchObject({
    target: "http://203.0.113.10/",
  });
});

test("nothing else is another with alerts", async () => {
  const changed = changedInputs(await program(PRODUCTION), await program(WATCHED));
  expect(changed).toEqual(
    watching(await program(WATCHED))
      .map(({ name }) => name)
      .sort(),
  );
});

test.each(["s-1vcpu-1gb", "s-4vcpu-8gb"])("the limits are those of %s", async (slug) => {
  const run = await program({ ...WATCHED, size: slug });
  for (const { suffix, type, value, description } of alertRules(findSize(slug) as Size)) {
    expect(named(run, `${HOST}-${suffix}`).inputs).toEqual({
      type,
      value,
      description: `test: ${description}`,
      compare: "GreaterThan",
      window: "5m",
      tags: [`${HOST}-tag-1a2b3c4`],
      alerts: { emails: EMAILS },
    });
  }
});

test("the droplet's alerts are on the tag of its firewall, not on itself, and come after it", async () => {
  const run = await program(WATCHED);
  for (const suffix of ["load-alert", "memory-alert", "disk-alert"]) {
    const { inputs } = named(run, `${HOST}-${suffix}`);
    expect(inputs["tags"]).toEqual(named(run, `${HOST}-firewall`).inputs["tags"]);
    expect(inputs).not.toHaveProperty("entities");
    expect(before(run, `${HOST}-${suffix}`)).toContain(`${HOST}-droplet`);
  }
});

test("the site is asked for at its url, once it serves", async () => {
  const run = await program({ ...WATCHED, region: "sfo3" });
  expect(named(run, `${SITE}-uptime-check`).inputs).toEqual({
    name: "hello (test)",
    target: "http://www.example.com/",
    type: "http",
    regions: ["us_west"],
  });
  expect(before(run, `${SITE}-uptime-check`)).toContain(`${SITE}-activation`);
  expect(reveal(named(run, `${SITE}-down-alert`).inputs)).toEqual({
    name: "hello (test) is down",
    checkId: `${SITE}-uptime-check-id`,
    type: "down",
    comparison: "less_than",
    threshold: 1,
    period: "2m",
    notifications: [{ emails: EMAILS }],
  });
});
