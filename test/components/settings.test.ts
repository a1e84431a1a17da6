import { join, resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { DJANGO, folderWith, removeFolders } from "./app/project-folder";
import { read, refusal } from "./settings/read";

afterEach(removeFolders);

describe("a stack that says only where it is", () => {
  test("is the example on this machine's cloud", () => {
    const { cloud, apiEndpoint, host, sites } = read({ cloud: "local" });
    expect({ cloud, apiEndpoint, host }).toEqual({
      cloud: "local",
      apiEndpoint: "http://127.0.0.1:8123",
      host: {
        region: "fra1",
        size: {
          slug: "s-1vcpu-1gb",
          memoryMiB: 1024,
          vcpus: 1,
          diskGiB: 25,
          priceMonthly: 6,
          priceHourly: 0.00893,
        },
        image: "debian-13-x64",
        ipv6: true,
        webServer: "nginx",
        sshAllowedCidrs: ["0.0.0.0/0", "::/0"],
        authorizedKeys: [],
        backups: false,
        alertEmails: [],
        allowReplace: false,
      },
    });
    expect(sites).toEqual([
      {
        project: "hello",
        user: "hello",
        unit: "hello",
        appServer: "gunicorn",
        supervisor: "systemd",
        port: 8000,
        workers: 4,
        workerClass: "sync",
        threads: 1,
        unitOverrides: {},
        source: expect.objectContaining({
          directory: resolve(__dirname, "../../examples/hello"),
          requirements: expect.objectContaining({ file: "requirements.txt" }),
        }),
      },
    ]);
  });

  test("needs its networks on DigitalOcean", () => {
    const cidrs =
      "sshAllowedCidrs: not set, and digitalocean needs it; list the networks that you log in from: pulumi config set --path 'sshAllowedCidrs[0]' 203.0.113.7/32 (0.0.0.0/0 and ::/0 let everybody try)";
    expect(refusal({ cloud: "digitalocean" }, {})).toEqual([cidrs]);
    expect(refusal({ cloud: "digitalocean", sshAllowedCidrs: "[]" }, {})).toEqual([cidrs]);
  });
});

test("every key reaches its setting", () => {
  const projectRoot = folderWith({
    "site/manage.py": "",
    "site/Shop/wsgi.py": "",
    "site/deps/prod.txt": "Django",
  });
  const key =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIApCodbInxcV8M/DTSsPAobsXr7zLfp4Un0Atsxic4sd ada@example";
  const settings = read(
    {
      cloud: "digitalocean",
      project: "Shop",
      user: "keeper",
      unit: "shop-web",
      source: '{"directory":"site"}',
      requirements: "deps/prod.txt",
      domain: "Shop.example.com",
      region: "nyc3",
      size: "s-2vcpu-4gb",
      image: "ubuntu-24-04-x64",
      ipv6: "false",
      sshAllowedCidrs: '["203.0.113.0/24","2001:DB8::/32","203.0.113.0/24"]',
      authorizedKeys: JSON.stringify([`${key}\n`]),
      appServer: "gunicorn",
      webServer: "apache",
      supervisor: "supervisor",
      workers: "7",
      workerClass: "gthread",
      threads: "4",
      port: "9001",
      unitOverrides: '{"MemoryMax":"400M","Nice":5,"NoNewPrivileges":true}',
      backups: "true",
      alertEmails: '["ada@example.com","bob@example.com","ada@example.com"]',
      allowReplace: "true",
      expiresAt: "2026-12-31T18:00:00+02:00",
    },
    {},
    projectRoot,
  );
  expect(settings).toEqual({
    cloud: "digitalocean",
    apiEndpoint: "https://api.digitalocean.com",
    host: {
      region: "nyc3",
      size: expect.objectContaining({ slug: "s-2vcpu-4gb" }),
      image: "ubuntu-24-04-x64",
      ipv6: false,
      webServer: "apache",
      sshAllowedCidrs: ["203.0.113.0/24", "2001:db8::/32"],
      authorizedKeys: [key],
      backups: true,
      alertEmails: ["ada@example.com", "bob@example.com"],
      allowReplace: true,
      expiresAt: "2026-12-31T16:00:00Z",
    },
    sites: [
      {
        project: "Shop",
        user: "keeper",
        unit: "shop-web",
        domain: "shop.example.com",
        appServer: "gunicorn",
        supervisor: "supervisor",
        port: 9001,
        workers: 7,
        workerClass: "gthread",
        threads: 4,
        unitOverrides: { MemoryMax: "400M", Nice: "5", NoNewPrivileges: "true" },
        source: expect.objectContaining({
          directory: join(projectRoot, "site"),
          requirements: expect.objectContaining({ file: "deps/prod.txt" }),
        }),
      },
    ],
  });
});

test("an empty value means: not set", () => {
  const empty = { project: "", user: " ", domain: "", expiresAt: "", size: "", workers: "" };
  expect(read({ cloud: "local", ...empty })).toEqual(read({ cloud: "local" }));
});

test("user and unit take a project's name in lower case", () => {
  const directory = folderWith({ "manage.py": "", "MySite/wsgi.py": "" });
  const { sites } = read({ cloud: "local", source: JSON.stringify({ directory }) });
  expect(sites).toMatchObject([{ project: "MySite", user: "mysite", unit: "mysite" }]);
});

describe("the source", () => {
  const refusalOf = (files: Record<string, string>, config: Record<string, string> = {}) => {
    const directory = folderWith(files);
    const source = JSON.stringify({ directory });
    return { directory, lines: refusal({ cloud: "local", source, ...config }) };
  };

  test("that has several projects", () => {
    expect(refusalOf({ ...DJANGO, "blog/wsgi.py": "" }).lines).toEqual([
      "project: not set, and there is a wsgi.py in each of blog, shop; choose one: pulumi config set project blog",
    ]);
  });

  test("that has none", () => {
    const { directory, lines } = refusalOf({ "manage.py": "" });
    expect(lines).toEqual([
      `project: not set, and no folder in "${directory}" has a wsgi.py; give the folder with manage.py and the project's package: pulumi config set --path source.directory FOLDER`,
    ]);
  });

  test("whose project has a name that Debian has", () => {
    expect(refusalOf({ "manage.py": "", "Mail/wsgi.py": "" }).lines).toEqual([
      `user: "mail" is a user or group of Debian or a package of it; choose another: pulumi config set user mail-site`,
    ]);
    expect(refusalOf({ "manage.py": "", "gunicorn/wsgi.py": "" }).lines).toEqual([
      `unit: "gunicorn" is a unit of Debian, a package of it or this program; choose another: pulumi config set unit gunicorn-site`,
      `user: "gunicorn" is a user or group of Debian or a package of it; choose another: pulumi config set user gunicorn-site`,
    ]);
  });

  test("whose requirements are missing", () => {
    const { directory, lines } = refusalOf(DJANGO, { requirements: "prod.txt" });
    expect(lines).toEqual([
      `requirements: "prod.txt" is not a file of the source; give a path relative to "${directory}", of a file that .gitignore does not name`,
    ]);
  });
});

test("everything that is wrong is told at once, and nothing that follows from it", () => {
  const config = {
    cloud: "mars",
    size: "huge",
    workers: "900",
    source: '{"directory":"/no/such"}',
    user: "root",
    unit: "ssh",
    sise: "x",
    sshAllowedCidrs: '["x","10.0.0.1"]',
  };
  expect(refusal(config).map((line) => line.split(":")[0])).toEqual([
    "cloud",
    "sise",
    "size",
    "source.directory",
    "sshAllowedCidrs[0]",
    "sshAllowedCidrs[1]",
    "unit",
    "user",
  ]);
});

test("the refusal is an error that Pulumi shows without a stack trace", () => {
  expect(() => read({ cloud: "mars" })).toThrow(pulumi.RunError);
});
