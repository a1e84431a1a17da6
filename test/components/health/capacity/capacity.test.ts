import {
  judge,
  type Capacity,
  type Circumstances,
} from "../../../../components/health/capacity/capacity";
import { parseReadings, type ProcTexts } from "../../../../components/health/capacity/readings";
import { findSize } from "../../../../components/host/sizes";
import { procTexts } from "../../../support/proc";

/** The size that each host is of, and how many workers it was told to run. */
const SIZES: Record<string, [slug: string, workers: number]> = {
  healthy: ["s-1vcpu-1gb", 4],
  oversized: ["s-4vcpu-8gb", 9],
  "ram-short": ["s-1vcpu-1gb", 4],
  "swapping-but-fine": ["s-1vcpu-2gb", 4],
  "swapping-to-death": ["s-1vcpu-1gb", 6],
  "cpu-bound": ["s-2vcpu-2gb", 5],
  "disk-bound": ["s-2vcpu-4gb", 5],
  "stolen-from": ["s-1vcpu-1gb", 4],
  "just-booted": ["s-1vcpu-1gb", 4],
  "local-droplet": ["s-1vcpu-1gb", 4],
};

function capacityOf(
  name: string,
  texts: Partial<ProcTexts> = {},
  circumstances: Partial<Circumstances> = {},
): Capacity {
  const [slug = "", wantedWorkers = 0] = SIZES[name] ?? [];
  const readings = parseReadings({ ...procTexts(name), ...texts });
  return judge(readings, {
    ...{ size: findSize(slug), wantedWorkers, sites: 1, early: false },
    ...circumstances,
  });
}

/** What was found beside what is as it should be. */
function troubles({ findings }: Capacity): string[] {
  return findings
    .filter(({ level }) => level !== "good")
    .map(
      ({ rule, level, section, reading, advice }) =>
        `${level} ${section} ${rule}: ${reading}${advice === "" ? "" : ` → ${advice}`}`,
    );
}

describe("the verdict on a host that", () => {
  test.each([
    ["healthy", "healthy", "healthy", 4],
    ["oversized", "oversized", "oversized", 9],
    ["ram-short", "shortOfMemory", "shortOfMemory", 3],
    ["swapping-but-fine", "healthy", "healthy", 4],
    ["swapping-to-death", "lowOnMemory", "lowOnMemory", 4],
    ["cpu-bound", "overloaded", "overloaded", 5],
    ["disk-bound", "waitingForDisk", "overloaded", 5],
    ["stolen-from", "stolenFrom", "healthy", 4],
    ["just-booted", "tooEarly", "tooEarly", 4],
    ["local-droplet", "tooEarly", "tooEarly", 4],
  ])("is %s: %s; of what lasts: %s; %i workers", (name, verdict, lastingVerdict, workers) => {
    expect(capacityOf(name)).toMatchObject({
      verdict,
      lastingVerdict,
      suggestedWorkers: workers,
    });
  });

  test("just booted, if it is asked for all the same: much of its RAM is free", () => {
    expect(capacityOf("just-booted", {}, { early: true }).verdict).toBe("oversized");
  });

  test("just booted, but is low on memory already: waiting would not mend that", () => {
    const capacity = capacityOf("swapping-to-death", { uptime: "600.00 55.10\n" });
    expect(capacity.verdict).toBe("lowOnMemory");
  });

  test("booted an hour ago is judged", () => {
    const uptime = (seconds: number): Partial<ProcTexts> => ({ uptime: `${seconds}.00 9.00\n` });
    expect(capacityOf("healthy", uptime(3599)).verdict).toBe("tooEarly");
    expect(capacityOf("healthy", uptime(3600)).verdict).toBe("healthy");
  });
});

describe("what is found, and what to do, on a host that is", () => {
  test.each(Object.keys(SIZES))("%s", (name) => {
    expect(troubles(capacityOf(name))).toMatchSnapshot();
  });
});

test("a finding tells its reading, its rule, its meaning and its section", () => {
  expect(capacityOf("healthy").findings).toMatchSnapshot();
});

describe("a host that", () => {
  test("sees another machine's memory is not judged", () => {
    const capacity = capacityOf("oversized", {}, { size: findSize("s-1vcpu-1gb") });
    expect(capacity).toMatchObject({
      verdict: "unknown",
      lastingVerdict: "unknown",
      suggestedWorkers: 4,
      findings: [{ rule: "anotherMachine", reading: "7942 MiB of RAM" }],
    });
  });

  test("has a size that is not known is judged, by its own cores and RAM and without a price", () => {
    const capacity = capacityOf("ram-short", {}, { size: undefined });
    expect(capacity).toMatchObject({ verdict: "shortOfMemory", suggestedWorkers: 3 });
    expect(troubles(capacity).join()).not.toContain("$");
  });

  test("shows no CPU time is judged by the rest", () => {
    expect(
      capacityOf("healthy", { stat: ["cpu  0 0 0 0 0 0 0 0 0 0\ncpu0 0 0 0 0 0 0 0 0 0 0\n"] })
        .verdict,
    ).toBe("healthy");
  });

  test("misses workers says so", () => {
    const { workers } = procTexts("healthy");
    expect(troubles(capacityOf("healthy", { workers: workers.slice(1) }))).toEqual([
      expect.stringMatching(/^warn 6.2 workersMissing: 3 workers/),
    ]);
  });

  test("spikes for a minute is well, and one that has been busy for five is so now but not lastingly", () => {
    expect(capacityOf("healthy", { loadavg: "9.90 0.60 0.20 2/120 999\n" }).verdict).toBe(
      "healthy",
    );
    expect(capacityOf("healthy", { loadavg: "9.90 1.10 0.60 2/120 999\n" })).toMatchObject({
      verdict: "overloaded",
      lastingVerdict: "healthy",
    });
    expect(capacityOf("healthy", { loadavg: "0.10 0.20 0.70 2/120 999\n" })).toMatchObject({
      verdict: "busy",
      lastingVerdict: "busy",
    });
  });
});
