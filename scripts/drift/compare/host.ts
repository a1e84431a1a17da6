import { compare } from "../../preview/events";
import type { Finding } from "../finding";
import type { Reading } from "../reading";
import { HOST, type Wanted } from "../wanted";
import { comparePaths } from "./paths";
import { compareReleases } from "./releases";
import { compareSystem } from "./system";
import { compareUnits } from "./units";

/** All that is not as it was applied: the host's own first, then site by site, in the order of names. */
export function compareHost(wanted: Wanted, reading: Reading): Finding[] {
  const findings = [
    ...comparePaths(wanted, reading),
    ...compareUnits(wanted, reading),
    ...compareReleases(wanted, reading),
    ...compareSystem(wanted, reading),
  ];
  return findings.sort(
    (one, other) =>
      Number(other.of === HOST) - Number(one.of === HOST) ||
      compare(one.of, other.of) ||
      compare(one.what, other.what) ||
      compare(one.is, other.is),
  );
}
