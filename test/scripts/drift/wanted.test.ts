import { bindList } from "../../../components/serve/binds";
import { appliedOf } from "../../../scripts/drift/applied";
import { besideTheStack } from "../../../scripts/drift/compare/beside";
import { compareHost } from "../../../scripts/drift/compare/host";
import type { Wanted } from "../../../scripts/drift/wanted";
import { wantedOf } from "../../../scripts/drift/wanted-host";
import { generatedSecrets } from "../../../scripts/lib/secrets";
import type { StateResource } from "../../../scripts/lib/state";
import { EACH_CHOICE } from "../../support/choices";
import { stateOf, wantedWith, wholeReading } from "./whole";
import { ed25519Pair } from "../../support/ed25519";

const binds = ({ listeners }: Wanted): string[] =>
  listeners.map(({ address, port }) => `${address}:${port}`).sort();

test.each(EACH_CHOICE)("a host that is just so has no drift: %s", async (_, choice) => {
  const { appServer, webServer, supervisor } = choice;
  const wanted = await wantedWith({ ...choice });
  expect(compareHost(wanted, wholeReading(wanted))).toEqual([]);
  expect(besideTheStack(wanted, wholeReading(wanted))).toEqual([]);

  const units = {
    nginx: ["nginx.service"],
    apache: ["apache2.service"],
    none: [],
    supervisor: ["supervisor.service"],
    systemd: appServer === "mod_wsgi" ? [] : ["hello.service", "hello.socket"],
  };
  expect(wanted.units.map(({ name }) => name).sort()).toEqual(
    ["django-droplet-metadata.service", ...units[webServer], ...units[supervisor]].sort(),
  );
  expect(wanted.programs).toHaveLength(supervisor === "supervisor" ? 1 : 0);

  const web = { nginx: ["0.0.0.0:80", "[::]:80"], apache: ["*:80"], none: [] };
  // Its own socket for all IPv6 addresses takes IPv4 as well.
  const own = supervisor === "supervisor" && webServer === "none" ? ["*:80"] : undefined;
  const application = appServer === "mod_wsgi" ? [] : (own ?? bindList(8000, true, webServer));
  expect(binds(wanted)).toEqual([...web[webServer], ...application].sort());
});

test("without IPv6 nobody has to listen there", async () => {
  expect(binds(await wantedWith({ ipv6: "false" }))).toEqual(["0.0.0.0:80", "127.0.0.1:8000"]);
  expect(binds(await wantedWith({ ipv6: "false", webServer: "apache" }))).toEqual([
    "0.0.0.0:80",
    "127.0.0.1:8000",
  ]);
});

test("of a server that others have too only what is the stack's is compared", async () => {
  const keys = ed25519Pair();
  const host = { address: "203.0.113.7", hostKey: keys.public, privateKey: keys.private };
  const wanted = await wantedWith({ host, workers: "3", domain: "shop.example.com" });
  expect(compareHost(wanted, wholeReading(wanted))).toEqual([]);
  const paths = [...wanted.files, ...wanted.folders, ...wanted.links, ...wanted.absent].map(
    ({ path }) => path,
  );
  expect(paths).toEqual(
    expect.arrayContaining([
      "/usr/local/sbin/django-droplet-stage",
      "/var/lib/django-droplet/sites",
      "/etc/systemd/system/hello.service",
      "/etc/nginx/sites-enabled/hello",
    ]),
  );
  expect(paths.filter((path) => /\/ssh|catch-all|default$|metadata/.test(path))).toEqual([]);
  expect(wanted).toMatchObject({ sshd: [], rootKeys: [] });
  expect(binds(wanted)).toEqual(["127.0.0.1:8000"]);
});

test("no secret is among what is wanted", async () => {
  const state = await stateOf({});
  const generated = state
    .filter(({ type }) => type.startsWith("random:"))
    .map(({ urn }) => `generated-${urn.split("::").at(-1) ?? ""}`);
  expect(generated).toHaveLength(2);
  const wanted = JSON.stringify(wantedOf(appliedOf(state)));
  expect(wanted).toContain("secrets.json");
  expect(generated.filter((secret) => wanted.includes(secret))).toEqual([]);
});

test("of passwords and private keys every line is a secret", () => {
  const resource = (type: string, outputs: Record<string, unknown>): StateResource => ({
    ...{ urn: "u", type, parent: "", inputs: {}, outputs },
  });
  const key =
    "-----BEGIN OPENSSH PRIVATE KEY-----\nline1\nline2\n-----END OPENSSH PRIVATE KEY-----\n";
  expect(
    generatedSecrets([
      resource("tls:index/privateKey:PrivateKey", { privateKeyOpenssh: key }),
      resource("random:index/randomPassword:RandomPassword", { result: "password" }),
      resource("command:remote:Command", { result: "no secret" }),
    ]),
  ).toEqual(["line1", "line2", "password"]);
});

test("people's keys are wanted where there are any, and their file is not where there are none", async () => {
  const file = "/etc/ssh/authorized_keys.d/root";
  const none = await wantedWith();
  expect(none.absent.map(({ path }) => path)).toContain(file);
  const key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIENWnGWE7qeIMQ/I0RV9TsX/9To9NnqqHMHqqklXhzlr ann";
  const some = await wantedWith({ authorizedKeys: [key] });
  expect(some.files.find(({ path }) => path === file)).toMatchObject({ text: `${key}\n` });
});

test("what an older state does not tell is not compared", async () => {
  const state = await stateOf({});
  const wanted = wantedOf(appliedOf(state));
  const without = (stdin: unknown): string =>
    String(stdin).replace(/^SSHD_CONFIG='[\s\S]*?'\n(?=[A-Z_]+=)/m, "");
  const older = wantedOf(
    appliedOf(
      state.map((resource) => ({
        ...resource,
        inputs: { ...resource.inputs, stdin: without(resource.inputs["stdin"]) },
      })),
    ),
  );
  expect(wanted.sshd).toContain("passwordauthentication no");
  expect(older.sshd).toEqual([]);
  expect(older.files).toHaveLength(wanted.files.length - 1);
});
