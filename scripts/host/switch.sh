# shellcheck shell=bash
# One record takes another's place, and the way back. The script around it sets site, active, wanted,
# unit, release; WORKERS, PORT.
# shellcheck disable=SC2154

declare -A changed=()
displaced=()

switch() {
  find_changes
  # Until it is taken away nobody can trust `active`, whatever interrupts this.
  touch "$site/switching"
  install_record "$wanted"
  nginx -t -q 2>/dev/null || die "nginx refuses the site: $(nginx -t 2>&1 | grep emerg | head -n 2)"
  displace
  point_current "${release##*/}"
  [ -L "/opt/$PROJECT/venv" ] || ln -s current/venv "/opt/$PROJECT/venv"
  bring_up
  answers "http://127.0.0.1:$PORT/" 30
  answers http://127.0.0.1/ 10
}

# What differs on the host from what is wanted, before anything is installed: a hand edit counts, and
# after an interrupted switch everything does.
find_changes() {
  local kind digest path
  while read -r kind digest _ _ path; do
    if [ -e "$site/switching" ] || { [ -n "$path" ] && ! is_text "$path" "$digest"; }; then changed[$kind]=1; fi
    if [ "$kind" = nginx ] && [ ! -e "/etc/nginx/sites-enabled/${path##*/}" ]; then changed[nginx]=1; fi
  done <"$wanted"
  [ "$(readlink "/opt/$PROJECT/current")" = "releases/${release##*/}" ] || changed[release]=1
  [ "$(readlink "/opt/$PROJECT/current/venv")" = "$(readlink "$release/venv")" ] || changed[virtualenv]=1
}

differs() { [ -n "${changed[$1]:-}" ]; }

# A port or an address is held by the socket, and what stands in the unit or in the master's memory
# is not read again at a reload; all else is, without a pause.
bring_up() {
  local old_unit=$unit
  [ ! -e "$active" ] || old_unit=$(unit_of "$active")
  if differs service || differs socket; then systemctl daemon-reload; fi
  [ "$old_unit" = "$unit" ] || systemctl stop "$old_unit.socket" "$old_unit.service"
  systemctl --quiet enable "$unit.service"
  if differs socket || ! systemctl --quiet is-active "$unit.socket"; then
    systemctl stop "$unit.socket" "$unit.service"
    systemctl reset-failed "$unit.socket" "$unit.service" 2>/dev/null || true
    # From here on visitors wait in the new socket's queue.
    systemctl start "$unit.socket"
    reload_web
    systemctl start "$unit.service"
    return
  elif differs service || differs virtualenv || ! systemctl --quiet is-active "$unit.service"; then
    systemctl reset-failed "$unit.service" 2>/dev/null || true
    systemctl restart "$unit.service"
  elif differs release || differs gunicorn; then
    reload_workers
  fi
  reload_web
}

# Not for nothing: a reload may reset a connection whose request nginx has not read yet.
reload_web() {
  if differs nginx || [ "${#displaced[@]}" -gt 0 ] || ! systemctl --quiet is-active nginx.service; then
    reload_nginx
  fi
}

# Over when no worker of the old configuration takes connections any more: a reload is a signal.
reload_nginx() {
  local main old last=$((SECONDS + 10))
  main=$(systemctl show --property MainPID --value nginx.service)
  old=$(web_workers "$main")
  systemctl reload-or-restart nginx.service || return
  while [ -n "$(comm -12 <(printf '%s\n' "$old") <(web_workers "$main"))" ]; do
    [ "$SECONDS" -lt "$last" ] || return 0
    sleep 0.05
  done
}

# Those that shut down say so in their titles.
web_workers() { { pgrep -P "$1" -f 'worker process$' || true; } | sort; }

start_both() {
  systemctl reset-failed "$unit.socket" "$unit.service" 2>/dev/null || true
  systemctl start "$unit.socket"
  systemctl start "$unit.service"
}

# Done when as many new workers run as are wanted.
reload_workers() {
  local main old young last=$((SECONDS + 60))
  main=$(systemctl show --property MainPID --value "$unit.service")
  old=$(children "$main")
  systemctl reload "$unit.service"
  while :; do
    young=$(comm -13 <(printf '%s\n' "$old") <(children "$main") | grep -c .) || true
    [ "$young" -lt "$WORKERS" ] || return 0
    systemctl --quiet is-active "$unit.service" || die 'the new workers did not start'
    [ "$SECONDS" -lt "$last" ] || die "only $young of $WORKERS new workers started within a minute"
    sleep 0.1
  done
}

children() { { pgrep -P "$1" || true; } | sort; }

# A managed site that has our port or our unit is on its way out or elsewhere, since no two wanted
# sites share one: it makes room now, and comes back if we do not stay.
displace() {
  local other other_unit
  for other in "$STATE"/sites/*/active; do
    if [ "$other" = "$active" ] || [ ! -e "$other" ]; then continue; fi
    other_unit=$(unit_of "$other")
    [ "$other_unit" = "$unit" ] || grep -qsx "ListenStream=127.0.0.1:$PORT" "$(field "$other" socket 5)" || continue
    displaced+=("$other")
    systemctl stop "$other_unit.socket" "$other_unit.service"
    rm -f "/etc/nginx/sites-enabled/$(basename "$(field "$other" nginx 5)")"
  done
}

restore_displaced() {
  local other site
  for other in "${displaced[@]}"; do
    site=$(dirname "$other")
    (install_record "$other")
    unit=$(unit_of "$other")
    systemctl daemon-reload
    systemctl --quiet enable "$unit.service"
    start_both
  done
}

# The switch did not end well: everything as it was, whatever of it fails, and then the reasons.
way_back() {
  set +e
  trap '' TERM
  local path said
  while read -r path; do
    owned_by_another "$path" "$active" || remove_path "$path"
  done < <(comm -23 <(paths "$wanted") <([ ! -e "$active" ] || paths "$active"))
  if [ -e "$active" ]; then
    # In a subshell: a text that is missing must not end the way back.
    (install_record "$active")
    point_current "$(field "$active" release 2)"
    local new_unit=$unit
    unit=$(unit_of "$active")
    systemctl daemon-reload
    systemctl stop "$unit.service"
    if differs socket || [ "$unit" != "$new_unit" ]; then systemctl stop "$unit.socket"; fi
    systemctl --quiet enable "$unit.service"
    start_both
  else
    rm -f "/opt/$PROJECT/current" "/opt/$PROJECT/venv"
    systemctl daemon-reload
  fi
  restore_displaced
  reload_web
  rm -f "$site/switching"
  log_end
  said="release ${release##*/} was taken down again"
  if [ -e "$active" ]; then
    said="release $(field "$active" release 2) serves again, as before"
    answers "http://127.0.0.1:$(sed -n 's/^ListenStream=127.0.0.1://p' "$(field "$active" socket 5)")/" 30 ||
      said="release $(field "$active" release 2) was put back and does not answer either"
  fi
  printf 'django-droplet: %s\n' "$said" >&2
}

# The project's user owns the log's folder and could have put anything there: it is read as that user.
log_end() {
  local log=/var/log/$PROJECT/gunicorn.log
  printf 'django-droplet: the end of %s:\n' "$log" >&2
  timeout 5 runuser -u "$(stat -c %U "${log%/*}")" -- tail -n 15 "$log" 2>&1 | cut -c 1-400 >&2
}
