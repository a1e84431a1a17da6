import { renderLogrotate } from "../../../components/serve/logrotate";
import { PATHS } from "../../support/site";

test("the logs' rotation", () => {
  expect(renderLogrotate("shop-user", "shop-unit", PATHS)).toMatchInlineSnapshot(`
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
