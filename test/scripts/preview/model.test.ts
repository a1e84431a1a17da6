import type { Action, Resource } from "../../../scripts/preview/events";
import { pricesAsOf } from "../../../components/host/sizes";
import { exitCode, failedModel } from "../../../scripts/preview/model";
import { TYPES } from "../../../scripts/preview/resources";
import { modelFrom, modelOfRecorded, NAMES, previewOf } from "./recorded";

const whatOf = (name: string, action: string): string[] =>
  modelOfRecorded(name)
    .changes.filter((change) => change.action === action)
    .map(({ what }) => what);

const stepsOf = (name: string): string[] =>
  modelOfRecorded(name).steps.map(({ project, step }) => (project ? `${project}: ${step}` : step));

it.each<[string, number]>([
  ["same", 0],
  ["bad", 1],
  ["protected", 1],
  ...NAMES.filter((name) => !["same", "bad", "protected"].includes(name)).map(
    (name): [string, number] => [name, 2],
  ),
])("%s ends with %d", (name, code) => {
  expect(exitCode(modelOfRecorded(name))).toBe(code);
});

it("ends with 1 where the engine fails, whatever it said before", () => {
  expect(exitCode(modelOfRecorded("same", { succeeded: false }))).toBe(1);
  expect(exitCode(failedModel("dev", ["no such stack"]))).toBe(1);
});

it("makes all things of a server on a first run, and runs all steps in their order", () => {
  expect(whatOf("first", "create")).toEqual([
    "droplet",
    "SECRET_KEY of hello",
    "digest key of hello",
    "firewall",
    "host's ssh key",
    "site hello",
    "ssh key at DigitalOcean",
    "ssh key that logs in",
    "tag",
    ...["gunicorn", "logrotate", "nginx", "service", "settings", "socket"].map(
      (kind) => `text hello/${kind}`,
    ),
  ]);
  expect(stepsOf("first")).toEqual([
    ...["ready", "packages", "web", "metadata-guard"],
    ...["account", "source", "secrets", "release", "activation"].map((step) => `hello: ${step}`),
    "sites",
  ]);
  expect(modelOfRecorded("first")).toMatchObject({ newMachine: true, losses: [] });
});

it("names the alerts that come, and says of those that go", () => {
  const preview = previewOf("same");
  const alert = (type: string, name: string, parent: string, action: Action): Resource => ({
    ...{ urn: `urn:${name}`, type, name, parent, action, reasons: [] },
    isProtected: { before: false, after: false },
  });
  const alerts = (action: Action) => [
    alert(TYPES.monitorAlert, "django-host-load-alert", "django-host", action),
    alert(TYPES.uptimeCheck, "django-hello-uptime-check", "django-hello", action),
    alert(TYPES.uptimeAlert, "django-hello-down-alert", "django-hello", action),
  ];
  const model = (action: Action) =>
    modelFrom({ ...preview, resources: [...preview.resources, ...alerts(action)] });
  expect(model("create").changes).toEqual(
    ["down alert of hello", "load alert", "uptime check of hello"].map((what) => ({
      action: "create",
      what,
    })),
  );
  expect([...model("delete").losses].sort()).toEqual([
    "The down alert of hello is deleted.",
    "The load alert is deleted.",
    "The uptime check of hello is deleted.",
  ]);
});

it("tells a change of the workers, the text in which they stand, and the one step that runs", () => {
  const { facts, texts, newMachine } = modelOfRecorded("workers");
  expect(facts).toEqual([{ what: "hello: workers", before: "4", after: "3" }]);
  expect(texts.map(({ label, path, added, removed }) => ({ label, path, added, removed }))).toEqual(
    [{ label: "hello/service", path: "/etc/systemd/system/hello.service", added: 1, removed: 1 }],
  );
  expect(stepsOf("workers")).toEqual(["hello: activation"]);
  expect(newMachine).toBe(false);
});

it("tells what another size costs, and that the droplet is off meanwhile", () => {
  const { costs, notices, facts } = modelOfRecorded("size");
  expect(costs).toEqual({
    local: true,
    asOf: pricesAsOf,
    items: [
      { what: "droplet", before: 6, after: 24 },
      { what: "backups", before: 0, after: 4.8 },
      { what: "total", before: 6, after: 28.8 },
    ],
  });
  expect(notices).toEqual([expect.stringContaining("off while it is resized")]);
  expect(facts.map(({ what }) => what)).toEqual(["size", "backups", "hello: workers"]);
});

it("tells of new code by the source's digest, without a text that changes", () => {
  const { releases, texts } = modelOfRecorded("code");
  expect(releases).toEqual([
    {
      project: "hello",
      from: { id: "3dc6a4c7053f", source: expect.stringMatching(/^e3e20ce78092/) as string },
      to: { id: "e7bc1372154a", source: expect.stringMatching(/^95938e924726/) as string },
      changed: ["source"],
      git: null,
    },
  ]);
  expect(texts).toEqual([]);
  expect(stepsOf("code")).toEqual(["hello: source", "hello: release", "hello: activation"]);
});

it("tells of a change of web server and supervisor by texts that come, go and change", () => {
  expect(whatOf("apache", "create")).toEqual(["text hello/apache", "text hello/program"]);
  expect(whatOf("apache", "delete")).toEqual(
    ["nginx", "service", "socket"].map((kind) => `text hello/${kind}`),
  );
  expect(whatOf("apache", "update")).toEqual(["text hello/logrotate"]);
  const { steps, losses } = modelOfRecorded("apache");
  expect(steps[0]?.what).toMatch(/\(\+ supervisor\)$/);
  expect(losses).toEqual([]);
});

it("shows who may reach port 22 line by line", () => {
  const [firewall] = modelOfRecorded("ssh").texts;
  const signed = firewall?.lines.flatMap((line) =>
    line && line.sign !== " " ? [`${line.sign}${line.text.trim()}`] : [],
  );
  expect(signed).toEqual(["-- 0.0.0.0/0", "-- ::/0", "+- 203.0.113.7/32"]);
});

it.each(["replaced", "protected"])("%s: a new droplet loses what is on the old one", (name) => {
  const { losses, changes, texts, newMachine } = modelOfRecorded(name);
  expect(losses).toEqual([
    "The droplet is replaced by a new, empty one, because of region (fra1 → ams3): its disk with " +
      "databases, uploads and logs is lost, and its address (198.18.243.2, 2001:db8:d0:f3::2).",
  ]);
  // Texts and steps go to the new machine as they are.
  expect(changes).toEqual([{ action: "replace", what: "droplet" }]);
  expect(texts).toEqual([]);
  expect(newMachine).toBe(true);
});

it("tells what stays of a site that is taken off", () => {
  const { losses, releases, steps } = modelOfRecorded("siteless");
  expect(losses).toEqual([
    "The site shop is taken off the server; its data in /var/opt/shop, its logs and its user stay.",
  ]);
  expect(releases).toMatchObject([{ project: "shop", to: {} }]);
  expect(steps.map(({ what }) => what)).toEqual(["takes sites off that are not listed (shop)"]);
});

it("has all that is wrong with the settings, and nothing else", () => {
  const { errors, losses, steps, texts, costs } = modelOfRecorded("bad");
  expect(errors.join("\n").split("\n")).toEqual([
    expect.stringMatching(/^django-droplet:size: /) as string,
    expect.stringMatching(/^django-droplet:workers: /) as string,
  ]);
  expect([losses, steps, texts, costs]).toEqual([[], [], [], null]);
});
