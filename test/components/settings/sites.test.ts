import { join } from "node:path";
import fc from "fast-check";
import { folderWith, removeFolders } from "../app/project-folder";
import { read } from "./read";
import { BLOG, readerOfSites, SHOP } from "./two-sites";

const { root, sitesOf } = readerOfSites();
afterAll(removeFolders);

describe("sites", () => {
  test("have what their entries say, else what the top level does", () => {
    const blog = {
      ...BLOG,
      ...{ project: "blog", user: "writer", unit: "blog-web", requirements: "prod.txt" },
      ...{ appServer: "uwsgi", supervisor: "supervisor", workers: 3, threads: 2 },
      unitOverrides: { Nice: 5 },
    };
    const top = { workerClass: "gevent", workers: "2", unitOverrides: '{"MemoryMax":"400M"}' };
    expect(sitesOf([SHOP, blog], top)).toEqual([
      {
        ...{ project: "shop", user: "shop", unit: "shop", port: 8000 },
        ...{ appServer: "gunicorn", supervisor: "systemd" },
        ...{ workers: 2, workerClass: "gevent", threads: 1 },
        unitOverrides: { MemoryMax: "400M" },
        source: expect.objectContaining({ directory: join(root, "shop") }),
      },
      {
        ...{ project: "blog", user: "writer", unit: "blog-web", port: 8001 },
        ...{ appServer: "uwsgi", supervisor: "supervisor", domain: "blog.example.com" },
        ...{ workers: 3, workerClass: "gthread", threads: 2 },
        unitOverrides: { Nice: "5" },
        source: expect.objectContaining({
          directory: join(root, "blog"),
          requirements: expect.objectContaining({ file: "prod.txt" }),
        }),
      },
    ]);
  });

  test("take numbers as Pulumi hands them over: as numbers or as text", () => {
    const text = { ...BLOG, port: "8001", workers: "3", threads: "2" };
    const number = { ...BLOG, port: 8001, workers: 3, threads: 2 };
    expect(sitesOf([SHOP, number])).toEqual(sitesOf([SHOP, text]));
  });

  test("may have a folder whose name is a number", () => {
    const root = folderWith({ "2026/manage.py": "", "2026/shop/wsgi.py": "" });
    const sites = '[{"source":{"directory":2026}}]';
    expect(read({ cloud: "local", sites }, undefined, root).sites).toMatchObject([
      { source: { directory: join(root, "2026") } },
    ]);
  });

  test("pass over what is empty", () => {
    expect(sitesOf([{ ...SHOP, user: "", domain: null, port: " ", workers: "" }])).toEqual(
      sitesOf([SHOP]),
    );
    expect(read({ cloud: "local", sites: "[]" })).toEqual(read({ cloud: "local" }));
  });

  test("that share no unit or port of theirs may both be Apache's", () => {
    const top = { appServer: "mod_wsgi", webServer: "apache" };
    expect(sitesOf([SHOP, { ...BLOG, port: "" }], top)).toMatchObject([
      { project: "shop", unit: "apache2", port: 80 },
      { project: "blog", unit: "apache2", port: 80 },
    ]);
  });

  test("leave the others as they are when one comes", () => {
    const workers = fc.oneof(fc.constant("auto"), fc.integer({ min: 1, max: 99 }));
    fc.assert(
      fc.property(workers, workers, fc.constantFrom("s-1vcpu-1gb", "s-4vcpu-8gb"), (a, b, size) => {
        const [alone] = sitesOf([{ ...SHOP, workers: a }], { size });
        const [first] = sitesOf(
          [
            { ...SHOP, workers: a },
            { ...BLOG, workers: b },
          ],
          { size },
        );
        expect(first).toEqual(alone);
      }),
      { numRuns: 20 },
    );
  });
});
