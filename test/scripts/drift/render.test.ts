import { driftOf, exitCode, type Drift } from "../../../scripts/drift/model";
import type { Finding } from "../../../scripts/drift/finding";
import { renderDrift } from "../../../scripts/drift/render";
import { readEvents } from "../../../scripts/preview/events";
import { diffLines } from "../../../scripts/preview/line-diff";
import { wantedWith, wholeReading } from "./whole";

const PLAIN: Finding = { of: "host", what: "package curl", is: "is not installed" };

function drift(host: readonly Finding[], cloud: readonly Finding[] = []): Drift {
  return {
    ...{ stack: "production", result: host.length + cloud.length > 0 ? "drift" : "none" },
    host: { findings: host, error: null, beside: [], compared: "3 files" },
    cloud: { findings: cloud, error: null },
  };
}

test("none is one line", () => {
  expect(renderDrift(drift([]))).toBe(
    "## Drift of `production`\n\n**No drift.** As applied: 3 files, and all in the cloud.\n",
  );
});

test("each difference is a row, then comes what puts it back, and last the texts", () => {
  const text = renderDrift({
    ...drift(
      [
        PLAIN,
        { of: "shop", what: "/etc/x|y", is: "differs", lines: diffLines("a\n", "b```\n") },
        {
          ...{ of: "shop", what: "/etc/z", is: "is *not* the stack's" },
          byHand: { words: "take it away", command: "rm /etc/z && true" },
        },
      ],
      [{ of: "cloud", what: "droplet's size", is: "is large, not small" }],
    ),
  });
  expect(text).toMatchInlineSnapshot(`
    "## Drift of \`production\`

    **4 differences** from what was applied.

    ### On the host

    | of | what | is |  |
    | --- | --- | --- | --- |
    | host | \`package curl\` | is not installed |  |
    | shop | \`/etc/x\\|y\` | differs |  |
    | shop | \`/etc/z\` | is &#42;not&#42; the stack's | by hand |

    ### In the cloud

    | of | what | is |  |
    | --- | --- | --- | --- |
    | cloud | \`droplet's size\` | is large, not small |  |

    ### To put it back

    By hand:

    - \`/etc/z\`: take it away: \`rm /etc/z && true\`

    All the rest:

    \`\`\`console
    $ npm run up -- --stack production --repair
    \`\`\`

    ### Texts, from what was applied to what is there

    <details><summary><b>shop</b> <code>/etc/x|y</code> changed, +1 −1</summary>

    \`\`\`\`diff
    -a
    +b\`\`\`
    \`\`\`\`

    </details>
    "
  `);
});

test("where all of it is for a person to do no command is named that would not", () => {
  const byHand = { words: "turn it on" };
  const text = renderDrift(drift([], [{ of: "cloud", what: "droplet", is: "is off", byHand }]));
  expect(text).toContain("- `droplet`: turn it on\n");
  expect(text).not.toContain("--repair");
});

test("long lists are cut, and say so", () => {
  const text = renderDrift(drift(Array.from({ length: 150 }, () => PLAIN)));
  expect(text.match(/package curl/g)).toHaveLength(100);
  expect(text).toContain("and 50 more");
});

test("a side that cannot be read makes 1, whatever the other says", async () => {
  const wanted = await wantedWith();
  const reading = wholeReading(wanted);
  const nothing = { read: readEvents("") };
  const gone = { error: "203.0.113.10 does not answer (no answer): is the droplet on?" };
  const whose = { stack: "s", local: true };
  expect(exitCode(driftOf(whose, wanted, { read: reading }, nothing))).toBe(0);
  expect(exitCode(driftOf(whose, wanted, gone, nothing))).toBe(1);
  expect(exitCode(driftOf(whose, wanted, { read: reading }, gone))).toBe(1);
  reading.packages = {};
  const found = driftOf(whose, wanted, { read: reading }, nothing);
  expect(exitCode(found)).toBe(2);
  const half = driftOf(whose, wanted, { read: reading }, gone);
  expect([exitCode(half), half.host.findings]).toEqual([1, found.host.findings]);
  expect(renderDrift(half)).toContain(
    "**It could not be read whether there is drift**; 5 differences all the same.",
  );
});
