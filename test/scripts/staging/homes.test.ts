import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_BACKEND } from "../../../scripts/lib/environment";
import { knownHomes } from "../../../scripts/staging/homes";

const HERE = true;
const ACCOUNT = false;
const folder = mkdtempSync(join(tmpdir(), "django-droplet-homes-"));
const credentials = (text: string): NodeJS.ProcessEnv => {
  const path = mkdtempSync(join(folder, "c-"));
  writeFileSync(join(path, "credentials.json"), text);
  return { PULUMI_CREDENTIALS_PATH: path };
};
const NOBODY = { PULUMI_CREDENTIALS_PATH: join(folder, "none") };

afterAll(() => rmSync(folder, { recursive: true }));

it.each<[string, NodeJS.ProcessEnv, boolean, boolean, boolean[]]>([
  ["a new checkout", NOBODY, false, false, []],
  ["local stacks", NOBODY, true, true, [HERE]],
  ["a login", credentials('{"current":"https://api.pulumi.com"}'), false, false, [ACCOUNT]],
  ["a login that was ended", credentials('{"current":""}'), false, false, []],
  ["a login that cannot be read", credentials("{"), false, false, []],
  [
    "a job's token, and no local cloud",
    { ...NOBODY, PULUMI_ACCESS_TOKEN: "t" },
    false,
    false,
    [ACCOUNT],
  ],
  [
    "a job's bucket, and no local cloud",
    { ...NOBODY, PULUMI_BACKEND_URL: "s3://b" },
    false,
    false,
    [ACCOUNT],
  ],
  [
    "a bucket beside a local cloud",
    { ...NOBODY, PULUMI_BACKEND_URL: "s3://b" },
    true,
    false,
    [HERE, ACCOUNT],
  ],
  [
    "a job's bucket, no local cloud, and what an earlier one left",
    { ...NOBODY, PULUMI_BACKEND_URL: "s3://b" },
    false,
    true,
    [ACCOUNT],
  ],
  [
    "the environment of local stacks",
    { ...NOBODY, PULUMI_BACKEND_URL: LOCAL_BACKEND },
    true,
    true,
    [HERE],
  ],
])("%s", (_, env, hasCloud, hasState, homes) => {
  expect(knownHomes(env, hasCloud, hasState)).toEqual(homes);
});
