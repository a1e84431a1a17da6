import { createHash } from "node:crypto";
import { report } from "../../support/report";
import { named } from "../../support/mocks";
import { procTexts } from "../../support/proc";
import { textOf, UNKNOWN } from "../../support/wire";
import { LOCAL, program, SITE } from "./server";

/** What scripts/host/status.sh prints of a host that is as its record says. */
function reading(record: string, proc = procTexts("healthy")): string {
  const more = { since: "2026-11-24T06:00:00Z", mainPid: 321 };
  return `${report({ ...more, record, proc }, "hello")}\n`;
}

async function recordDigest(): Promise<string> {
  const activation = textOf(named(await program(LOCAL), `${SITE}-activation`).inputs["stdin"]);
  const [, record = ""] = /^RECORD='([^']*)'$/m.exec(activation) ?? [];
  return createHash("sha256").update(`${record}\n`).digest("hex");
}

describe("the service's status", () => {
  test("is what the host says after the last step, and no secret", async () => {
    const { outputs, warnings, readings } = await program(LOCAL, {
      status: reading(await recordDigest()),
    });
    expect(outputs["serviceStatus"]).toEqual({
      known: true,
      secret: false,
      value: {
        unit: "hello",
        activeState: "active",
        subState: "running",
        enabled: true,
        since: "2026-11-24T06:00:00Z",
        mainPid: 321,
        restarts: 0,
        workers: 4,
        httpStatus: 200,
        reachable: true,
      },
    });
    expect(warnings).toEqual([]);
    expect(readings.map(({ host }) => host)).toEqual(["203.0.113.10"]);
    expect(readings[0]?.text).toMatch(
      /^SITES='hello systemd hello nginx \/var\/log\/hello\/gunicorn.log 203.0.113.10'$/m,
    );
  });

  test.each([true, false])(
    "is unknown in a preview, which reads nothing (resources there: %s)",
    async (exists) => {
      const { outputs, readings } = await program(LOCAL, { preview: true, exists });
      expect(outputs["serviceStatus"]).toEqual({ known: false, secret: false, value: UNKNOWN });
      expect(readings).toEqual([]);
    },
  );

  test("is no failure where the host does not answer", async () => {
    const run = await program(LOCAL, { status: new Error("no answer within 8 seconds") });
    expect(run.outputs["serviceStatus"]?.value).toMatchObject({
      reachable: false,
      activeState: "unknown",
    });
    expect(run.warnings).toEqual([
      expect.stringContaining("could not be read: no answer within 8 seconds"),
    ]);
  });

  test("is no failure where the host answers nonsense", async () => {
    const run = await program(LOCAL, { status: "Please login as the user debian\n" });
    expect(run.outputs["serviceStatus"]?.value).toMatchObject({ reachable: false });
  });

  test.each([
    ["of another record", "0".repeat(64)],
    ["of none", ""],
  ])("%s is warned of, with the command that mends it", async (_what, record) => {
    const { warnings } = await program(LOCAL, { status: reading(record) });
    expect(warnings).toEqual([
      expect.stringMatching(
        /what serves hello is not what the stack says.*`npm run up -- --repair`/,
      ),
    ]);
  });
});

describe("the capacity", () => {
  async function capacityOf(host: string): Promise<unknown> {
    const proc = procTexts(host);
    const { outputs, readings } = await program(LOCAL, { status: reading("0".repeat(64), proc) });
    expect(readings).toHaveLength(1);
    return outputs["capacity"];
  }

  test.each([
    ["healthy", "healthy"],
    ["just-booted", "tooEarly"],
    // Of this moment, and not of what lasts: the next `up` would say otherwise.
    ["stolen-from", "healthy"],
  ])("of a %s host is known after an up, by the same reading: %s", async (host, verdict) => {
    expect(await capacityOf(host)).toEqual({
      known: true,
      secret: false,
      value: { verdict, suggestedWorkers: 4 },
    });
  });

  test("is unknown in a preview", async () => {
    const { outputs } = await program(LOCAL, { preview: true });
    expect(outputs["capacity"]).toEqual({ known: false, secret: false, value: UNKNOWN });
  });

  test.each([
    ["does not answer", new Error("no answer within 8 seconds")],
    ["answers nonsense", "Please login as the user debian\n"],
    ["tells of its service alone", reading("").replace(/,"host":.*/s, "}")],
  ])("is no failure where the host %s: the rule's own number is left", async (_what, status) => {
    const { outputs } = await program(LOCAL, { status });
    expect(outputs["capacity"]?.value).toEqual({ verdict: "unknown", suggestedWorkers: 4 });
  });

  test("does not differ between two readings of a host whose cache, load and workers moved a little", async () => {
    const before = procTexts("healthy");
    const after = {
      ...before,
      uptime: "1641293.41 1444285.40\n",
      loadavg: "2.91 1.05 0.25 3/131 9001\n",
      meminfo: before.meminfo.replace(/^(Cached: +)325700/m, "$1341100"),
      workers: before.workers.map((worker) => ({
        ...worker,
        smapsRollup: worker.smapsRollup.replace(
          /^(Pss: +)(\d+)/m,
          (_line, name, kib) => `${name}${Number(kib) + 700}`,
        ),
      })),
    };
    const values = [];
    for (const proc of [before, after]) {
      const { outputs } = await program(LOCAL, { status: reading("", proc) });
      values.push(outputs["capacity"]?.value);
    }
    expect(values[0]).toEqual(values[1]);
  });
});

test("workers outside the rule are warned of", async () => {
  const { warnings } = await program(
    { ...LOCAL, workers: "7" },
    { status: reading(await recordDigest()) },
  );
  expect(warnings).toEqual([
    expect.stringMatching(/workers: 7 on s-1vcpu-1gb will need about 1146 MiB .*; auto would be 4/),
    expect.stringContaining("is not what the stack says"),
  ]);
});
