import { heading } from "./http";
import { SourceCopy } from "./source-copy";
import type { Config, Stack } from "./stack";

/** A site of a stack that has several: a copy of the example as a project of its own name. */
export class Site {
  readonly source: SourceCopy;
  readonly domain: string;

  constructor(
    private readonly stack: Stack,
    readonly project: string,
    readonly choices: Config = {},
  ) {
    this.source = new SourceCopy(`${stack.source.directory}-${project}`);
    this.domain = `${project}.example`;
  }

  /** Makes its source. */
  init(): void {
    this.source.restore();
    this.source.renameProject(this.project);
    this.source.setHeading(`Hello from ${this.project}`);
  }

  /** Its entry in `sites`. */
  entry(more: Config = {}): Config {
    const source = { directory: this.source.directory };
    return { source, domain: this.domain, ...this.choices, ...more };
  }

  get headers(): Record<string, string> {
    return { host: this.domain };
  }

  /** The page's heading, asked for under its name. */
  heading(address: string): Promise<string> {
    return heading(`http://${address}/`, this.headers);
  }

  /**
   * All on the host that a change of another site must leave as it is: files and master. Workers are
   * replaced now and then.
   */
  trace(): Promise<string> {
    const { project } = this;
    return this.stack.ssh(`
      find /opt/${project} /etc/opt/${project} /var/opt/${project} /var/log/${project} \\
        /etc/*/sites-*/*${project}* /etc/systemd/system/*${project}* /etc/logrotate.d/${project} \\
        /etc/supervisor/conf.d/${project}.conf -printf '%p %i %T@\\n' 2>/dev/null | grep -v '[.]log ' | sort
      pgrep --oldest -u ${project}`);
  }

  /** What of it is on the host, whether it serves or not. */
  async places(): Promise<string[]> {
    const { project } = this;
    const found = await this.stack.ssh(`
      ls -d /opt/${project} /etc/opt/${project} /var/opt/${project} /var/log/${project} \\
        /etc/*/sites-*/*${project}* /etc/systemd/system/*${project}* /etc/logrotate.d/${project} \\
        /etc/systemd/system/*.wants/${project}* /etc/supervisor/conf.d/${project}.conf \\
        /var/lib/django-droplet/sites/${project} 2>/dev/null || true
      systemctl list-units --all --plain --no-legend '${project}*' | awk '{ print $1 }'
      pgrep -u ${project} || true`);
    return found.split("\n").filter(Boolean);
  }
}
