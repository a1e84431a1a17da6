import { joined, type Finding } from "../finding";
import { WEB_UNITS, type Reading } from "../reading";
import { HOST, type Wanted, type WantedUnit } from "../wanted";

type Unit = Reading["units"][string];

/** Units that do not run or do not come back at boot, what others have put over them, and listeners. */
export function compareUnits(wanted: Wanted, reading: Reading): Finding[] {
  return [
    ...wanted.units.flatMap((unit) => compareUnit(unit, reading.units[unit.name])),
    ...wanted.programs.flatMap(({ of, name }) => compareProgram(of, name, reading)),
    ...otherWebServer(wanted, reading),
    ...compareListeners(wanted, reading),
  ];
}

function compareUnit({ of, name, dropIns }: WantedUnit, unit: Unit | undefined): Finding[] {
  const what = `unit ${name}`;
  if (!unit) return [{ of, what, is: "is not known to systemd" }];
  const { LoadState, ActiveState, SubState, UnitFileState, NeedDaemonReload } = unit;
  const problems = [
    ...(LoadState === "masked" || UnitFileState.startsWith("masked") ? ["is masked"] : []),
    ...(ActiveState === "active" ? [] : [`is ${ActiveState} (${SubState})`]),
    ...(["enabled", "masked"].includes(UnitFileState)
      ? []
      : [`is ${UnitFileState || "not there"}, not enabled`]),
    ...(NeedDaemonReload === "yes" ? ["systemd has not read its files as they are now"] : []),
  ];
  return [
    ...(problems.length > 0 ? [{ of, what, is: joined(problems) }] : []),
    ...foreignDropIns(unit, dropIns).map((path) => ({
      ...{ of, what: path, is: `changes ${name} and is not the stack's` },
      byHand: {
        words: "if it is meant, put it into unitOverrides; then take it away",
        command: `rm ${path} && systemctl daemon-reload && systemctl restart ${name}`,
      },
    })),
  ];
}

/** Debian's own are part of its packages. */
function foreignDropIns({ DropInPaths }: Unit, own: readonly string[]): string[] {
  return DropInPaths.split(" ").filter(
    (path) => path !== "" && !own.includes(path) && !/^(\/usr)?\/lib\//.test(path),
  );
}

function compareProgram(of: string, name: string, { programs }: Reading): Finding[] {
  const state = programs?.[name];
  if (state === "RUNNING") return [];
  const is = programs ? `is ${state ?? "not known to supervisor"}, not RUNNING` : "does not run";
  return [{ of, what: `program ${name}`, is }];
}

function otherWebServer(wanted: Wanted, { units }: Reading): Finding[] {
  const own = wanted.units.map(({ name }) => name);
  return WEB_UNITS.filter((name) => !own.includes(name)).flatMap((name) => {
    if (units[name]?.UnitFileState !== "enabled") return [];
    const finding = {
      of: HOST,
      what: `unit ${name}`,
      is: "starts at boot, and would take port 80",
    };
    // With a web server of its own, the stack sees to it that no other one comes back.
    return own.some((unit) => WEB_UNITS.includes(unit))
      ? [finding]
      : [
          {
            ...finding,
            byHand: {
              words: "the stack has no web server of its own",
              command: `systemctl disable --now ${name}`,
            },
          },
        ];
  });
}

function compareListeners({ listeners: wanted }: Wanted, { listeners }: Reading): Finding[] {
  return wanted.flatMap(({ of, address, port, program }) => {
    const bind = `${address}:${port}`;
    const isAll = ["0.0.0.0", "[::]"].includes(address);
    const there = listeners.filter(
      (each) => each.port === port && (each.address === address || (isAll && each.address === "*")),
    );
    if (there.length === 0) return [{ of, what: `port ${bind}`, is: "nobody listens" }];
    const names = there.flatMap(({ programs }) => programs);
    if (program === undefined || names.length === 0 || names.includes(program)) return [];
    return [{ of, what: `port ${bind}`, is: `${names.join(", ")} listens, not ${program}` }];
  });
}
