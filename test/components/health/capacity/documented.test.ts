import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SETTLED_AFTER } from "../../../../components/health/capacity/capacity";
import * as cpu from "../../../../components/health/capacity/cpu-rules";
import { VERDICTS } from "../../../../components/health/capacity/finding";
import * as memory from "../../../../components/health/capacity/memory-rules";
import {
  LEAST_WORKER_MIB,
  MOST_PER_CORE,
  RESERVE_MIB,
  WORKER_MIB,
} from "../../../../components/serve/sizing";

const PAGE = readFileSync(join(__dirname, "../../../../docs/capacity.md"), "utf8");
const TEXT = PAGE.replace(/\s+/g, " ");
const percent = (share: number): string => `${share * 100} %`;

test.each([
  `is healthy | ${memory.HEALTHY_CACHE.least * 100} to ${percent(memory.HEALTHY_CACHE.most)} of RAM |`,
  `much is free | ${percent(memory.MUCH_FREE)} of RAM |`,
  `little is free | less than ${percent(memory.LITTLE_FREE)} of RAM |`,
  `very small | below ${percent(memory.VERY_SMALL_CACHE)}, and`,
  `considerable | ${percent(memory.CONSIDERABLE_SWAP)} of RAM |`,
  `below ${cpu.PREFERRED_LOAD} × cores |`,
  `steal | named from ${percent(cpu.STEAL.named)}, much from ${percent(cpu.STEAL.much)} |`,
  `disks | named from ${percent(cpu.WAITING.named)}, high from ${percent(cpu.WAITING.high)} |`,
  `hi and si | named from ${percent(cpu.INTERRUPTS)} |`,
  `without ${RESERVE_MIB} MiB for the system, by ${WORKER_MIB} MiB a worker`,
  `at least ${LEAST_WORKER_MIB})`,
  `more than ${MOST_PER_CORE} a core`,
  `within ${SETTLED_AFTER} seconds`,
  ...VERDICTS.map((verdict) => `\`${verdict}\``),
])("the page says what the code does: %s", (sentence) => {
  expect(TEXT).toContain(sentence);
});
