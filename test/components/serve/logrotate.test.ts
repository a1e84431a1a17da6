import type { AppServer } from "../../../components/serve/app-server";
import type { SupervisorName } from "../../../components/serve/choices";
import { gunicorn } from "../../../components/serve/gunicorn";
import { renderLogrotate } from "../../../components/serve/logrotate";
import { uwsgi } from "../../../components/serve/uwsgi";
import { PATHS } from "../../support/site";

function rotation(server: AppServer, supervisor: SupervisorName): string {
  const names = { user: "shop-user", unit: "shop-unit" };
  return renderLogrotate({ ...names, paths: PATHS, server, supervisor });
}

test("the logs' rotation", () => {
  expect(rotation(gunicorn, "systemd")).toMatchInlineSnapshot(`
    "# Managed by django-droplet; the next \`pulumi up\` overwrites it.
    /var/log/shop/*.log {
    	su shop-user adm
    	daily
    	rotate 14
    	maxsize 100M
    	missingok
    	notifempty
    	compress
    	delaycompress
    	create 0640 shop-user adm
    	sharedscripts
    	postrotate
    		systemctl kill --kill-who=main --signal=USR1 shop-unit.service 2>/dev/null || true
    	endscript
    }
    "
  `);
});

/** The lines in which a rotation differs from gunicorn's under systemd. */
function difference(server: AppServer, supervisor: SupervisorName) {
  const [own, other] = [rotation(gunicorn, "systemd"), rotation(server, supervisor)];
  const [lines, others] = [own.split("\n"), other.split("\n")];
  return {
    less: lines.filter((line) => !others.includes(line)).map((line) => line.trim()),
    more: others.filter((line) => !lines.includes(line)).map((line) => line.trim()),
  };
}

test("under supervisor it is supervisor that sends the signal", () => {
  expect(difference(gunicorn, "supervisor")).toEqual({
    less: ["systemctl kill --kill-who=main --signal=USR1 shop-unit.service 2>/dev/null || true"],
    more: ["supervisorctl signal USR1 shop-unit >/dev/null || true"],
  });
});

test.each(["systemd", "supervisor"] as const)(
  "a server that opens no log again has them copied and cut, under %s as well",
  (supervisor) => {
    expect(difference(uwsgi, supervisor)).toEqual({
      less: [
        "create 0640 shop-user adm",
        "sharedscripts",
        "postrotate",
        "systemctl kill --kill-who=main --signal=USR1 shop-unit.service 2>/dev/null || true",
        "endscript",
      ],
      more: ["copytruncate"],
    });
  },
);

test("no log of root's or of Apache's is rotated here: their own rules name them", () => {
  const paths = [gunicorn, uwsgi].flatMap((server) =>
    (["systemd", "supervisor"] as const).flatMap((supervisor) =>
      [...rotation(server, supervisor).matchAll(/^(\/\S+) \{$/gm)].map(([, path]) => path),
    ),
  );
  expect(new Set(paths)).toEqual(new Set(["/var/log/shop/*.log"]));
});
