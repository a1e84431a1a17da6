# shellcheck shell=bash
# The three ways in which a site's processes are run: by systemd (a service behind its socket), by
# supervisor (a program), by Apache (daemon processes of mod_wsgi). UNIT: the service's or program's
# name; Apache's needs none. PROJECT, WORKERS.

# ready_serving WAY UNIT: it starts at boot from now on. Enabling takes a second, for nothing where it
# is enabled. One that is masked is not.
ready_serving() {
  local starter
  case $1 in systemd) starter=$2 ;; supervisor) starter=supervisor ;; apache) starter=apache2 ;; esac
  is_enabled "$@" && return
  [ "$(systemctl is-enabled "$starter.service" 2>/dev/null)" != masked ] || systemctl --quiet unmask "$starter.service"
  systemctl --quiet enable "$starter.service"
}

# open_sockets WAY UNIT: from here on visitors wait in its queue. A program opens its own.
open_sockets() {
  [ "$1" = systemd ] || return 0
  systemctl reset-failed "$2.socket" "$2.service" 2>/dev/null || true
  systemctl start "$2.socket"
}

start_serving() {
  ready_serving "$@"
  case $1 in
    systemd) systemctl start "$2.service" ;;
    supervisor)
      systemctl start supervisor.service
      known_to_supervisor
      # One that it has just read may have been started by that.
      supervise start "$2" >/dev/null 2>&1 || true
      runs_under_supervisor "$2" || die "supervisor could not start it: $(supervisorctl status "$2")"
      ;;
  esac
}

stop_serving() {
  case $1 in
    # One that is not there has stopped.
    systemd) systemctl stop "$2.socket" "$2.service" 2>/dev/null || true ;;
    supervisor) ! systemctl --quiet is-active supervisor.service || supervise stop "$2" >/dev/null || true ;;
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
