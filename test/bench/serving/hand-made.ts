import { projectPaths } from "../../../components/naming";
import { environmentDirectives } from "../../../components/serve/environment";
import { gunicorn } from "../../../components/serve/gunicorn";

/** What somebody runs by hand on the stack's host, from the stack's virtualenv, in place of its service. */
export interface HandMade {
  /** Scripts for root on the host; `start` ends once the port is open. */
  readonly start: (workers: number) => string;
  readonly stop: string;
}

/** The example's package: the stack's unit and user have its name. */
const PROJECT = "hello";
const UNIT = "/etc/systemd/system/by-hand.service";
const SITE = "/etc/nginx/sites-enabled/by-hand";
const PATHS = projectPaths(PROJECT);

/** Where the hand-made ones listen, in the host's network. */
export const BY_HAND_PORT = 8000;
/** Where the nginx site for them does; the stack's own has port 80. */
export const BY_HAND_NGINX_PORT = 8080;

/** The stack's own command line and settings, but neither nginx nor systemd's sockets and sandbox. */
export const rawGunicorn: HandMade = handMade((workers) =>
  gunicorn.execStart({
    project: PROJECT,
    paths: PATHS,
    workers,
    threads: 1,
    workerClass: "sync",
    binds: [`127.0.0.1:${BY_HAND_PORT}`],
  }),
);

/** The unit as the book chapter has it: the options that it names, Gunicorn's defaults for the rest. */
export const chapterUnit: HandMade = handMade((workers) =>
  [
    `${PATHS.venv}/bin/gunicorn`,
    `--workers=${workers}`,
    `--log-file=${PATHS.logs}/gunicorn.log`,
    `--bind=127.0.0.1:${BY_HAND_PORT} --bind=[::1]:${BY_HAND_PORT}`,
    `${PROJECT}.wsgi:application`,
  ].join(" "),
);

function handMade(execStart: (workers: number) => string): HandMade {
  return {
    start: (workers) => `set -e
      systemctl stop ${PROJECT}.socket ${PROJECT}
      cat > ${UNIT} <<'END'\n${unit(execStart(workers))}END
      cat > ${SITE} <<'END'\n${site()}END
      systemctl daemon-reload
      systemctl start by-hand
      systemctl reload nginx
      timeout 30 sh -c 'for port in ${BY_HAND_PORT} ${BY_HAND_NGINX_PORT}; do
        until ss -Hltn "sport = $port" | grep -q .; do sleep 0.1; done
      done'`,
    stop: `set -e
      systemctl stop by-hand
      rm ${UNIT} ${SITE}
      systemctl daemon-reload
      systemctl reload nginx
      systemctl start ${PROJECT}.socket ${PROJECT}`,
  };
}

function unit(execStart: string): string {
  return `[Unit]
Description=${PROJECT}, by hand

[Service]
User=${PROJECT}
Group=${PROJECT}
${environmentDirectives(PATHS.current)
  .map(([name, value]) => `${name}=${value}\n`)
  .join("")}ExecStart=${execStart}

[Install]
WantedBy=multi-user.target
`;
}

/** nginx as most guides have it for Gunicorn on a port. */
function site(): string {
  return `server {
	listen ${BY_HAND_NGINX_PORT};
	server_name _;
	client_max_body_size 20m;
	location /static/ { alias ${PATHS.static}/; }
	location / {
		proxy_pass http://localhost:${BY_HAND_PORT};
		proxy_set_header Host $http_host;
		proxy_set_header X-Forwarded-For $remote_addr;
		proxy_redirect off;
	}
}
`;
}
