import type { ProjectPaths } from "../naming";

/**
 * Rotation of the project's logs (logrotate(8)): daily, two weeks kept. gunicorn opens its files
 * again on USR1. `su` is needed since the folder belongs to the project's user.
 */
export function renderLogrotate(user: string, unit: string, paths: ProjectPaths): string {
  return `# Managed by django-droplet; the next \`pulumi up\` overwrites it.
${paths.logs}/*.log {
	su ${user} adm
	daily
	rotate 14
	maxsize 100M
	missingok
	notifempty
	compress
	delaycompress
	create 0640 ${user} adm
	sharedscripts
	postrotate
		systemctl kill --kill-who=main --signal=USR1 ${unit}.service 2>/dev/null || true
	endscript
}
`;
}
