# shellcheck shell=bash
# nginx and Apache under one set of names. W, in an activation `web`: nginx or apache, or none. SHARED,
# where others have their own on the host: only a web server that is wanted, or that a site of ours has,
# is ours to stop.

web_unit() { case $1 in nginx) echo nginx.service ;; apache) echo apache2.service ;; esac; }

# web_link PATH: what enables the site at PATH.
web_link() { printf '%s\n' "${1/sites-available/sites-enabled}"; }

# running_web: the one of ours that has port 80; `none` if neither has.
running_web() {
  local each
  for each in nginx apache; do
    if is_our_web "$each" && systemctl --quiet is-active "$(web_unit "$each")"; then echo "$each" && return; fi
  done
  echo none
}

is_our_web() {
  local record
  [ -n "${SHARED:-}" ] && [ "$1" != "${web:-${W:-}}" ] || return 0
  for record in "$STATE"/sites/*/{active,switching}; do
    if [ -e "$record" ] && [ "$(web_of "$record")" = "$1" ]; then return 0; fi
  done
  return 1
}

# web_refuses W: what it says against its configuration; nothing if it takes it.
web_refuses() {
  local said
  case $1 in
    nginx) said=$(nginx -t 2>&1) && return ;;
    apache) said=$(apache2ctl configtest 2>&1) && return ;;
    none) return ;;
  esac
  # nginx says by that word what of all it says is the reason.
  head -n 3 <<<"$(grep emerg <<<"$said" || printf '%s' "${said:-no reason is given}")"
}

# ready_web W: it starts at boot from now on, and can be started at once. Nothing for `none`.
ready_web() {
  [ "$1" != none ] || return 0
  # Each takes a second, for nothing where it is enabled: one that is masked is not.
  systemctl --quiet is-enabled "$(web_unit "$1")" 2>/dev/null || {
    systemctl --quiet unmask "$(web_unit "$1")"
    systemctl --quiet enable "$(web_unit "$1")"
  }
  systemctl reset-failed "$(web_unit "$1")" 2>/dev/null || true
}

# open_web W: one that is ready. Nothing for `none`.
open_web() { [ "$1" = none ] || systemctl start "$(web_unit "$1")"; }

start_web() {
  ready_web "$1"
  open_web "$1"
}

# It does not come back at boot.
stop_web() { systemctl --quiet disable --now "$(web_unit "$1")"; }

# close_web W: over when it has let go of its port, for which it need not have ended its last requests.
# Nothing for `none`.
close_web() {
  local name last=$((SECONDS + 30))
  [ "$1" != none ] || return 0
  name=$(web_unit "$1")
  systemctl stop --no-block "$name"
  while [[ $(ss -Hltnp 'sport = 80') = *"\"${name%.service}\""* ]] && [ "$SECONDS" -lt "$last" ]; do sleep 0.02; done
}

# wait_for_port JOB: over when nobody has port 80 any more, or when the job is over that ends whoever
# has it.
wait_for_port() {
  while [ -n "$(ss -Hltn 'sport = 80')" ] && kill -0 "$1" 2>/dev/null; do sleep 0.02; done
}

# only_web W: no other one comes back at boot, also where a switch to it was cut short.
only_web() {
  local each
  for each in nginx apache; do
    if [ "$each" != "$1" ] && is_our_web "$each" && systemctl --quiet is-enabled "$(web_unit "$each")" 2>/dev/null; then stop_web "$each"; fi
  done
}

# reload_web W: over when no process of the old configuration takes connections any more, since a
# reload is a signal. Nothing for `none`.
reload_web() {
  local main old last=$((SECONDS + 10))
  [ "$1" != none ] || return 0
  main=$(systemctl show --property MainPID --value "$(web_unit "$1")")
  old=$(web_workers "$1" "$main")
  systemctl reload-or-restart "$(web_unit "$1")" || return
  while [ -n "$(comm -12 <(printf '%s\n' "$old") <(web_workers "$1" "$main"))" ]; do
    [ "$SECONDS" -lt "$last" ] || return 0
    sleep 0.05
  done
}

# nginx's say in their titles when they shut down; Apache's end.
web_workers() {
  local title=.
  [ "$1" != nginx ] || title='worker process$'
  { pgrep -P "$2" -f "$title" || true; } | sort
}
