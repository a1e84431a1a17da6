import fc from "fast-check";
import { readEvents } from "../../../scripts/preview/events";
import { renderModel } from "../../../scripts/preview/render";
import { modelFrom, NAMES, previewOf, recorded } from "./recorded";

const SECRET = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };

/** Both ways in which a preview is written. */
const written = (stream: string): string => {
  const model = modelFrom(readEvents(stream));
  return renderModel(model) + JSON.stringify(model);
};

const diagnostic = (severity: string, message: string): string =>
  `${JSON.stringify({ diagnosticEvent: { severity, message } })}\n`;

it("reads a replacement as one change, from the old to the new", () => {
  const { resources } = previewOf("replaced");
  const droplets = resources.filter(({ type }) => type.endsWith(":Droplet"));
  expect(droplets).toMatchObject([
    {
      action: "replace",
      reasons: ["region"],
      old: { inputs: { region: "fra1" }, outputs: { ipv4Address: "198.18.243.2" } },
      new: { inputs: { region: "ams3" } },
    },
  ]);
});

it("knows what a component tells before and after", () => {
  const site = previewOf("workers").resources.find(({ name }) => name === "django-hello");
  expect(site?.old?.outputs["serving"]).toMatchObject({ workers: 4 });
  expect(site?.new?.outputs["serving"]).toMatchObject({ workers: 3 });
});

it.each(NAMES)("%s: is written alike, in whatever order the engine works", (name) => {
  const lines = recorded(name).trimEnd().split("\n");
  const urnOf = (line: string): string => /"urn":"([^"]+)"/.exec(line)?.[1] ?? "";
  const expected = written(recorded(name));
  const order = fc.array(fc.nat(), { minLength: lines.length, maxLength: lines.length });
  fc.assert(
    fc.property(order, (weights) => {
      // What is told of one resource keeps its order.
      const groups = new Map<string, string[]>();
      for (const line of lines) groups.set(urnOf(line), [...(groups.get(urnOf(line)) ?? []), line]);
      const shuffled = weights.map((weight) => {
        const open = [...groups.keys()].filter((urn) => groups.get(urn)?.length);
        return groups.get(open[weight % open.length] ?? "")?.shift() ?? "";
      });
      expect([...shuffled].sort()).toEqual([...lines].sort());
      expect(written(shuffled.join("\n"))).toBe(expected);
    }),
    { numRuns: 8 },
  );
});

describe("secrets", () => {
  const plain = fc.stringMatching(/^[a-z0-9]{12,40}$/);

  it("in messages for debugging stay there", () => {
    fc.assert(
      fc.property(plain, (secret) => {
        const noise = diagnostic("debug", `privateKey ${secret}`) + diagnostic("info", secret);
        expect(written(noise + recorded("workers"))).toBe(written(recorded("workers")));
      }),
      { numRuns: 10 },
    );
  });

  it.each(["stdin", "create", "size", "region", "inboundRules", "remotePath"])(
    "in the input %s are masked, whether they come, change or go",
    (key) => {
      fc.assert(
        fc.property(plain, fc.constantFrom("old", "new", "both"), (secret, where) => {
          const stream = NAMES.map((name) => recorded(name).trimEnd().split("\n")).flat();
          const changed = stream.map((line) => {
            const event = JSON.parse(line) as {
              resourcePreEvent?: { metadata: Record<string, { inputs?: Record<string, unknown> }> };
            };
            for (const side of ["old", "new"].filter(
              (each) => where === "both" || each === where,
            )) {
              const inputs = event.resourcePreEvent?.metadata[side]?.inputs;
              if (inputs && key in inputs) inputs[key] = { ...SECRET, plaintext: `"${secret}"` };
            }
            return JSON.stringify(event);
          });
          expect(changed.some((line) => line.includes(secret))).toBe(true);
          expect(written(changed.join("\n"))).not.toContain(secret);
        }),
        { numRuns: 5 },
      );
    },
  );

  it("deep in a value are masked", () => {
    const outputs = { serving: { unit: { ...SECRET, value: "hunter2" }, way: "systemd" } };
    const urn = "urn:pulumi:dev::django-droplet::django-droplet:index:DjangoSite::django-hello";
    const metadata = {
      op: "create",
      urn,
      type: "django-droplet:index:DjangoSite",
      new: { outputs },
    };
    const stream = JSON.stringify({ resOutputsEvent: { metadata } });
    expect(readEvents(stream).resources[0]?.new?.outputs).toEqual({
      serving: { unit: "[secret]", way: "systemd" },
    });
  });
});

it("has each message once, sorted, without the engine's last word", () => {
  const stream = ["b\n", "a", "b"].map((text) => diagnostic("warning", text)).join("");
  expect(readEvents(stream).warnings).toEqual(["a", "b"]);
  expect(readEvents(diagnostic("error", "preview failed\n")).errors).toEqual([]);
});
