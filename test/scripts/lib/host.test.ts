import { hostOf } from "../../../scripts/lib/host";
import type { StateResource } from "../../../scripts/lib/state";

function resource(type: string, outputs: Record<string, unknown>): StateResource {
  return { urn: `urn:pulumi:s::p::${type}::n`, type, parent: "", inputs: {}, outputs };
}

const HOST = resource("django-droplet:index:DropletHost", {
  connection: { host: "203.0.113.10", hostKey: "ssh-ed25519 AAAA", privateKey: "key" },
});
const DROPLET = resource("digitalocean:index/droplet:Droplet", { size: "s-1vcpu-1gb" });
const COMMON = { url: "http://h/", hostHeader: "h", recordDigest: "5e", release: "r" };
const site = (outputs: Record<string, unknown>): StateResource =>
  resource("django-droplet:index:DjangoSite", { ...COMMON, ...outputs });

const SERVING = {
  way: "supervisor",
  unit: "blog-unit",
  webServer: "apache",
  workers: 3,
  log: "/var/log/blog/uwsgi.log",
};

test("all sites of the state are the host's, each as it is run", () => {
  const found = hostOf([
    HOST,
    DROPLET,
    site({ project: "shop", serving: { ...SERVING, way: "apache", unit: "apache2" } }),
    site({ project: "blog", serving: SERVING }),
  ]);
  expect(found?.size?.slug).toBe("s-1vcpu-1gb");
  expect(found?.connection).toMatchObject({ user: "root", port: 22 });
  expect(found?.sites.map(({ project }) => project)).toEqual(["shop", "blog"]);
  expect(found?.sites[1]).toEqual({
    ...{ project: "blog", url: "http://h/", hostHeader: "h", recordDigest: "5e" },
    serving: SERVING,
  });
});

test("a server that the stack has not made is a host without a size", () => {
  const connection = {
    ...{ host: "203.0.113.7", port: 2222, user: "ops" },
    ...{ hostKey: "ssh-rsa AAAA", privateKey: "key" },
  };
  const server = resource("django-droplet:index:ExistingHost", { connection });
  const found = hostOf([server, site({ project: "shop", serving: SERVING })]);
  expect(found?.connection).toEqual(connection);
  expect(found?.size).toBeUndefined();
});

test("a site of an older state, which has only its unit, is run the one way that there was", () => {
  const found = hostOf([HOST, DROPLET, site({ project: "shop", unit: "shop-unit" })]);
  expect(found?.sites).toMatchObject([
    {
      project: "shop",
      serving: {
        ...{ way: "systemd", unit: "shop-unit", webServer: "nginx" },
        ...{ workers: 0, log: "/var/log/shop/gunicorn.log" },
      },
    },
  ]);
});

test.each([
  ["without a host", [DROPLET, site({ project: "shop", serving: SERVING })]],
  ["without a site", [HOST, DROPLET]],
  ["with a site that was cut short", [HOST, DROPLET, site({ project: "shop" })]],
])("a state %s has none", (_what, resources) => {
  expect(hostOf(resources)).toBeUndefined();
});
