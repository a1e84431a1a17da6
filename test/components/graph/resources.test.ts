import { before, named, type Registered, type Run } from "../../support/mocks";
import { HOST, LOCAL, PRODUCTION, program, SITE, suffixOf } from "./server";

function lineOf({ urn, parent }: Registered): string {
  const name = (full: string): string => full.split("::").at(-1) ?? "";
  return `${name(parent) || "-"} > ${urn.split("::").slice(2).join("::")}`;
}

/** The staged texts: those that a host keeps under their digest. */
export function staged({ resources }: Run): Registered[] {
  return resources.filter(({ inputs }) => JSON.stringify(inputs["create"] ?? "").includes("stage"));
}

describe("the resources of a local stack", () => {
  // A changed name or parent replaces the resource in every stack that exists.
  test("have these types, names and parents", async () => {
    const { resources } = await program(LOCAL);
    expect(resources.map(lineOf).sort()).toMatchInlineSnapshot(`
      [
        "- > django-droplet:index:DjangoServer::django",
        "- > pulumi:providers:digitalocean::digitalocean",
        "django > django-droplet:index:DjangoServer$command:remote:Command::django-sites",
        "django > django-droplet:index:DjangoServer$django-droplet:index:DestroyGuard::django-destroy-guard",
        "django > django-droplet:index:DjangoServer$django-droplet:index:DjangoSite::django-hello",
        "django > django-droplet:index:DjangoServer$django-droplet:index:DropletHost::django-host",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-account",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-activation",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-gunicorn",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-logrotate",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-nginx",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-release",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-secrets",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-service",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-settings",
        "django-hello > django-droplet:index:DjangoSite$command:remote:Command::django-hello-socket",
        "django-hello > django-droplet:index:DjangoSite$command:remote:CopyToRemote::django-hello-source",
        "django-hello > django-droplet:index:DjangoSite$random:index/randomPassword:RandomPassword::django-hello-digest-key",
        "django-hello > django-droplet:index:DjangoSite$random:index/randomPassword:RandomPassword::django-hello-secret-key",
        "django-host > django-droplet:index:DropletHost$command:remote:Command::django-host-metadata-guard",
        "django-host > django-droplet:index:DropletHost$command:remote:Command::django-host-packages",
        "django-host > django-droplet:index:DropletHost$command:remote:Command::django-host-ready",
        "django-host > django-droplet:index:DropletHost$command:remote:Command::django-host-web",
        "django-host > django-droplet:index:DropletHost$digitalocean:index/droplet:Droplet::django-host-droplet",
        "django-host > django-droplet:index:DropletHost$digitalocean:index/firewall:Firewall::django-host-firewall",
        "django-host > django-droplet:index:DropletHost$digitalocean:index/sshKey:SshKey::django-host-ssh-key",
        "django-host > django-droplet:index:DropletHost$digitalocean:index/tag:Tag::django-host-tag",
        "django-host > django-droplet:index:DropletHost$tls:index/privateKey:PrivateKey::django-host-host-key",
        "django-host > django-droplet:index:DropletHost$tls:index/privateKey:PrivateKey::django-host-login-key",
      ]
    `);
  });

  test("are the same ones on DigitalOcean", async () => {
    const local = await program(LOCAL);
    const production = await program(PRODUCTION);
    expect(production.resources.map(lineOf).sort()).toEqual(local.resources.map(lineOf).sort());
  });

  test("are called after their parent", async () => {
    const { resources } = await program(LOCAL);
    const nameless = resources.filter(
      ({ name, parent }) => parent !== "" && !name.startsWith(`${parent.split("::").at(-1)}-`),
    );
    expect(nameless).toEqual([]);
  });

  test("of the cloud belong to the provider that the program made for the stack's cloud", async () => {
    for (const [config, endpoint] of [
      [LOCAL, "http://127.0.0.1:8001"],
      [PRODUCTION, "https://api.digitalocean.com"],
    ] as const) {
      const run = await program(config);
      expect(named(run, "digitalocean").inputs).toMatchObject({ apiEndpoint: endpoint });
      const { urn } = named(run, "digitalocean");
      const cloud = run.resources.filter(({ type }) => type.startsWith("digitalocean:"));
      expect(cloud.map(({ provider }) => provider)).toEqual(
        cloud.map(() => `${urn}::digitalocean-id`),
      );
      expect(cloud).toHaveLength(4);
    }
  });
});

describe("what must be there first", () => {
  const first = async (name: string): Promise<string[]> => {
    const names = before(await program(LOCAL), name);
    return names.map(suffixOf);
  };

  test("for the droplet: the firewall, so that the host is never open", async () => {
    expect(await first(`${HOST}-droplet`)).toEqual(expect.arrayContaining(["firewall", "tag"]));
    expect(await first(`${HOST}-firewall`)).toEqual(["tag"]);
  });

  test("for any command: the droplet; for all but the first the end of its first boot", async () => {
    const run = await program(LOCAL);
    const commands = run.resources.filter(({ type }) => type.startsWith("command:remote:"));
    expect(commands.length).toBeGreaterThan(10);
    for (const { name } of commands) {
      expect([name, before(run, name)]).toEqual([
        name,
        expect.arrayContaining(
          name === `${HOST}-ready` ? [`${HOST}-droplet`] : [`${HOST}-droplet`, `${HOST}-ready`],
        ),
      ]);
    }
  });

  test("for the release: packages, metadata guard, user, source, settings and secrets", async () => {
    expect(await first(`${SITE}-release`)).toEqual(
      expect.arrayContaining([
        "packages",
        "metadata-guard",
        "account",
        "source",
        "settings",
        "secrets",
      ]),
    );
  });

  test("for the release, nothing of the web server: both can be made at once", async () => {
    expect(await first(`${SITE}-release`)).not.toContain("web");
    expect(await first(`${HOST}-web`)).not.toContain("account");
  });

  test("for the activation: the release, the web server and every staged text", async () => {
    const texts = staged(await program(LOCAL)).map(({ name }) => suffixOf(name));
    expect(texts.sort()).toEqual([
      "gunicorn",
      "logrotate",
      "nginx",
      "secrets",
      "service",
      "settings",
      "socket",
    ]);
    expect(await first(`${SITE}-activation`)).toEqual(
      expect.arrayContaining(["release", "web", "metadata-guard", ...texts]),
    );
  });

  test("for the list of sites: everything else that is done on the host", async () => {
    const run = await program(LOCAL);
    const commands = run.resources.filter(({ type }) => type.startsWith("command:remote:"));
    const others = commands.map(({ name }) => name).filter((name) => name !== "django-sites");
    expect(before(run, "django-sites")).toEqual(expect.arrayContaining(others));
  });

  test("packages are installed one after the other, since dpkg has one lock", async () => {
    expect(await first(`${HOST}-web`)).toContain("packages");
  });
});
