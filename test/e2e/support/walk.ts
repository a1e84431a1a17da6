import { COMBINATIONS, type Choice, type WebServer } from "../../../components/serve/choices";

/** The releases of Debian that are tested. */
export const IMAGES = ["debian-12-x64", "debian-13-x64"] as const;

export type Image = (typeof IMAGES)[number];

/** What a stack is moved to. */
export interface Step extends Choice {
  ipv6: boolean;
}

/** Each with all the web servers that it goes with; mod_wsgi has one, so it comes twice. */
const GROUPS: readonly Omit<Step, "webServer">[] = [
  { appServer: "gunicorn", supervisor: "systemd", ipv6: true },
  { appServer: "uwsgi", supervisor: "systemd", ipv6: false },
  { appServer: "mod_wsgi", supervisor: "systemd", ipv6: true },
  { appServer: "uwsgi", supervisor: "supervisor", ipv6: true },
  { appServer: "gunicorn", supervisor: "supervisor", ipv6: false },
  { appServer: "mod_wsgi", supervisor: "systemd", ipv6: false },
];

/** Round and round, so that the last one is left for the first. */
const ROUND: readonly WebServer[] = ["nginx", "apache", "none"];
/** To and fro, so that from group to group the web server stays. */
const TO: readonly WebServer[] = ["apache", "nginx", "none"];

/**
 * The combinations that a droplet of an image goes through, all of them. The two images have IPv6 at
 * opposite steps, so that together they have every combination with and without it.
 */
export function walk(image: Image): Step[] {
  return GROUPS.flatMap((group, index) => {
    const isTo = index % 2 === 0;
    const order = image === "debian-13-x64" ? ROUND : isTo ? TO : TO.toReversed();
    const ipv6 = group.ipv6 === (image === "debian-13-x64");
    return order
      .filter((webServer) => isAllowed(group, webServer))
      .map((webServer) => ({ ...group, webServer, ipv6 }));
  });
}

/**
 * Whether a droplet of this image is rebooted in this step: each combination is on one of the two, and
 * mod_wsgi, which has but one, on both. Together they still have every pair of values, images included.
 */
export function rebootsAt(image: Image, { appServer, webServer, supervisor, ipv6 }: Step): boolean {
  const isNewer = image === "debian-13-x64";
  if (appServer === "mod_wsgi") return ipv6 === isNewer;
  const values = [supervisor === "supervisor", webServer === "apache"];
  return (values.filter(Boolean).length % 2 === 0) === isNewer;
}

function isAllowed({ appServer }: Pick<Step, "appServer">, webServer: WebServer): boolean {
  return COMBINATIONS.some(
    (combination) =>
      combination.appServer === appServer && combination.webServers.includes(webServer),
  );
}
