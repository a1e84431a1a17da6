import fc from "fast-check";
import type { Model } from "../../../scripts/preview/model";
import { MOST_CHARACTERS, renderModel } from "../../../scripts/preview/render";
import { modelOfRecorded } from "./recorded";

const written = (name: string): string => renderModel(modelOfRecorded(name));

/** The headings of a comment, in their order. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^### (.*)$/gm)].map(([, heading = ""]) => heading);

describe("what a person reads", () => {
  it("is one line where there is nothing to do", () => {
    expect(written("same")).toBe("## Preview of `dev`\n\n**Nothing to do.**\n");
  });

  it("is first of all what is lost", () => {
    const [title, , verdict, , caution, loss] = written("replaced").split("\n");
    expect(title).toBe("## Preview of `dev`");
    expect(verdict).toBe("**1 replaced, 10 steps on the host.**");
    expect(caution).toBe("> [!CAUTION]");
    expect(loss).toMatch(/^> \*\*The droplet is replaced by a new, empty one.* is lost/);
  });

  it("says of a protected droplet that nothing happens, and what to do", () => {
    const text = written("protected");
    expect(text).toContain("**It fails: nothing would be done.**");
    expect(text).toContain("> Nothing of this happens while the preview fails.");
    expect(text).toContain("`npm run pulumi -- config set allowReplace true --stack dev`");
  });

  it("are the settings that are wrong, each on its line", () => {
    const block = /```text\n([^]*?)\n```/.exec(written("bad"))?.[1]?.split("\n");
    expect(block).toHaveLength(2);
    expect(headings(written("bad"))).toEqual(["Errors"]);
  });

  it("has the diff of a text and where the text is", () => {
    const text = written("workers");
    expect(text).toContain(
      "<b>hello/service</b> <code>/etc/systemd/system/hello.service</code> changed, +1 −1",
    );
    expect(text).toMatch(/^-ExecStart=.* --workers=4 /m);
    expect(text).toMatch(/^\+ExecStart=.* --workers=3 /m);
    expect(text).toContain("No server, data or site is lost.");
  });

  it("has a table of what it costs, where that changes", () => {
    expect(written("size")).toContain("| total | $6.00 | $28.80 |");
    expect(written("workers")).toContain("$6.00 a month, as before.");
  });

  it("names the commits of a release, and what is not committed", () => {
    const commit = (id: string, subject: string) => ({ id: id.repeat(12), subject });
    const text = renderModel(
      modelOfRecorded("code", {
        gitSource: () => ({
          head: commit("b", "Second"),
          dirty: true,
          from: commit("a", "First"),
          commits: [commit("b", "Second ``` with </details>")],
        }),
      }),
    );
    expect(text).toContain("The source is commit `bbbbbbbbbbbb`, and **what is not committed**.");
    expect(text).toContain("`aaaaaaaaaaaa` serves now; since then:");
    expect(text).toContain("\n````text\nbbbbbbbbbbbb Second ``` with </details>\n````");
  });

  it("names the commit alone, where the release's cannot be told", () => {
    const gitSource = () => ({ head: { id: "b", subject: "" }, dirty: false, commits: [] });
    expect(renderModel(modelOfRecorded("code", { gitSource }))).toContain(
      "The source is commit `b`. Which commit serves now cannot be told.",
    );
    expect(renderModel(modelOfRecorded("first", { gitSource }))).not.toContain("cannot be told");
  });
});

describe("a comment's room", () => {
  const long = (lines: number, width = 80) => ({
    label: "hello/service",
    action: "changed" as const,
    added: lines,
    removed: 0,
    lines: Array.from({ length: lines }, () => ({ sign: "+" as const, text: "x".repeat(width) })),
  });

  it("is kept by cutting diffs alone, the longest first, and it says so", () => {
    const model = modelOfRecorded("replaced");
    const short = { ...long(3), label: "hello/short" };
    const text = renderModel({ ...model, texts: [long(5_000), short, long(5_000)] });
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text.length).toBeGreaterThan(MOST_CHARACTERS - 5_000);
    expect(text.match(/\d+ more lines, cut because a comment has no room/g)).toHaveLength(2);
    expect(text.startsWith(renderModel(model))).toBe(true);
    expect(text).toContain("<b>hello/short</b> changed, +3 −0</summary>\n\n```diff\n+xxx");
  });

  it("is kept for more texts than there is room for", () => {
    const texts = Array.from({ length: 500 }, () => long(50));
    const text = renderModel({ ...modelOfRecorded("workers"), texts });
    expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(text).toMatch(/\d+ more texts change, too many to show here\./);
  });

  const foreign = fc.oneof(
    fc.string({ maxLength: 400 }),
    fc.string({ unit: "binary", maxLength: 50 }),
    fc.constantFrom(
      "`".repeat(3_000),
      "|".repeat(9_000),
      "\u202e".repeat(9_000),
      "x".repeat(99_999),
    ),
  );
  const list = <Item>(item: fc.Arbitrary<Item>, maxLength = 120) =>
    fc.array(item, { maxLength, size: "max" });
  const model: fc.Arbitrary<Model> = fc.record({
    stack: foreign,
    result: fc.constantFrom("nothing", "changes", "failed"),
    errors: list(foreign),
    losses: list(foreign),
    notices: list(fc.constant("The droplet is off."), 2),
    warnings: list(foreign),
    changes: list(
      fc.record({
        action: fc.constantFrom("create", "update", "replace", "delete"),
        what: foreign,
      }),
    ),
    facts: list(fc.record({ what: foreign, before: foreign, after: foreign })),
    releases: list(
      fc.record({
        project: foreign,
        from: fc.record({ id: foreign, source: foreign }),
        to: fc.record({ id: foreign, source: foreign }),
        changed: fc.constant([]),
        git: fc.record({
          head: fc.record({ id: foreign, subject: foreign }),
          dirty: fc.boolean(),
          from: fc.record({ id: foreign, subject: foreign }),
          commits: list(fc.record({ id: foreign, subject: foreign }), 20),
        }),
      }),
      12,
    ),
    costs: fc.constant(null),
    newMachine: fc.boolean(),
    steps: list(fc.record({ project: foreign, step: foreign, what: foreign })),
    texts: list(
      fc.record({
        label: foreign,
        path: foreign,
        action: fc.constantFrom("created", "changed", "deleted"),
        added: fc.nat(),
        removed: fc.nat(),
        lines: list(fc.record({ sign: fc.constantFrom(" ", "-", "+"), text: foreign }), 40),
      }),
      30,
    ),
  });

  it("is kept whatever the model holds, and no text gets out of its place", () => {
    fc.assert(
      fc.property(model, (any) => {
        const text = renderModel(any);
        expect(text.length).toBeLessThanOrEqual(MOST_CHARACTERS);
        // Outside of the fences there are only lines that the program writes.
        let fence = "";
        for (const line of text.split("\n")) {
          const [, ticks = ""] = /^(`{3,})(?:diff|text|)$/.exec(line) ?? [];
          if (fence === "" && ticks !== "") fence = ticks;
          else if (fence !== "" && line === fence) fence = "";
          else if (fence === "") expect(line).toMatch(/^(?:$|[#>|*$-]|<\/?details>|\w|`)/);
        }
        expect(fence).toBe("");
      }),
      { numRuns: 15 },
    );
  });
});
