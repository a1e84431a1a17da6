import { compareHost } from "../../../scripts/drift/compare/host";
import type { Finding } from "../../../scripts/drift/finding";
import type { Found, Reading } from "../../../scripts/drift/reading";
import { WEB_UNITS } from "../../../scripts/drift/reading";
import { appliedOf } from "../../../scripts/drift/applied";
import type { Wanted } from "../../../scripts/drift/wanted";
import { wantedOf } from "../../../scripts/drift/wanted-host";
import type { StateResource } from "../../../scripts/lib/state";
import { runProgram } from "../../support/mocks";
import { reveal, type Inputs } from "../../support/wire";

/** A key as OpenSSH writes it; the mocks' are none. */
export const LOGIN_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIF7z8veUa1wroBqiXFDPO6x08Qhn";

/** The state that an `up` with this config leaves. */
export async function stateOf(config: Record<string, unknown>): Promise<StateResource[]> {
  const isExisting = "host" in config;
  const run = await runProgram({
    config: isExisting ? config : { cloud: "local", ...config },
    secret: isExisting ? ["host"] : [],
  });
  return run.resources.map(({ urn, type, parent, inputs, outputs }) => {
    const known = reveal(inputs) as Inputs;
    const key = type === "tls:index/privateKey:PrivateKey" && {
      publicKeyOpenssh: `${LOGIN_KEY}\n`,
    };
    return {
      ...{ urn, type, parent, inputs: known },
      outputs: { ...known, ...(reveal(outputs) as Inputs), ...key },
    };
  });
}

/** What such a stack's host has to be. */
export async function wantedWith(config: Record<string, unknown> = {}): Promise<Wanted> {
  return wantedOf(appliedOf(await stateOf(config)));
}

const UNTOUCHED = { same: true, recorded: true, archive: true, files: [], count: 0 };

/** What a host says that is just so. */
export function wholeReading(wanted: Wanted): Reading {
  const paths: [string, Reading["paths"][string]][] = [
    ...wanted.files.map(({ path, mode = "0600", owner = "root:root", sha256, text }) => {
      const found = { type: "file" as const, mode, owner, sha256, text: text ?? null };
      return [path, found] as [string, typeof found];
    }),
    ...wanted.folders.map(({ path, mode, owner }) => {
      return [path, { type: "folder", mode, owner }] as [string, Reading["paths"][string]];
    }),
    ...wanted.links.map(({ path, target = "../mods-available/x.load" }) => {
      const link = { type: "link" as const, mode: "0777", owner: "root:root", target };
      return [path, link] as [string, typeof link];
    }),
  ];
  const unit = { LoadState: "loaded", ActiveState: "active", SubState: "running" };
  const rest = { UnitFileState: "enabled", NeedDaemonReload: "no" };
  const own = wanted.units.map(({ name, dropIns }) => {
    return [name, { ...unit, ...rest, DropInPaths: dropIns.join(" ") }] as const;
  });
  const missing = { ...unit, ...rest, UnitFileState: "", DropInPaths: "" };
  return {
    paths: Object.fromEntries(paths),
    folders: {},
    sites: [...wanted.projects],
    releases: Object.fromEntries(
      wanted.releases.map(({ project }) => [
        project,
        { complete: true, source: UNTOUCHED, static: UNTOUCHED, virtualenv: UNTOUCHED },
      ]),
    ),
    units: {
      ...Object.fromEntries(WEB_UNITS.map((name) => [name, missing])),
      ...Object.fromEntries(own),
    },
    programs: Object.fromEntries(wanted.programs.map(({ name }) => [name, "RUNNING"])),
    listeners: wanted.listeners.map(({ address, port, program }) => {
      return { address, port, programs: program === undefined ? ["python"] : [program] };
    }),
    packages: Object.fromEntries(wanted.packages.map((name) => [name, "installed"])),
    conffiles: [],
    users: Object.fromEntries(
      wanted.users.map(({ name }) => [
        name,
        {
          ...{ shell: "/usr/sbin/nologin", home: "/nonexistent", group: name },
          ...{ groups: [], members: [], locked: true },
        },
      ]),
    ),
    firewall: { tables: ["inet django_droplet_metadata"], guard: LOADED_GUARD, agent: "991" },
    sshd: Object.fromEntries(
      wanted.sshd.map((line) => {
        const [key = "", ...words] = line.split(" ");
        return [key, words.join(" ")];
      }),
    ),
    rootKeys: [...wanted.rootKeys],
  };
}

/** As nft of Debian 13 lists it; that of Debian 12 leaves out the reject's kind. */
const LOADED_GUARD = `table inet django_droplet_metadata {
	set readers {
		type uid
		elements = { 0, 991 }
	}

	chain output {
		type filter hook output priority 0; policy accept;
		ip daddr 169.254.169.254 meta skuid != @readers reject with icmp 3
	}
}
`;

/** A host that is just so before each test, for the tests to change. */
export class WholeHost {
  wanted!: Wanted;
  reading!: Reading;

  /** Registers itself with the test file. */
  constructor(config: Record<string, unknown>) {
    beforeAll(async () => {
      this.wanted = await wantedWith(config);
    });
    beforeEach(() => {
      this.reading = JSON.parse(JSON.stringify(wholeReading(this.wanted))) as Reading;
    });
  }

  /** The only one. */
  finding(): Finding {
    const findings = compareHost(this.wanted, this.reading);
    expect(findings).toHaveLength(1);
    return findings[0] as Finding;
  }

  at(path: string): Found {
    const found = this.reading.paths[path];
    if (!found) throw new Error(`${path} is not wanted`);
    return found;
  }
}
