import { MANAGED } from "../managed";
import type { ProjectPaths } from "../naming";
import type { AppServer } from "./app-server";
import type { SupervisorName } from "./choices";

export interface LogrotateOptions {
  user: string;
  unit: string;
  paths: ProjectPaths;
  server: AppServer;
  supervisor: SupervisorName;
}

/**
 * Rotation of the project's logs (logrotate(8)): daily, two weeks kept. A server opens its files
 * again on its signal; where it has none they are copied and cut, at which a line may be lost. `su`
 * is needed since the folder belongs to the project's user.
 */
export function renderLogrotate(options: LogrotateOptions): string {
  const { user, paths } = options;
  return `# ${MANAGED}
${paths.logs}/*.log {
	su ${user} adm
	daily
	rotate 14
	maxsize 100M
	missingok
	notifempty
	compress
	delaycompress
${reopen(options)}}
`;
}

function reopen({ user, unit, server, supervisor }: LogrotateOptions): string {
  const { reopenSignal } = server;
  if (reopenSignal === undefined) return "\tcopytruncate\n";
  const command =
    supervisor === "systemd"
      ? `systemctl kill --kill-who=main --signal=${reopenSignal} ${unit}.service 2>/dev/null`
      : `supervisorctl signal ${reopenSignal} ${unit} >/dev/null`;
  return `	create 0640 ${user} adm
	sharedscripts
	postrotate
		${command} || true
	endscript
`;
}
