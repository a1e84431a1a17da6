import { createHash } from "node:crypto";
import { named } from "../../support/mocks";
import { textOf, UNKNOWN } from "../../support/wire";
import { LOCAL, program, SITE } from "./server";

/** What scripts/host/status.sh prints of a host that is as its record says. */
function reading(record: string): string {
  return `${JSON.stringify({
    activeState: "active",
    subState: "running",
    unitFileState: "enabled",
    since: "2026-11-24T06:00:00Z",
    mainPid: 321,
    restarts: 0,
    workers: 4,
    httpStatus: 200,
    record,
  })}\n`;
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
    expect(readings[0]?.text).toMatch(/^HOST='203.0.113.10'\nPROJECT='hello'\nUNIT='hello'\n/);
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
      expect.stringMatching(/is not what the stack says.*`npm run up -- --repair`/),
    ]);
  });
});
