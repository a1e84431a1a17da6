import { readFileSync } from "node:fs";
import { join } from "node:path";
import { LOCAL_STATE } from "../../../scripts/lib/environment";
import type { Stack } from "./stack";

/** What must not be read by others, each as a text that shows wherever the secret does. */
export async function secretsOf(stack: Stack): Promise<Record<string, string>> {
  const resources = await stack.resources();
  const output = (name: string, property: string) => {
    const resource = resources.find(({ urn }) => urn.endsWith(`::${name}`));
    return String(resource?.outputs[property]);
  };
  const password = (name: string) => output(name, "result");
  // A whole line of its middle: line breaks are written in many ways.
  const key = (name: string) => output(name, "privateKeyOpenssh").split("\n")[2] ?? "";
  const secrets = {
    "the project's SECRET_KEY": password("django-hello-secret-key"),
    "the key of digests": password("django-hello-digest-key"),
    "the login key": key("django-host-login-key"),
    "the host key": key("django-host-host-key"),
  };
  for (const [name, value] of Object.entries(secrets)) {
    if (value.length < 30) throw new Error(`${name} could not be read: ${JSON.stringify(value)}`);
  }
  return secrets;
}

/** The names of the secrets that a text holds. */
export function secretsIn(secrets: Record<string, string>, text: string): string[] {
  return Object.entries(secrets)
    .filter(
      ([, value]) => text.includes(value) || text.includes(JSON.stringify(value).slice(1, -1)),
    )
    .map(([name]) => name);
}

/** The stack's state as it lies on the disk. */
export function storedState(stack: Stack): string {
  return readFileSync(
    join(LOCAL_STATE, ".pulumi", "stacks", "django-droplet", `${stack.name}.json`),
    "utf8",
  );
}

/** The files on the host that hold one of the secrets and that a user may read. */
export async function filesReadableBy(
  stack: Stack,
  user: string,
  secrets: readonly string[],
): Promise<string> {
  const folders = "/boot /etc /home /media /mnt /opt /root /run /srv /tmp /usr/local /var";
  return stack.ssh(`runuser -u ${user} -- grep -rlsF -D skip -f - ${folders} <<'END' || true
${secrets.join("\n")}
END`);
}
