import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { folderWith } from "./project-folder";

export type Settings = Record<string, unknown>;

/**
 * What the text of managed settings comes to, over a project's own, in a release's folder.
 *
 * @param own the project's shop/settings.py
 * @param files of the release, beside or in place of what every one has
 */
export function runSettings(
  text: string,
  own: string,
  files: Record<string, string> = {},
): Settings {
  const release = folderWith({
    "etc/deployed_settings.py": text,
    "etc/secrets.json": '{"secretKey":"generated \\"$x\\u00e9"}\n',
    "src/shop/__init__.py": "",
    "src/shop/settings.py": own,
    ...files,
  });
  const print = `
import deployed_settings, json
names = [name for name in dir(deployed_settings) if name.isupper()]
print(json.dumps({name: getattr(deployed_settings, name) for name in names}, default=str))
`;
  const { status, stdout, stderr } = spawnSync("python3", ["-c", print], {
    env: {
      PATH: process.env["PATH"],
      PYTHONPATH: `${join(release, "etc")}:${join(release, "src")}`,
      PYTHONDONTWRITEBYTECODE: "1",
    },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout.replaceAll(release, "RELEASE")) as Settings;
}
