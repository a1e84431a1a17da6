import { parseReport, type SiteReport } from "../../components/health/report";
import { parseReading, type ServiceStatus } from "../../components/health/service-status";
import { statusScript } from "../../components/health/status-script";
import type { Serving } from "../../components/serve/serving";
import { FakeHost } from "./fake-host";

/** What was read of one site. */
export interface Seen {
  status: ServiceStatus;
  site: SiteReport;
}

/** A droplet to the status script, with processes and a supervisord of its own. */
export class StatusHost {
  private groups: string[] = [];

  private constructor(readonly host: FakeHost) {}

  static async start(): Promise<StatusHost> {
    const host = await FakeHost.start();
    host.sh("mount -t tmpfs tmpfs /run; mkdir -p /etc/supervisor/conf.d /var/log/supervisor");
    return new StatusHost(host);
  }

  async stop(): Promise<void> {
    this.clear();
    await this.host.stop();
  }

  /** Ends what was started, and takes away what a test has put there. */
  clear(): void {
    for (const group of this.groups.splice(0)) this.host.sh(`kill -- -${group}`);
    this.host.sh(`
      rm -rf /run/supervisor.sock /var/log/{shop,apache2} /var/log/supervisor/*
      rm -rf /etc/supervisor/conf.d/* "$WORLD"/{fault,programs.json,show,journal,requests,answers/any}
      rm -rf "$WORLD"/active/shop.socket
    `);
  }

  /**
   * Starts a script, and waits until it has printed its process id, which is the result. It ends by
   * itself too, should nobody be left to end it.
   */
  run(script: string): number {
    this.host.set("script", script);
    const printed = this.host.sh(`
      rm -f "$WORLD/pid"
      setsid timeout 120 bash "$WORLD/script" >"$WORLD/pid" 2>"$WORLD/errors" </dev/null &
      until [ -s "$WORLD/pid" ]; do
        kill -0 $! || { cat "$WORLD/errors"; exit 1; }
        sleep 0.01
      done
      echo "$! $(cat "$WORLD/pid")"
    `);
    const [group = "", pid] = printed.split(/\s+/);
    this.groups.push(group);
    return Number(pid);
  }

  /** Starts a supervisord that has these programs. */
  supervise(...programs: Record<string, unknown>[]): void {
    this.host.set("programs.json", JSON.stringify(programs));
    this.run("exec supervisord");
  }

  /** What systemctl shows of units, in the order in which they are asked for. */
  show(...units: Record<string, string>[]): void {
    const common = { LoadState: "loaded", SubState: "running", UnitFileState: "enabled" };
    const blocks = units.map((unit) =>
      Object.entries({ ...common, ActiveState: "active", ...unit })
        .map(([key, value]) => `${key}=${value}\n`)
        .join(""),
    );
    this.host.set("show", blocks.join("\n"));
  }

  /** What the script tells of sites, by their projects. */
  readAll(sites: Readonly<Record<string, Serving>>): Record<string, Seen> {
    const text = statusScript({
      sites: Object.entries(sites).map(([project, serving]) => {
        return { project, serving, hostHeader: `${project}.example.com` };
      }),
      seconds: 0,
    });
    const { code, stdout, stderr } = this.host.step(text);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const report = parseReport(stdout);
    return Object.fromEntries(
      Object.entries(sites).map(([project, { unit }]) => {
        const site = report?.sites[project];
        if (!site) throw new Error(`nothing of ${project}: ${stdout}`);
        return [project, { status: parseReading(project, unit, stdout).status, site }];
      }),
    );
  }

  /** The same of a host with one site, `shop`. */
  read(serving: Serving): Seen {
    const { shop } = this.readAll({ shop: serving });
    if (!shop) throw new Error("nothing of shop");
    return shop;
  }
}
