import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run, ToolError } from "../system/exec";
import { withFileLock } from "../system/file-lock";
import { BASE_FILES, BASE_PACKAGES, BASE_REMOVED, type BaseInputs, baseKey } from "./recipe";
import { mirrorsFrom, readMachineSources, renderSources } from "./sources";

/** Bases of all clouds of the machine; each is read-only for the hosts that lie upon it. */
export const BASES = "/var/cache/django-droplet/bases";
const CERTIFICATES = "/usr/local/share/ca-certificates";

/**
 * The folder of a release's base, made if it is not there yet: about 40 s and 350 MB.
 * `report` gets a line for each step. Throws when the packages cannot be had.
 */
export async function prepareBase(suite: string, report: (line: string) => void): Promise<string> {
  const inputs: BaseInputs = {
    suite,
    sources: renderSources(suite, mirrorsFrom(await readMachineSources())),
    certificates: await readCertificates(),
  };
  const base = join(BASES, baseKey(inputs));
  if (await isThere(base)) return base;
  await mkdir(BASES, { recursive: true });
  await withFileLock(`${base}.lock`, async () => {
    // Another builder may have held the lock until it was done.
    if (!(await isThere(base))) await build(base, inputs, report);
  });
  return base;
}

async function build(
  base: string,
  inputs: BaseInputs,
  report: (line: string) => void,
): Promise<void> {
  await sweep(base);
  // A name of its own: a builder that was killed may have left a child that still writes.
  const part = `${base}.part-${process.pid}`;
  report(`Debian ${inputs.suite}: fetching ${BASE_PACKAGES.length} packages and what they need`);
  await bootstrap(part, inputs, report).catch(async (error: unknown) => {
    await sweep(base);
    if (!(error instanceof ToolError)) throw error;
    // The first error is the reason, those after it only follow.
    const reason = /^E: (.*)$/m.exec(error.stderr)?.[1] ?? error.message;
    throw new Error(`no image of Debian ${inputs.suite}: ${reason}; check network and apt sources`);
  });
  report(`Debian ${inputs.suite}: settings`);
  await Promise.all(BASE_REMOVED.map((path) => rm(join(part, path), { force: true })));
  for (const { path, text } of BASE_FILES) await put(join(part, path), text);
  await addCertificates(part, inputs.certificates);
  await rename(part, base);
  report(`Debian ${inputs.suite}: ready in ${base}`);
}

async function bootstrap(
  root: string,
  inputs: BaseInputs,
  report: (line: string) => void,
): Promise<void> {
  await run(
    "mmdebstrap",
    [
      "--variant=minbase",
      "--mode=root",
      `--include=${BASE_PACKAGES.join(",")}`,
      // The clock of a laptop or of a snapshot mirror need not agree with the archive's.
      "--aptopt=Acquire::Check-Valid-Until false",
      ...(await aptConnectionOptions()).map((option) => `--aptopt=${option}`),
      inputs.suite,
      root,
      "-",
    ],
    {
      input: inputs.sources,
      onLine: (line) => {
        if (/^I: (installing|downloading|extracting)/.test(line)) {
          report(`Debian ${inputs.suite}: ${line.slice(3)}`);
        }
      },
    },
  );
}

/** Deletes what builders left half-made, as far as it can be deleted. */
async function sweep(base: string): Promise<void> {
  const names = await readdir(dirname(base));
  const parts = names.filter((name) => name.startsWith(`${basename(base)}.part-`));
  const paths = parts.map((name) => join(dirname(base), name));
  await run("rm", ["-rf", "--one-file-system", ...paths]).catch(() => undefined);
}

async function addCertificates(root: string, certificates: Record<string, string>): Promise<void> {
  if (Object.keys(certificates).length === 0) return;
  for (const [name, pem] of Object.entries(certificates)) {
    await put(join(root, CERTIFICATES, name), pem);
  }
  await run("chroot", [root, "update-ca-certificates"]);
}

async function readCertificates(): Promise<Record<string, string>> {
  const names = await readdir(CERTIFICATES, { recursive: true }).catch(() => []);
  const certificates = names.filter((name) => name.endsWith(".crt")).sort();
  return Object.fromEntries(
    await Promise.all(
      certificates.map(async (name) => [
        basename(name),
        await readFile(join(CERTIFICATES, name), "utf8"),
      ]),
    ),
  );
}

/** apt's own proxy and certificate settings on this machine, as `KEY "VALUE"` lines. */
export async function aptConnectionOptions(): Promise<string[]> {
  const dump = await run("apt-config", ["dump", "--no-empty"]).catch(() => "");
  return dump.split("\n").filter((line) => /^Acquire::https?::[^ ]+ "/.test(line));
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
