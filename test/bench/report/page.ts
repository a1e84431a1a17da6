import type { CloneResults, GrowthResult, Measured, ServingResult, ToolResults } from "../types";
import { aimsSection } from "./aims";
import { cloneSections } from "./clone";
import { growthSections } from "./growth";
import { missing, provenance, provenancesOf, type Part } from "./provenance";
import { servingSections } from "./serving";
import { toolSections } from "./tools";

/** What each part of the bench has measured; absent: it was not run. */
export interface Results {
  tools?: ToolResults;
  serving?: Measured<readonly ServingResult[]>;
  growth?: Measured<readonly GrowthResult[]>;
  clone?: Measured<CloneResults>;
}

const INTRO = `
<!-- Written by \`npm run bench\`, not by hand. -->

# Benchmarks

Written by \`npm run bench\`, not by hand: what it takes to make a server and to change it, beside what
people would use instead. All make the same server, on droplets of the local cloud that have booted
and have nothing on them, and all are asked for the same end state afterwards. The numbers hold for the
machine that they were measured on; what can be compared are the ratios.

\`\`\`console
$ npm run bench
$ npm run bench -- --only growth,report --rounds 5
\`\`\`

The first command takes all parts, the second some of them; \`report\` writes this page from what was
measured last. A figure is the median of at least five rounds where nothing else is said, with the
least and the most that was measured in brackets; every single sample stands in
\`docs/benchmarks/PART.json\`. The tools take turns in each round, so that what else goes on on the machine meets all of them.
`;

const PARTS: readonly { part: Part; heading: string; about: string }[] = [
  {
    part: "tools",
    heading: "Beside other tools",
    about:
      "From a wall clock around the command. The floor is a shell script over one ssh connection, or the same script with apt beside pip: whichever is faster at the figure. A ratio above 1 is slower than what it is compared with. On several hosts this project stands twice: a stack for each of them, all brought up at once, and one program that makes them all (`test/bench/peers/servers`). At new code Ansible and pyinfra run pip each time, as their modules do, the shell and this project where the requirements have changed. From nothing and destroy are of those two alone that make the droplet as well.",
  },
  {
    part: "serving",
    heading: "The served site",
    about:
      "How the example's page is answered under a load that a tool keeps up. p50 is the time within which half of the requests were answered, p99 that of all but one in a hundred; `failed` counts answers of 400 and above and connections that failed, over all rounds.",
  },
  {
    part: "growth",
    heading: "Growth",
    about:
      "One `pulumi up` from nothing, the booting of the droplets included, until every site answers. Memory is the sum of what the engine, the program and the plugins had at one time (PSS).",
  },
  {
    part: "clone",
    heading: "From the clone",
    about:
      "From a fresh clone with empty caches to the answering site, by phase, on a machine that has Node, Go and Python.",
  },
];

/** All of the page that is measured, as Markdown that is yet to be formatted. */
export function renderPage(results: Results): string {
  const sections = PARTS.flatMap(({ part, heading, about }) => [
    `## ${heading}`,
    ...bodyOf(part, about, results),
  ]);
  return [INTRO, ...sections].filter((block) => block !== "").join("\n\n");
}

function bodyOf(part: Part, about: string, results: Results): string[] {
  const measured = results[part];
  if (!measured) return [missing(part)];
  return [about, ...provenances(part, results), ...sectionsOf(part, results)];
}

function provenances(part: Part, results: Results): string[] {
  if (part === "tools") return provenancesOf(results.tools ?? {});
  const measured = results[part];
  return measured ? [provenance(measured)] : [];
}

function sectionsOf(part: Part, { tools, serving, growth, clone }: Results): string[] {
  switch (part) {
    case "tools":
      return tools ? [...toolSections(tools), ...aimsSection(tools)] : [];
    case "serving":
      return serving ? servingSections(serving.results) : [];
    case "growth":
      return growth ? growthSections(growth.results) : [];
    case "clone":
      return clone ? cloneSections(clone.results) : [];
  }
}
