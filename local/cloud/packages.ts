import { run } from "../hosts/system/exec";

/** apt's own lock waiting; covers an unattended upgrade that is running. */
const LOCK_SECONDS = 300;

/**
 * Installs what is missing of the packages.
 * @throws without apt-get, naming the packages; or if apt-get fails.
 */
export async function ensurePackages(
  packages: readonly string[],
  report: (line: string) => void,
): Promise<void> {
  const missing = await missingPackages(packages);
  if (missing.length === 0) return;
  report(`installing ${missing.join(" ")}`);
  const apt = (...args: string[]) =>
    run("apt-get", ["-qq", "-o", `DPkg::Lock::Timeout=${LOCK_SECONDS}`, ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    });
  await apt("update");
  await apt("install", "--no-install-recommends", "--yes", ...missing);
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
