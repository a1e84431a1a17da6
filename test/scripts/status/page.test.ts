import { remember, type Moment } from "../../../scripts/status/history";
import { renderPage } from "../../../scripts/status/page/page";
import { HOSTS, procTexts } from "../../support/proc";
import { snapshot, snapshotOf } from "../../support/snapshot";

const page = renderPage(snapshot());

/** The numbers of an attribute of all elements of a class. */
function numbers(html: string, element: string, attribute: string): number[] {
  return [...html.matchAll(new RegExp(`<${element}"[^>]* ${attribute}="([\\d.]+)"`, "g"))].map(
    ([, value]) => Number(value),
  );
}

test("nothing is loaded, and nothing could be", () => {
  expect(page).toContain(
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
  );
  expect(page).not.toMatch(/<(script|link|img|iframe)|\bsrc=|href=|url\(|@import|https?:/i);
});

test("it has a plot of each thing, and says in words what each shows", () => {
  const labels = [...page.matchAll(/<svg [^>]*role="img" aria-label="([^"]+)"/g)];
  expect(labels.map(([, label]) => label)).toEqual([
    "961 MiB: used 54 %, cache 38 %, free 7.4 %; no swap",
    "load 0.22, 0.18, 0.15 on 1 core",
    "us 9.0 %, sy 3.0 %, ni 0.0 %, id 87.0 %, wa 0.0 %, hi 0.0 %, si 1.0 %, st 0.0 %",
    "memory of 4 workers",
  ]);
});

test("the cache's band reaches from 20 to 50 % of the bar, and the cache as far as it is large", () => {
  const [whole = 0] = [340];
  expect(numbers(page, 'rect class="band', "x")).toEqual([0.2 * whole]);
  expect(numbers(page, 'rect class="band', "width")).toEqual([0.3 * whole]);
  expect(numbers(page, 'rect class="cache', "width")[2]).toBeCloseTo(0.38 * whole, -1);
});

test("the load's limits are lines at the cores and at 0.7 of them", () => {
  const xs = numbers(page, 'line class="limit', "x1").slice(2);
  const [preferred = 0, cores = 0] = xs;
  // Bars start behind their names.
  expect((preferred - 78) / (cores - 78)).toBeCloseTo(0.7, 2);
});

test("with a history it plots it too", () => {
  let history: Moment[] = [];
  for (let n = 0; n < 5; n += 1) history = remember(history, snapshot());
  const html = renderPage(snapshot(), history);
  expect(html.match(/<path class="trend /g)).toHaveLength(4);
  expect(html).toContain("Load over time");
  expect(page).not.toContain("over time");
});

test("a moment that could not be read is a gap in the line", () => {
  const moments = [0.1, undefined, 0.3, 0.4].map((load, n): Moment => {
    return { at: new Date(n), used: 0.5, cache: 0.3, busy: 0.1, workers: 100, load };
  });
  const html = renderPage(snapshot(), moments);
  const paths = [...html.matchAll(/<path class="trend used" d="([^"]+)"/g)];
  expect(paths.at(-1)?.[1]?.match(/[ML]/g)).toEqual(["M", "M", "L"]);
});

test("texts of the host are text, whatever they hold", () => {
  const html = renderPage(
    snapshot({
      httpStatus: 500,
      failedUnits: ['<img src=x onerror="1">.service'],
      log: {
        source: "/var/log/shop/gunicorn.log",
        lines: ["</pre><script>1</script>", "a & b\u0007"],
      },
    }),
  );
  expect(html).not.toMatch(/<(script|img)/);
  expect(html).toContain("&lt;/pre&gt;&lt;script&gt;1&lt;/script&gt;\na &amp; b�");
});

test.each(HOSTS)("of a %s host no number is missing", (host) => {
  const html = renderPage(snapshot({ proc: procTexts(host) }));
  expect(html).not.toMatch(/NaN|undefined|Infinity/);
});

test("a host of which nothing can be read has a page all the same", () => {
  const texts = { uptime: "", meminfo: "", loadavg: "", stat: [], vmstat: [] };
  const proc = { ...procTexts("healthy"), ...texts, masters: [], workers: [] };
  expect(renderPage(snapshot({ proc })).match(/could not be read|none runs/g)).toHaveLength(5);
});

test("several sites have their facts and their workers each, and the machine once", () => {
  const html = renderPage(snapshotOf({ shop: [{}], blog: [{ httpStatus: 500 }] }));
  const titles = [...html.matchAll(/<h2>([^<]+)<\/h2>/g)].map(([, title]) => title);
  expect(titles).toEqual([
    "To be looked at",
    "Capacity",
    "Service of shop",
    "Service of blog",
    "Host",
    "Memory by kind",
    "Load",
    expect.stringMatching(/^CPU by kind/),
    "Workers of shop",
    "Workers of blog",
  ]);
  expect(html).toContain("blog: GET / on the host answers with 500");
  expect(html).toContain("<h1>shop, blog on 203.0.113.10</h1>");
});
