import { execFileSync } from "node:child_process";
import { hostLink, routerNamespace } from "../../local/hosts/names";
import { deleteDroplet, power, thisCloud, tracesOfDroplet } from "./support/cloud";
import { heading, statusOf } from "./support/http";
import { npmRun } from "./support/npm-run";
import { BARE, Stack } from "./support/stack";
import { waitFor } from "./support/wait-for";

const first = new Stack("first");
const second = new Stack("second");
const bare = new Stack("bare");
const stacks = [first, second, bare];
const urlOf = async (stack: Stack) => (await stack.outputs()).url;

beforeAll(async () => {
  for (const stack of stacks) await stack.init();
});

afterAll(async () => {
  const ends = await Promise.allSettled(stacks.map((stack) => stack.dispose()));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
});

/** Nothing of a droplet is on the machine any more; its disk is deleted in the background. */
const isGone = (id: number) =>
  waitFor(`an end of droplet ${id}`, async () => (await tracesOfDroplet(id)).length === 0);

describe("before there is a droplet", () => {
  const nobody = { env: { DIGITALOCEAN_API_URL: "http://127.0.0.1:1" } };

  test("a preview needs no API", async () => {
    const preview = await first.preview([], nobody);
    expect(preview).toMatch(/\+ \d+ to create/);
    expect(preview).not.toContain("warning");
  });

  test("settings that are wrong are named all at once, a line each, and nothing is made", async () => {
    bare.setConfig({
      size: "s-1vcpu-1tb",
      workers: "0",
      domain: "my site",
      port: 80,
      sshAllowedCidrs: ["203.0.113.300/32"],
      source: { directory: "/nowhere" },
      wrokers: "4",
    });
    const output = await bare.upFails([], nobody);
    const about = output
      .split("\n")
      .flatMap((line) => /^\s*(?:error: )?django-droplet:([\w.[\]]+): /.exec(line)?.[1] ?? []);
    expect(about.sort()).toEqual([
      "domain",
      "port",
      "size",
      "source.directory",
      "sshAllowedCidrs[0]",
      "workers",
      "wrokers",
    ]);
    expect(output).toContain('did you mean "workers"?');
    expect(output).not.toMatch(/\n\s+at .*\.ts:/);
    expect((await bare.resources()).filter(({ type }) => !type.startsWith("pulumi:"))).toEqual([]);
    bare.setConfig({
      ...{ size: undefined, workers: undefined, domain: undefined, port: undefined },
      ...{ sshAllowedCidrs: undefined, wrokers: undefined },
      source: { directory: bare.source.directory },
    });
  });

  test("a cloud that is not the endpoint's is refused", async () => {
    const env = { DIGITALOCEAN_API_URL: "https://api.digitalocean.com" };
    expect(await bare.previewFails([], { env })).toContain(
      "django-droplet:cloud: local needs DIGITALOCEAN_API_URL to be http://127.0.0.1:PORT",
    );
    bare.setConfig({ cloud: "digitalocean", sshAllowedCidrs: ["203.0.113.7/32"] });
    expect(await bare.previewFails()).toContain(
      "django-droplet:cloud: digitalocean needs DIGITALOCEAN_API_URL to be unset",
    );
    bare.setConfig({ cloud: "local", sshAllowedCidrs: undefined });
  });
});

test("two stacks come up at once, and each serves its own site", async () => {
  second.source.setHeading("The second stack");
  await Promise.all([first.up(), second.up()]);
  expect(await heading(await urlOf(first))).toBe("Hello from Django");
  expect(await heading(await urlOf(second))).toBe("The second stack");
});

describe("without allowReplace", () => {
  beforeAll(() => first.setConfig({ allowReplace: undefined }));

  test("another image is warned of, and the droplet is kept", async () => {
    const id = await first.dropletId();
    first.setConfig({ image: "debian-12-x64" });
    const output = await first.up();
    expect(output).toMatch(/warning: another image would mean another droplet.*allowReplace true/);
    expect(output).not.toContain("built virtualenv");
    expect(await first.dropletId()).toBe(id);
    expect(await heading(await urlOf(first))).toBe("Hello from Django");
  });

  test("another region fails in the preview", async () => {
    first.setConfig({ region: "nyc3" });
    expect(await first.previewFails()).toMatch(
      /django-host-droplet.*\n.*cannot be replaced|protect/,
    );
    first.setConfig({ region: undefined });
  });
});

test("with allowReplace another image makes another droplet, which serves the site", async () => {
  const [id, url] = [await first.dropletId(), await urlOf(first)];
  first.setConfig({ allowReplace: "true" });
  await first.up();
  first.forgetConnection();
  expect(await first.dropletId()).not.toBe(id);
  expect(await urlOf(first)).not.toBe(url);
  expect(await heading(await urlOf(first))).toBe("Hello from Django");
  expect(await first.ssh("cat /etc/debian_version")).toMatch(/^12\./);
  expect(await statusOf(url)).not.toBe(200);
  await isGone(id);
});

describe("a destroy leaves nothing", () => {
  test("of a host that is powered off", async () => {
    await bare.up(BARE);
    const id = await bare.dropletId();
    expect(await tracesOfDroplet(id)).not.toEqual([]);
    await power(id, "power_off");
    await bare.destroy();
    await isGone(id);
  });

  test("of a droplet that was deleted by other means, by npm run down", async () => {
    const id = await second.dropletId();
    await deleteDroplet(id);
    expect(await npmRun("down", ["--stack", second.name])).toMatchObject({ code: 0 });
    await isGone(id);
    expect(await second.resources()).toEqual([]);
    // The cloud is not stopped while another stack has a droplet on it.
    expect(await heading(await urlOf(first))).toBe("Hello from Django");
  });

  test("of a host whose network is cut", async () => {
    const id = await first.dropletId();
    const router = routerNamespace(thisCloud());
    execFileSync("ip", ["-n", router, "link", "set", hostLink(id), "down"]);
    await first.destroy();
    await isGone(id);
  });
});
