# shellcheck shell=bash
# What an administrator would run on the server: the project behind gunicorn and nginx; again it
# changes only what differs. PROJECT, WORKERS, GUNICORN, ORDER, and SOURCE: the project's tar.gz in base64.

main() {
  root=/opt/$PROJECT config=/etc/opt/$PROJECT data=/var/opt/$PROJECT logs=/var/log/$PROJECT
  unfinished=$root/.unfinished
  changed_code='' changed_unit='' changed_site=''
  umask 022
  exec 9>"/run/lock/$PROJECT-deploy"
  flock --wait 600 9

  folders
  # What a run has begun that was cut short is done again.
  if [ -e "$unfinished" ]; then changed_code=yes changed_unit=yes changed_site=yes; fi
  touch "$unfinished"
  if [ "$ORDER" = beside ]; then
    packages python3-venv
    packages nginx & nginx=$!
    application
    wait "$nginx"
  else
    packages python3-venv nginx
    application
  fi
  service
  site
  answer
  rm "$unfinished"
}

folders() {
  getent passwd "$PROJECT" >/dev/null ||
    useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "$PROJECT"
  install -d -m 0755 "$root" /etc/opt /var/opt
  install -d -m 0755 -o "$PROJECT" -g "$PROJECT" "$root/static"
  install -d -m 0750 -g "$PROJECT" "$config"
  install -d -m 0750 -o "$PROJECT" -g "$PROJECT" "$data"
  install -d -m 0750 -o "$PROJECT" -g adm "$logs"
}

# packages NAME…: those that are missing, in one transaction.
packages() {
  local name missing=()
  for name; do
    [ "$(dpkg-query --show --showformat='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || missing+=("$name")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  [ -n "${updated:-}" ] || apt-get update -qq
  updated=yes
  apt-get install -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >/dev/null
}

application() {
  code
  virtualenv
  settings
  [ -n "$changed_code" ] || return 0
  manage check
  manage collectstatic --noinput --verbosity 0
  manage migrate --noinput --verbosity 0
}

code() {
  rm -rf "$root/src.new"
  mkdir "$root/src.new"
  base64 --decode <<<"$SOURCE" | tar --extract --gzip --touch --no-same-owner --directory "$root/src.new"
  if diff --recursive --brief --exclude=__pycache__ "$root/src" "$root/src.new" >/dev/null 2>&1; then
    rm -r "$root/src.new"
    return
  fi
  python3 -m compileall -q "$root/src.new"
  rm -rf "$root/src.old"
  [ ! -e "$root/src" ] || mv "$root/src" "$root/src.old"
  mv "$root/src.new" "$root/src"
  rm -rf "$root/src.old"
  changed_code=yes
}

virtualenv() {
  local made=$root/venv/.requirements
  if cmp --silent "$root/src/requirements.txt" "$made"; then return; fi
  [ -x "$root/venv/bin/pip" ] || python3 -m venv "$root/venv"
  "$root/venv/bin/pip" install --quiet --no-input --no-cache-dir --disable-pip-version-check \
    --requirement "$root/src/requirements.txt" "$GUNICORN"
  cp "$root/src/requirements.txt" "$made"
  changed_code=yes
}

settings() {
  local secret
  if [ -e "$config/environment" ]; then
    secret=$(sed -n 's/^SECRET_KEY=//p' "$config/environment")
  else
    secret=$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')
  fi
  put changed_code "$config/environment" 0640 "root:$PROJECT" <<END
DJANGO_SETTINGS_MODULE=deployed_settings
PYTHONPATH=$config:$root/src
SECRET_KEY=$secret
ALLOWED_HOSTS=$(hostname --all-ip-addresses | xargs | tr ' ' ,)
END
  put changed_code "$config/deployed_settings.py" 0640 "root:$PROJECT" <<END
import os

from $PROJECT.settings import *

DEBUG = False
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [f"[{host}]" if ":" in host else host for host in os.environ["ALLOWED_HOSTS"].split(",")]
STATIC_URL = "/static/"
STATIC_ROOT = "$root/static"
DATABASES["default"]["NAME"] = "$data/db.sqlite3"
END
}

# manage COMMAND…: as the project's user.
manage() (
  set -a
  # shellcheck disable=SC1091 # it is on the server
  . "$config/environment"
  # The web server reads what collectstatic gathers.
  if [ "$1" = collectstatic ]; then umask 022; else umask 027; fi
  exec runuser -u "$PROJECT" -- env PYTHONDONTWRITEBYTECODE=1 "$root/venv/bin/python" "$root/src/manage.py" "$@"
)

service() {
  put changed_unit "/etc/systemd/system/$PROJECT.socket" 0644 root:root <<END
[Unit]
Description=Sockets of $PROJECT

[Socket]
ListenStream=127.0.0.1:8000
ListenStream=[::1]:8000
BindIPv6Only=ipv6-only
NoDelay=yes

[Install]
WantedBy=sockets.target
END
  put changed_unit "/etc/systemd/system/$PROJECT.service" 0644 root:root <<END
[Unit]
Description=Django project $PROJECT under Gunicorn
Requires=$PROJECT.socket
After=network.target $PROJECT.socket

[Service]
Type=notify
NotifyAccess=main
User=$PROJECT
Group=$PROJECT
RuntimeDirectory=$PROJECT
EnvironmentFile=$config/environment
ExecStart=$root/venv/bin/gunicorn --chdir $root/src --workers $WORKERS --worker-tmp-dir /dev/shm --control-socket /run/$PROJECT/gunicorn.ctl --log-file $logs/gunicorn.log --access-logfile $logs/access.log $PROJECT.wsgi:application
ExecReload=/bin/kill -s HUP \$MAINPID
KillMode=mixed
TimeoutStopSec=40
Restart=on-failure
UMask=0027
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths=$data $logs
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes

[Install]
WantedBy=multi-user.target
END
  put changed_rotation "/etc/logrotate.d/$PROJECT" 0644 root:root <<END
$logs/*.log {
	weekly
	rotate 12
	compress
	delaycompress
	missingok
	notifempty
	su $PROJECT adm
	postrotate
		systemctl kill --kill-whom=main --signal=USR1 $PROJECT.service
	endscript
}
END
  if [ "$(systemctl is-enabled "$PROJECT.service" "$PROJECT.socket" 2>/dev/null | sort --unique)" != enabled ]; then
    # It reads the units again as well.
    systemctl --quiet enable "$PROJECT.service" "$PROJECT.socket"
  elif [ -n "$changed_unit" ]; then
    systemctl daemon-reload
  fi
  systemctl start "$PROJECT.socket"
  if [ -n "$changed_code$changed_unit" ]; then
    # The socket stays open meanwhile: nobody is refused.
    systemctl restart "$PROJECT.service"
  else
    systemctl start "$PROJECT.service"
  fi
}

site() {
  put changed_site "/etc/nginx/sites-available/$PROJECT" 0644 root:root <<END
upstream $PROJECT {
	server 127.0.0.1:8000 fail_timeout=0;
	server [::1]:8000 fail_timeout=0 backup;
}

server {
	listen 80 default_server;
	listen [::]:80 default_server;
	server_tokens off;
	client_max_body_size 20m;

	location /static/ {
		alias $root/static/;
	}

	location / {
		proxy_pass http://$PROJECT;
		proxy_http_version 1.1;
		proxy_set_header Connection "";
		proxy_set_header Host \$http_host;
		proxy_set_header X-Forwarded-For \$remote_addr;
		proxy_set_header X-Forwarded-Proto \$scheme;
	}
}
END
  systemctl --quiet is-enabled nginx.service || systemctl --quiet enable nginx.service
  if [ -e /etc/nginx/sites-enabled/default ] || [ ! -e "/etc/nginx/sites-enabled/$PROJECT" ]; then
    rm -f /etc/nginx/sites-enabled/default
    ln -sfn "../sites-available/$PROJECT" "/etc/nginx/sites-enabled/$PROJECT"
    nginx -q -t
    # After a reload Debian's own page could still answer for a moment, with 200.
    systemctl restart nginx.service
  elif [ -n "$changed_site" ]; then
    nginx -q -t
    systemctl reload-or-restart nginx.service
  else
    systemctl start nginx.service
  fi
}

# The page through the web server, asked for by the server's own address.
answer() {
  local address status='' last=$((SECONDS + 30))
  address=$(hostname --all-ip-addresses | cut -d ' ' -f 1)
  until status=$(curl --silent --output /dev/null --write-out '%{http_code}' "http://$address/") && [ "$status" = 200 ]; do
    [ "$SECONDS" -lt "$last" ] || {
      echo "$PROJECT answers ${status:-nothing}" >&2
      tail -n 20 "$logs/gunicorn.log" >&2
      return 1
    }
    sleep 0.05
  done
}

# put VARIABLE FILE MODE OWNER: standard input becomes the file; says `yes` in the variable where that
# changes it.
put() {
  local new
  new=$(mktemp "$(dirname "$2")/.new-XXXXXX")
  cat >"$new"
  if cmp --silent "$new" "$2"; then
    rm "$new"
    return
  fi
  chmod "$3" "$new"
  chown "$4" "$new"
  mv -T "$new" "$2"
  printf -v "$1" yes
}

main </dev/null
