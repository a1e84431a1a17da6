import * as digitalocean from "@pulumi/digitalocean";
import type * as pulumi from "@pulumi/pulumi";
import { PREFERRED_LOAD } from "../health/capacity/cpu-rules";
import { HEALTHY_CACHE } from "../health/capacity/memory-rules";
import { count } from "../health/capacity/wording";
import { DISK_NEARLY_FULL } from "../health/trouble/host";
import { childName } from "../naming";
import type { Size } from "./sizes";

/** A limit of a droplet; whoever is above it for all of the window is told of. */
export interface AlertRule {
  /** Of the resource's name. */
  suffix: string;
  type: `v1/insights/droplet/${string}`;
  value: number;
  /** The subject of DigitalOcean's mails. */
  description: string;
}

/** The shortest that DigitalOcean has: the chapter looks at averages of five minutes, too. */
const WINDOW = "5m";

/**
 * What a machine of this size should stay below, by the rules that `npm run status` judges by:
 *
 * - load over 5 minutes: 0.7 × cores (6.6);
 * - memory of programs: all but the cache's least healthy share, a fifth (6.5). Above that the cache
 *   is too small even if nothing is free;
 * - disk: all but the tenth from which on it is nearly full. The chapter has no number for it.
 */
export function alertRules({ vcpus }: Pick<Size, "vcpus">): AlertRule[] {
  const memory = Math.round((1 - HEALTHY_CACHE.least) * 100);
  const disk = 100 - DISK_NEARLY_FULL;
  return [
    {
      suffix: "load-alert",
      type: "v1/insights/droplet/load_5",
      // The provider keeps 32 bits of it: any other number would be a change in every `up`.
      value: Math.fround(PREFERRED_LOAD * vcpus),
      description: `load over 5 minutes above ${PREFERRED_LOAD} × ${count(vcpus, "core")}`,
    },
    {
      suffix: "memory-alert",
      type: "v1/insights/droplet/memory_utilization_percent",
      value: memory,
      description: `programs use more than ${memory} % of the memory`,
    },
    {
      suffix: "disk-alert",
      type: "v1/insights/droplet/disk_utilization_percent",
      value: disk,
      description: `the disk is more than ${disk} % full`,
    },
  ];
}

export interface DropletAlertsArgs {
  size: Size;
  /** Which server it is, for whoever is told. */
  label: string;
  /** Who is told; nobody: no alerts. */
  emails: readonly string[];
  /** The stack's own, which its droplet carries. */
  tag: pulumi.Input<string>;
}

/**
 * Alerts on the droplet that carries the tag. By the tag, as the firewall: a droplet that takes
 * another's place is watched from its first minute, whatever becomes of the rest of that `up`.
 */
export function createAlerts(
  name: string,
  { size, label, emails, tag }: DropletAlertsArgs,
  options: pulumi.CustomResourceOptions,
): void {
  if (emails.length === 0) return;
  for (const { suffix, description, ...rule } of alertRules(size)) {
    new digitalocean.MonitorAlert(
      childName(name, suffix),
      {
        ...rule,
        compare: "GreaterThan",
        window: WINDOW,
        description: `${label}: ${description}`,
        tags: [tag],
        alerts: { emails: [...emails] },
      },
      options,
    );
  }
}
