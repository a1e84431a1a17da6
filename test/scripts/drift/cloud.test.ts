import { compareCloud, type Whose } from "../../../scripts/drift/cloud";
import { readEvents } from "../../../scripts/preview/events";
import { TYPES } from "../../../scripts/preview/resources";

type Outputs = Record<string, unknown>;

type Told = [type: string, old: Outputs, now: Outputs | undefined];

/** The stream of a refresh in which each of these resources is told. */
function refresh(...resources: Told[]): ReturnType<typeof compareCloud> {
  return refreshOf({ stack: "production", local: false }, ...resources);
}

function refreshOf(whose: Whose, ...resources: Told[]): ReturnType<typeof compareCloud> {
  const lines = resources.map(([type, old, now], index) => {
    const op =
      now === undefined
        ? "delete"
        : JSON.stringify(old) === JSON.stringify(now)
          ? "same"
          : "update";
    const urn = `urn:pulumi:s::p::${type}::r${index}`;
    const metadata = {
      urn,
      type,
      op,
      old: { outputs: old },
      ...(now && { new: { outputs: now } }),
    };
    return JSON.stringify({ resOutputsEvent: { metadata } });
  });
  return compareCloud(readEvents(lines.join("\n")), whose);
}

const DROPLET = {
  ...{ name: "d", size: "s-1vcpu-1gb", disk: 25, tags: ["t"], status: "active" },
  ...{ dropletUrn: "do:droplet:103", ipv4Address: "203.0.113.10", priceMonthly: 6 },
};

test("what is as it was, or is counted by DigitalOcean itself, is no drift", () => {
  expect(
    refresh(
      [TYPES.droplet, DROPLET, { ...DROPLET, priceMonthly: 7 }],
      [TYPES.tag, { name: "t", dropletsCount: 0 }, { name: "t", dropletsCount: 1 }],
      [
        TYPES.firewall,
        { tags: ["a", "b"], status: "waiting" },
        { tags: ["b", "a"], status: "succeeded" },
      ],
    ),
  ).toEqual([]);
});

test.each<[string, Outputs, object]>([
  [
    "was renamed",
    { name: "other" },
    { what: "droplet's name", is: "is other, not d; a repair takes it over" },
  ],
  [
    "was resized",
    { size: "s-1vcpu-2gb" },
    { what: "droplet's size", is: "is s-1vcpu-2gb, not s-1vcpu-1gb" },
  ],
  ["lost its tag", { tags: [] }, { what: "droplet's tags", is: "is none, not t" }],
  [
    "was resized with its disk",
    { size: "s-1vcpu-2gb", disk: 50 },
    { byHand: { command: "npm run pulumi -- config set size s-1vcpu-2gb --stack production" } },
  ],
  ["is off", { status: "off" }, { what: "droplet", is: "is off", byHand: {} }],
])("a droplet that %s", (_, change, finding) => {
  const findings = refresh([TYPES.droplet, DROPLET, { ...DROPLET, ...change }]);
  expect(findings).toHaveLength(1);
  expect(findings[0]).toMatchObject(
    "byHand" in finding && Object.keys(finding.byHand as object).length === 0
      ? {
          ...finding,
          byHand: { command: expect.stringContaining("/v2/droplets/103/actions") as string },
        }
      : finding,
  );
});

test.each([
  [true, /^eval "\$\(npm run -s env\)"; curl /],
  [false, /^curl /],
])("one that is off is turned on where it is (local: %s)", (local, start) => {
  const off = [TYPES.droplet, DROPLET, { ...DROPLET, status: "off" }] as const;
  const [finding] = refreshOf({ stack: "s", local }, [...off]);
  // By this environment a shell would ask the local cloud, and has lost its token for the other one.
  expect(finding?.byHand?.command).toMatch(start);
});

test("rules of a firewall are shown line by line, whatever their order", () => {
  const rule = (portRange: string) => ({ protocol: "tcp", portRange, sourceAddresses: ["::/0"] });
  const [finding, ...more] = refresh([
    TYPES.firewall,
    { inboundRules: [rule("22"), rule("80")] },
    { inboundRules: [rule("5432"), rule("80"), rule("22")] },
  ]);
  expect(more).toEqual([]);
  expect(finding?.lines?.filter((line) => line?.sign === "+").map((line) => line?.text)).toContain(
    '  portRange: "5432"',
  );
  expect(finding?.lines?.some((line) => line?.sign === "-")).toBe(false);
});

test("what is gone says what that means, the droplet first", () => {
  const gone = refresh(
    [TYPES.sshKey, { name: "k" }, undefined],
    [TYPES.tag, { name: "t" }, undefined],
    [TYPES.firewall, { name: "f" }, undefined],
    [TYPES.droplet, DROPLET, undefined],
  );
  expect(gone.map(({ what, is }) => `${what} ${is}`)).toEqual([
    "droplet is gone, with its disk and its address; a repair makes a new, empty one",
    "firewall is gone: every port of the droplet is open",
    "tag is gone, and the firewall with it from the droplet: every port is open",
    "ssh key is gone; with allowReplace a repair makes the droplet anew for another one",
  ]);
});

test("of several alerts each is called by what it says", () => {
  const alert = { description: "dev: load", value: 0.7, alerts: { emails: ["a@example.com"] } };
  const findings = refresh(
    [TYPES.monitorAlert, alert, { ...alert, alerts: { emails: [] } }],
    [TYPES.uptimeCheck, { name: "shop" }, undefined],
  );
  expect(findings.map(({ what, is }) => `${what} ${is}`)).toEqual([
    `alert "dev: load"'s alerts is {"emails":[]}, not {"emails":["a@example.com"]}`,
    `uptime check "shop" is gone`,
  ]);
});
