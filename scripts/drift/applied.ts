import { parseRecord, type InstalledText } from "../../components/app/record";
import { HOSTS } from "../lib/host";
import type { StateResource } from "../lib/state";
import type { Resource, Side } from "../preview/events";
import { parameterOf, sitesOf, stagedLabel, type SiteResources } from "../preview/resources";
import { textOf } from "../preview/values";

/** A text that lies on the host under its digest. */
export interface AppliedText {
  digest: string;
  text: string;
  /** Whether it must not be shown, and its digest is none of its content. */
  secret: boolean;
}

/** A site as the stack's state has it: what its steps were told when they last ran. */
export interface AppliedSite {
  project: string;
  user: string;
  record: string;
  texts: readonly InstalledText[];
  /** What else the record names: `release`, `source`, `virtualenv`, `settings`, `secrets`. */
  names: Readonly<Record<string, string>>;
  /** By digest. */
  staged: ReadonlyMap<string, AppliedText>;
  /** A host a line. */
  allowedHosts: string;
}

/** What the steps of the host were told. */
export interface Applied {
  /** Whether the host was there before the stack, and others may have their own on it. */
  isShared: boolean;
  sites: readonly AppliedSite[];
  /** A parameter of the step with this suffix; undefined where there is none. */
  parameter(step: string, name: string): string | undefined;
  /** The public key that logs in. */
  loginKey: string | undefined;
}

/** What was applied, from the state. A site that was never activated is not among it. */
export function appliedOf(state: readonly StateResource[]): Applied {
  const resources = state.map(asResource);
  const host = resources.find(({ type }) => HOSTS.includes(type));
  const stepOf = (suffix: string): Side | undefined =>
    resources.find(({ name }) => host && name === `${host.name}-${suffix}`)?.new;
  return {
    isShared: host?.type === "django-droplet:index:ExistingHost",
    sites: sitesOf({ config: {}, resources, warnings: [], errors: [] }).flatMap(siteOf),
    parameter: (step, name) => parameterOf(stepOf(step), name),
    loginKey: textOf(stepOf("login-key")?.outputs, "publicKeyOpenssh")?.trim(),
  };
}

function siteOf({ project, children }: SiteResources): AppliedSite[] {
  const record = parameterOf(children.get("activation")?.new, "RECORD");
  const user = parameterOf(children.get("account")?.new, "USER_NAME");
  if (record === undefined || user === undefined) return [];
  const staged = [...children.values()].flatMap(stagedText);
  return [
    {
      ...{ project, user, record, ...parseRecord(record) },
      staged: new Map(staged.map((text) => [text.digest, text])),
      allowedHosts: parameterOf(children.get("activation")?.new, "ALLOWED_HOSTS") ?? "",
    },
  ];
}

function stagedText(resource: Resource): AppliedText[] {
  if (stagedLabel(resource) === undefined) return [];
  const create = textOf(resource.new?.inputs, "create") ?? "";
  const [, kind, digest = ""] = /'(sha256|hmac):([0-9a-f]{64})[:']/.exec(create) ?? [];
  const text = textOf(resource.new?.inputs, "stdin");
  return text === undefined ? [] : [{ digest, text, secret: kind !== "sha256" }];
}

function asResource({ urn, type, parent, inputs, outputs }: StateResource): Resource {
  return {
    ...{ urn, type, name: nameOf(urn), parent: nameOf(parent), action: "same" },
    new: { inputs, outputs },
    isProtected: { before: false, after: false },
    reasons: [],
  };
}

function nameOf(urn: string): string {
  return urn.split("::").at(-1) ?? "";
}
