import { setTimeout as sleep } from "node:timers/promises";
import { run, ToolError } from "../hosts/system/exec";
import { withFileLock } from "../hosts/system/file-lock";

/** Longer than an unattended upgrade takes. */
const LOCK_SECONDS = 300;

/** One of our commands at a time asks and installs. */
const LOCK = "/run/django-droplet-packages.lock";

/**
 * Installs what is missing of the packages; needs root only then.
 * @throws without apt-get, naming the packages; or if apt-get fails.
 */
export async function ensurePackages(
  packages: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  if ((await missingPackages(packages)).length === 0) return;
  await withFileLock(LOCK, async () => {
    const missing = await missingPackages(packages);
    if (missing.length === 0) return;
    report(`installing ${missing.join(" ")}`);
    await updateLists();
    await apt("install", "--no-install-recommends", "--yes", ...missing);
  });
}

const apt = (...args: string[]) =>
  run("apt-get", ["-qq", ...args, "-o", `DPkg::Lock::Timeout=${LOCK_SECONDS}`], {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });

/** The option's time-out does not hold for the lists' lock: `update` fails at once, and says so. */
async function updateLists(): Promise<void> {
  const end = Date.now() + LOCK_SECONDS * 1000;
  for (;;) {
    try {
      await apt("update");
      return;
    } catch (error) {
      const locked = error instanceof ToolError && error.stderr.includes("Could not get lock");
      if (!locked || Date.now() > end) throw error;
      await sleep(1000);
    }
  }
}

async function missingPackages(packages: readonly string[]): Promise<string[]> {
  const states = await Promise.all(
    packages.map((name) =>
      run("dpkg-query", ["--show", "--showformat=${db:Status-Status}", name]).catch(
        (error: unknown) => {
          if (isMissingTool(error)) {
            throw new Error(
              `the local cloud needs Debian or Ubuntu (apt), or by hand: ${packages.join(" ")}`,
            );
          }
          return "not-installed";
        },
      ),
    ),
  );
  return packages.filter((_, index) => states[index] !== "installed");
}

const isMissingTool = (error: unknown): boolean =>
  error instanceof Error && error.message.endsWith("is not installed");
