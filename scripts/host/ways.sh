# shellcheck shell=bash
# The three ways in which a site's processes are run: by systemd (a service behind its socket), by
# supervisor (a program), by Apache (daemon processes of mod_wsgi). UNIT: the service's or program's
# name; Apache's needs none. PROJECT, WORKERS.

# open_sockets WAY UNIT: from here on visitors wait in its queue.
open_sockets() {
  [ "$1" = systemd ] || return 0
  systemctl reset-failed "$2.socket" "$2.service" 2>/dev/null || true
  systemctl start "$2.socket"
}

start_serving() {
  case $1 in
    systemd)
      systemctl --quiet enable "$2.service"
      systemctl start "$2.service"
      ;;
    supervisor)
      [ "$(systemctl is-enabled supervisor.service 2>/dev/null)" != masked ] || systemctl --quiet unmask supervisor.service
      systemctl --quiet enable --now supervisor.service
      known_to_supervisor
      # One that it has just read may have been started by that.
      supervisorctl start "$2" >/dev/null 2>&1 || true
      runs_under_supervisor "$2" || die "supervisor could not start it: $(supervisorctl status "$2")"
      ;;
    apache) systemctl --quiet enable apache2.service ;;
  esac
}

# supervisor itself tries again for a while, during which nobody would be served.
runs_under_supervisor() {
  local last=$((SECONDS + 60))
  while [ "$SECONDS" -lt "$last" ]; do
    case $(supervisorctl status "$1" 2>/dev/null) in
      *RUNNING*) return 0 ;;
      *STARTING*) sleep 0.2 ;;
      *) return 1 ;;
    esac
  done
  return 1
}

stop_serving() {
  case $1 in
    # One that is not there has stopped.
    systemd) systemctl stop "$2.socket" "$2.service" 2>/dev/null || true ;;
    supervisor) ! systemctl --quiet is-active supervisor.service || supervisorctl stop "$2" >/dev/null || true ;;
  esac
}

# After a change of what the master has read or of its interpreter. systemd's socket stays open.
restart_serving() {
  case $1 in
    systemd)
      systemctl reset-failed "$2.service" 2>/dev/null || true
      systemctl restart "$2.service"
      ;;
    supervisor)
      stop_serving "$@"
      start_serving "$@"
      ;;
    apache) renew_workers "$@" ;;
  esac
}

# renew_workers WAY UNIT: new workers take the place of the old ones, and the site answers meanwhile.
# Over when as many new workers run as are wanted.
renew_workers() {
  local old young last=$((SECONDS + 60))
  old=$(workers_of "$@")
  case $1 in
    systemd) systemctl reload "$2.service" ;;
    supervisor) supervisorctl signal HUP "$2" >/dev/null ;;
    # One may have ended by itself meanwhile.
    apache) [ -z "$old" ] || xargs kill -USR1 <<<"$old" || true ;;
  esac
  while :; do
    young=$(comm -13 <(printf '%s\n' "$old") <(workers_of "$@") | grep -c .) || true
    [ "$young" -lt "$WORKERS" ] || return 0
    is_serving "$@" || die 'the new workers did not start'
    [ "$SECONDS" -lt "$last" ] || die "only $young of $WORKERS new workers started within a minute"
    sleep 0.1
  done
}

workers_of() {
  local main
  case $1 in
    # mod_wsgi cuts the title to the length of Apache's own path.
    apache) { pgrep -u "$(stat -c %U "/var/log/$PROJECT")" -f "^$(cut -c 1-17 <<<"(wsgi:$PROJECT)" | sed 's/[()]/\\&/g')" || true; } | sort ;;
    systemd) main=$(systemctl show --property MainPID --value "$2.service") && children "$main" ;;
    supervisor) main=$(supervisorctl pid "$2") && children "$main" ;;
  esac
}

children() { { pgrep -P "$1" || true; } | sort; }

is_serving() {
  case $1 in
    systemd) systemctl --quiet is-active "$2.socket" && systemctl --quiet is-active "$2.service" ;;
    supervisor) systemctl --quiet is-active supervisor.service && supervisorctl status "$2" 2>/dev/null | grep -q RUNNING ;;
    apache) systemctl --quiet is-active apache2.service ;;
  esac
}

# Whether it comes back at boot.
is_enabled() {
  case $1 in
    systemd) systemctl --quiet is-enabled "$2.service" && systemctl --quiet is-enabled "$2.socket" ;;
    supervisor) systemctl --quiet is-enabled supervisor.service ;;
    apache) systemctl --quiet is-enabled apache2.service ;;
  esac
}

# supervisor forgets the programs whose files are gone; without any it does not run.
retire_supervisor() {
  systemctl --quiet is-active supervisor.service || return 0
  known_to_supervisor
  [ -n "$(find /etc/supervisor/conf.d -name '*.conf' -print -quit)" ] || systemctl --quiet disable --now supervisor.service
}

# The programs in its folder are those that it knows; no other one is touched.
known_to_supervisor() {
  local said last=$((SECONDS + 10))
  # systemd takes it for started before it listens.
  until supervisorctl pid >/dev/null 2>&1 || [ "$SECONDS" -ge "$last" ]; do sleep 0.1; done
  said=$(supervisorctl update 2>&1) || die "supervisor does not take its programs: ${said:0:300}"
}
