import { before, named } from "../../support/mocks";
import { textOf } from "../../support/wire";
import { LOCAL, parameterOf, program, suffixOf } from "./server";
import { ed25519Pair } from "../../support/ed25519";

const pair = ed25519Pair();
const access = { address: "203.0.113.7", hostKey: pair.public.trim(), privateKey: pair.private };
const SERVER = { host: access, workers: "3" };
const BY_SUDO = { host: { ...access, user: "ops", ipv6: "2001:db8::7", port: 2222 }, workers: "3" };

const run = (config: Record<string, unknown> = SERVER) => program(config, { secret: ["host"] });
const ofCloud = /digitalocean|tls:/;

describe("a stack on a server that is there already", () => {
  test("makes nothing of a cloud, and the same of everything else", async () => {
    const [server, droplet] = [await run(), await program({ ...LOCAL, workers: "3" })];
    expect(server.resources.filter(({ type }) => ofCloud.test(type))).toEqual([]);
    const names = droplet.resources.filter(({ type }) => !ofCloud.test(type));
    // Whom the metadata service answers is the server's owner's to say.
    expect(server.resources.map(({ name }) => name).sort()).toEqual(
      // Without a key of its own to be known by, the stack has a mark.
      ["django-host-mark", ...names.map(({ name }) => name)]
        .filter((name) => name !== "django-host-metadata-guard")
        .sort(),
    );
    expect(named(server, "django-host").type).toBe("django-droplet:index:ExistingHost");
  });

  test("has its steps wait for each other as on a droplet", async () => {
    const [server, droplet] = [await run(), await program({ ...LOCAL, workers: "3" })];
    const cloud = (await program(LOCAL)).resources.filter(({ type }) => ofCloud.test(type));
    const gone = [...cloud.map(({ name }) => name), "django-host-metadata-guard"];
    for (const name of ["django-hello-release", "django-hello-activation", "django-sites"]) {
      const others = before(server, name).filter((each) => each !== "django-host-mark");
      expect(others).toEqual(before(droplet, name).filter((each) => !gone.includes(each)));
    }
  });

  test("reaches it with the pinned key and the given one, which are secret together", async () => {
    for (const { name, inputs, type } of (await run(BY_SUDO)).resources) {
      if (!type.startsWith("command:")) continue;
      expect([name, inputs["connection"]]).toEqual([
        name,
        expect.objectContaining({
          value: expect.objectContaining({
            ...{ host: "203.0.113.7", port: 2222, user: "ops" },
            hostKey: access.hostKey,
          }) as unknown,
        }),
      ]);
    }
  });

  test("has no output that is secret, and none that it cannot know", async () => {
    const { outputs } = await run(BY_SUDO);
    expect(Object.entries(outputs).filter(([, { secret }]) => secret)).toEqual([]);
    const { ipv4Address, ipv6Address, url, monthlyCostUsd } = outputs;
    expect([ipv4Address, ipv6Address, url, monthlyCostUsd].map((each) => each?.value)).toEqual([
      ...["203.0.113.7", "2001:db8::7", "http://203.0.113.7/", undefined],
    ]);
  });

  test("by a name answers under it, and has no IPv4 address that is known", async () => {
    const { outputs } = await run({
      ...SERVER,
      host: { ...access, address: "server.example.com" },
    });
    expect(outputs["url"]?.value).toBe("http://server.example.com/");
    expect(outputs["ipv4Address"]?.value).toBe("");
  });

  test("tells its first step which sites would take anybody's visitors", async () => {
    expect(parameterOf(await run(), "django-host-ready", "NAMELESS")).toEqual(["hello"]);
    const other = await run({ ...SERVER, domain: "www.example.com" });
    expect(parameterOf(other, "django-host-ready", "NAMELESS")).toEqual([""]);
  });

  test("as another user does everything as root, by sudo, and moves what it has uploaded", async () => {
    const { resources } = await run(BY_SUDO);
    const commands = resources.filter(({ type }) => type === "command:remote:Command");
    for (const { name, inputs } of commands) {
      expect([name, textOf(inputs["create"])]).toEqual([
        name,
        expect.stringMatching(/^sudo -n timeout /),
      ]);
    }
    const extra = resources.map(({ name }) => name).filter((name) => name.endsWith("-place"));
    expect(extra.map(suffixOf)).toEqual(["source-place"]);
    const place = textOf(named(await run(BY_SUDO), "django-hello-source-place").inputs["stdin"]);
    const uploaded = textOf(named(await run(BY_SUDO), "django-hello-source").inputs["remotePath"]);
    expect(uploaded).toMatch(
      /^\/var\/lib\/django-droplet-arrivals\/django-hello-source-[0-9a-f]+\.tar\.gz$/,
    );
    expect(place).toContain(`ARRIVED='${uploaded}'`);
    expect(place).toContain("PLACE='/var/lib/django-droplet/sites/hello/sources/");
    expect(before(await run(BY_SUDO), "django-hello-release")).toContain(
      "django-hello-source-place",
    );
  });
});
