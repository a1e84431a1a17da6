import * as digitalocean from "@pulumi/digitalocean";
import type * as pulumi from "@pulumi/pulumi";
import { childName } from "../naming";

export interface UptimeArgs {
  /** The site's package. */
  project: string;
  /** Which server it is on, for whoever is told. */
  label: string;
  url: pulumi.Output<string>;
  /** The droplet's region. */
  region: string;
  /** Who is told; nobody: no check. */
  emails: readonly string[];
}

/** The shortest that DigitalOcean has: no release and no restart turns anybody away for so long. */
const DOWN_FOR = "2m";

/** Has DigitalOcean ask for the site from outside, and tell when it does not answer. */
export function watchUptime(
  name: string,
  { project, label, url, region, emails }: UptimeArgs,
  options: pulumi.CustomResourceOptions,
): void {
  if (emails.length === 0) return;
  const site = `${project} (${label})`;
  const check = new digitalocean.UptimeCheck(
    childName(name, "uptime-check"),
    {
      name: site,
      target: url,
      type: url.apply((text) => (text.startsWith("https:") ? "https" : "http")),
      regions: [checkRegion(region)],
    },
    options,
  );
  new digitalocean.UptimeAlert(
    childName(name, "down-alert"),
    {
      name: `${site} is down`,
      checkId: check.id,
      type: "down",
      // As the control panel writes it: of 1, up, and 0, down.
      comparison: "less_than",
      threshold: 1,
      period: DOWN_FOR,
      notifications: [{ emails: [...emails] }],
    },
    options,
  );
}

/**
 * From where the site is asked for: the nearest of the four places that DigitalOcean does that
 * from. What is wrong with the network at the other end of the world is not the site's fault.
 *
 * @param region a droplet's, by its slug
 */
export function checkRegion(region: string): "us_east" | "us_west" | "eu_west" | "se_asia" {
  if (/^(ams|fra|lon)/.test(region)) return "eu_west";
  if (/^(blr|sgp|syd)/.test(region)) return "se_asia";
  return region.startsWith("sfo") ? "us_west" : "us_east";
}
