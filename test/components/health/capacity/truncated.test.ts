import fc from "fast-check";
import { judge } from "../../../../components/health/capacity/capacity";
import { VERDICTS } from "../../../../components/health/capacity/finding";
import { parseReadings, type ProcTexts } from "../../../../components/health/capacity/readings";
import { findSize } from "../../../../components/host/sizes";
import { HOSTS, procTexts } from "../../../support/proc";

const SIZE = findSize("s-4vcpu-8gb");

function verdictOf(texts: ProcTexts, size = SIZE): string {
  const capacity = judge(parseReadings(texts), { size, wantedWorkers: 4, sites: 1, early: true });
  expect(VERDICTS).toContain(capacity.verdict);
  expect(VERDICTS).toContain(capacity.lastingVerdict);
  expect(Number.isInteger(capacity.suggestedWorkers)).toBe(true);
  expect(capacity.suggestedWorkers).toBeGreaterThanOrEqual(1);
  for (const { reading, sentence, limit } of capacity.findings) {
    expect(`${reading}${sentence}${limit}`).not.toMatch(/NaN|undefined|Infinity/);
  }
  return capacity.verdict;
}

const host = fc.constantFrom(...HOSTS).map(procTexts);
const cut = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

test("a text that is cut before what is needed makes the verdict unknown", () => {
  // The last line that is needed of each, or its last number.
  const needed: [keyof ProcTexts & ("meminfo" | "loadavg" | "uptime"), RegExp][] = [
    ["meminfo", /^SReclaimable: +\d+ kB$/m],
    ["loadavg", /^(\S+ ){3}/],
    ["uptime", /^\S+ \d/],
  ];
  fc.assert(
    fc.property(host, fc.constantFrom(...needed), cut, (texts, [name, last], share) => {
      const match = last.exec(texts[name]);
      const end = (match?.index ?? 0) + (match?.[0].length ?? 0);
      const kept = texts[name].slice(0, Math.floor(share * end));
      expect(verdictOf({ ...texts, [name]: kept })).toBe("unknown");
    }),
  );
});

test("texts cut anywhere, all of them, are never a failure", () => {
  fc.assert(
    fc.property(host, fc.array(cut, { minLength: 12, maxLength: 12 }), (texts, shares) => {
      let next = 0;
      const shortened = (text: string): string =>
        text.slice(0, Math.floor((shares[next++ % shares.length] ?? 0) * text.length));
      verdictOf({
        ...texts,
        ...{ uptime: shortened(texts.uptime), meminfo: shortened(texts.meminfo) },
        loadavg: shortened(texts.loadavg),
        stat: texts.stat.map(shortened),
        vmstat: texts.vmstat.map(shortened),
        workers: texts.workers.map(({ pid, status, smapsRollup }) => {
          return { pid, status: shortened(status), smapsRollup: shortened(smapsRollup) };
        }),
      });
    }),
  );
});

test("any other text is neither", () => {
  const process = fc.record({ pid: fc.nat(), status: fc.string(), smapsRollup: fc.string() });
  const texts = fc.record({
    ...{ uptime: fc.string(), meminfo: fc.string(), loadavg: fc.string() },
    stat: fc.array(fc.string(), { maxLength: 3 }),
    vmstat: fc.array(fc.string(), { maxLength: 3 }),
    seconds: fc.constantFrom(0, 1),
    masters: fc.array(process, { maxLength: 2 }),
    workers: fc.array(process),
  });
  fc.assert(
    fc.property(texts, (any) => {
      expect(verdictOf(any)).toBe("unknown");
    }),
  );
});
