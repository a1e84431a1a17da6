import { Refusal } from "./refusal";
import { didYouMean, show } from "./wording";

/** What the program decides itself, with what to use instead. */
const OWN: ReadonlyMap<string, string> = new Map([
  ["User", "the user setting"],
  ["Group", "the user setting"],
  ["ExecStart", "the appServer, workers, threads and port settings"],
  ["ExecReload", "nothing: a reload must keep the site up"],
  ["Type", "nothing: the application server tells systemd that it is ready"],
  ["RuntimeDirectory", "nothing: the pre-flight boot has one of its own beside it"],
  ["WorkingDirectory", "nothing: a release would go on loading the code of the one before"],
]);

/** Directives that people set to make room for what their project does; only suggestions. */
const COMMON = [
  "Environment",
  "IPAddressAllow",
  "IPAddressDeny",
  "LimitNOFILE",
  "MemoryDenyWriteExecute",
  "MemoryHigh",
  "MemoryMax",
  "CPUQuota",
  "CPUWeight",
  "Nice",
  "NoNewPrivileges",
  "PrivateDevices",
  "PrivateTmp",
  "PrivateUsers",
  "ProtectHome",
  "ProtectProc",
  "ProtectSystem",
  "ProcSubset",
  "ReadOnlyPaths",
  "ReadWritePaths",
  "RestrictAddressFamilies",
  "SystemCallFilter",
  "TasksMax",
  "TimeoutStartSec",
  "TimeoutStopSec",
  "UMask",
];

/** Checks the name of a directive of systemd's [Service] section. */
export function parseDirective(name: string): string {
  const instead = OWN.get(name);
  if (instead !== undefined) throw new Refusal(`the program sets ${name} itself; use ${instead}`);
  if (!/^[A-Z][A-Za-z0-9]+$/.test(name)) {
    const near = didYouMean(name, COMMON);
    throw new Refusal(
      `${show(name)} is not a directive of systemd's [Service] section${near}; they are listed in systemd.exec(5) and systemd.resource-control(5)`,
    );
  }
  return name;
}

/** Checks a directive's value and returns it as text; booleans and numbers are what YAML makes of them. */
export function parseDirectiveValue(value: unknown): string {
  if (!["string", "number", "boolean"].includes(typeof value)) {
    throw new Refusal(`${show(value)} is not text; write one value, as in a unit file`);
  }
  const text = String(value);
  // A backslash at the end would go on with the next directive.
  if (/[\0-\x1f\x7f]/.test(text) || text.endsWith("\\")) {
    throw new Refusal(
      `${show(text)} has a line break, a control character or a \\ at its end; write one line`,
    );
  }
  // pip, check, migrate and the pre-flight, which are no units of a file, would not know them. What
  // takes a percentage, as CPUQuota does, has no specifiers.
  const specifier = text.match(/%.?/g)?.find((each) => each !== "%%");
  if (specifier !== undefined && !/^\d+(\.\d+)?%$/.test(text.trim())) {
    throw new Refusal(
      `${show(text)} has the specifier ${show(specifier)}, which only the service would know, and not the steps before it; write out what it stands for, or %% for a percent sign`,
    );
  }
  return text.trim();
}
