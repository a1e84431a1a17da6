# shellcheck shell=bash
# Switches a site to its wanted record, all at once, and back if it does not answer.
# PROJECT, RECORD, WORKERS, PORT, HOST (of the probes), ALLOWED_HOSTS (a host a line), SANDBOX,
# PREFLIGHT_PROPERTIES and PREFLIGHT_COMMAND (a property, a word a line), MIGRATE (a Python program).

main() {
  lock "site-$PROJECT"
  # A connection that breaks must not stop the way back.
  trap '' HUP PIPE
  site=$STATE/sites/$PROJECT active=$site/active wanted=$site/wanted
  printf '%s\n' "$RECORD" | replace "$wanted" 0600 root:root
  unit=$(unit_of "$wanted")
  release=/opt/$PROJECT/releases/$(field "$wanted" release 2)
  [ -e "$release/.complete" ] || die "release ${release##*/} is not on this host: run \`npm run up -- --repair\`"

  allow_hosts
  if cmp -s "$wanted" "$active" && systemctl --quiet is-active "$unit.service"; then return; fi
  verify_units
  differs release && migrate
  trap 'stop_preflight' EXIT
  preflight

  # Whoever started this may be gone, and would not know of a switch.
  printf 'switching %s to release %s\n' "$PROJECT" "${release##*/}" || die 'nobody is listening any more: nothing was switched'
  trap 'way_back' EXIT
  switch
  trap - EXIT
  keep
}

# The server's own addresses, of which no staged text may know.
allow_hosts() {
  printf '%s\n' "$ALLOWED_HOSTS" | replace "$release/etc/allowed_hosts" 0640 "root:$(stat -c %G "$release/etc")"
}

# systemd's own reading of the pair, against the release's virtualenv, as `current` is the old one.
verify_units() {
  local folder kind
  folder=$(mktemp -d)
  for kind in service socket; do
    sed "s#/opt/$PROJECT/venv/#$release/venv/#g" "$site/staged/$(field "$wanted" "$kind" 2)" >"$folder/$unit.$kind"
  done
  quietly 'systemd-analyze verify' systemd-analyze verify --man=no "$folder/$unit.service" "$folder/$unit.socket" ||
    { rm -rf "$folder"; die 'systemd refuses the unit; nothing was switched'; }
  rm -rf "$folder"
}

migrate() {
  quietly 'migrate' in_sandbox "$PROJECT-migrate" "/var/opt/$PROJECT" \
    --setenv "PYTHONPATH=$release/etc:$release/src" --setenv DJANGO_SETTINGS_MODULE=deployed_settings \
    "$release/venv/bin/python" -c "$MIGRATE" || die 'the migration failed; the release before goes on serving'
}

# The staged release boots beside what serves, from the same directives, and must answer: a worker
# that cannot start would take the running master, and then its socket, down with it.
preflight() {
  local property properties=() command
  while IFS= read -r property; do properties+=(--property "$property"); done <<<"$PREFLIGHT_PROPERTIES"
  mapfile -t command <<<"$PREFLIGHT_COMMAND"
  stop_preflight
  replace "/etc/opt/$PROJECT/preflight.conf.py" 0640 "$(field "$wanted" gunicorn 4)" \
    <"$site/staged/$(field "$wanted" gunicorn 2)"
  local since
  since=$(date '+%F %T')
  if ! systemd-run --quiet --unit "$PROJECT-preflight" "${properties[@]}" "${command[@]}" 2>/dev/null; then
    journal_end "$since"
    die "release ${release##*/} does not start; nothing was switched"
  fi
  local code
  code=$(get --unix-socket "/run/$PROJECT-preflight/socket" http://preflight/)
  acceptable "$code" || {
    journal_end "$since"
    die "release ${release##*/} answers GET / with ${code}; nothing was switched"
  }
  stop_preflight
}

stop_preflight() {
  systemctl stop "$PROJECT-preflight.service" 2>/dev/null || true
  systemctl reset-failed "$PROJECT-preflight.service" 2>/dev/null || true
  rm -f "/etc/opt/$PROJECT/preflight.conf.py"
}

journal_end() {
  journalctl --unit "$PROJECT-preflight.service" --since "$1" --output cat --no-pager 2>/dev/null |
    grep -vE '\[INFO\]|^(Starting|Started|Stopping|Stopped) |systemd' | tail -n 25 | cut -c 1-400 >&2
}

# get CURL-ARGUMENT…: the status of GET / with the site's own Host, 000 without an answer.
get() {
  curl --silent --output /dev/null --write-out '%{http_code}' --max-time 30 --header "Host: $HOST" "$@" || true
}

# 400 is what Django says to a host that it does not allow: the project's business, and an answer.
# Everything else below 500 is one too.
acceptable() { [ "$1" -ge 100 ] && [ "$1" -lt 500 ]; }

# answers URL SECONDS: an answer from it, waited for as long as nothing listens.
answers() {
  local code last=$((SECONDS + $2))
  while :; do
    code=$(get "$1")
    acceptable "$code" && return
    case $code in 000 | 502 | 503 | 504) [ "$SECONDS" -lt "$last" ] && sleep 0.1 && continue ;; esac
    printf 'django-droplet: %s answers %s\n' "$1" "$code" >&2
    return 1
  done
}

switch() {
  install_record "$wanted"
  nginx -t -q 2>&1 || die "nginx refuses the site: $(nginx -t 2>&1 | grep emerg | head -n 2)"
  take_port
  point_current "${release##*/}"
  [ -L "/opt/$PROJECT/venv" ] || ln -s current/venv "/opt/$PROJECT/venv"
  bring_up
  answers "http://127.0.0.1:$PORT/" 30
  answers http://127.0.0.1/ 10
}

# A port or an address is held by the socket, and what stands in the unit or in the master's memory
# is not read again at a reload; all else is, without a pause.
bring_up() {
  if differs service || differs socket; then systemctl daemon-reload; fi
  local old_unit
  old_unit=$([ ! -e "$active" ] || unit_of "$active")
  if [ -n "$old_unit" ] && [ "$old_unit" != "$unit" ]; then systemctl stop "$old_unit.socket" "$old_unit.service"; fi
  systemctl --quiet enable "$unit.service"
  if differs socket || ! systemctl --quiet is-active "$unit.socket"; then
    systemctl stop "$unit.socket" "$unit.service"
    start_both
  elif differs service || differs virtualenv || ! systemctl --quiet is-active "$unit.service"; then
    systemctl reset-failed "$unit.service" 2>/dev/null || true
    systemctl restart "$unit.service"
  elif differs release || differs gunicorn; then
    reload_workers
  fi
  systemctl reload-or-restart nginx.service
}

start_both() {
  systemctl reset-failed "$unit.socket" "$unit.service" 2>/dev/null || true
  systemctl start "$unit.socket"
  systemctl start "$unit.service"
}

# Done when as many new workers run as are wanted.
reload_workers() {
  local main old young last=$((SECONDS + 60))
  main=$(systemctl show --property MainPID --value "$unit.service")
  old=$(pgrep -P "$main" | sort)
  systemctl reload "$unit.service"
  while :; do
    young=$(comm -13 <(printf '%s\n' "$old") <(pgrep -P "$main" | sort) | grep -c .) || true
    [ "$young" -lt "$WORKERS" ] || return 0
    systemctl --quiet is-active "$unit.service" || die 'the new workers did not start'
    [ "$SECONDS" -lt "$last" ] || die "only $young of $WORKERS new workers started within a minute"
    sleep 0.1
  done
}

# A managed site that has our port is on its way out or elsewhere, since no two wanted sites share
# one: it makes room now, and comes back if we do not stay.
take_port() {
  local other file
  for other in "$STATE"/sites/*/active; do
    if [ "$other" = "$active" ] || [ ! -e "$other" ]; then continue; fi
    file=$(field "$other" socket 5)
    grep -qsx "ListenStream=127.0.0.1:$PORT" "$file" || continue
    [ "$(unit_of "$other")" != "$unit" ] || continue
    displaced=$other
    systemctl stop "$(unit_of "$other").socket" "$(unit_of "$other").service"
    rm -f "/etc/nginx/sites-enabled/$(basename "$(field "$other" nginx 5)")"
  done
}

# The switch did not end well: everything as it was, and the reason above this in the output.
way_back() {
  set +e
  trap '' TERM
  local log=/var/log/$PROJECT/gunicorn.log
  printf 'django-droplet: the end of %s:\n' "$log" >&2
  tail -n 15 "$log" 2>/dev/null | cut -c 1-400 >&2
  local path
  comm -23 <(paths "$wanted" | sort) <([ -e "$active" ] && paths "$active" | sort) |
    while read -r path; do remove_path "$path"; done
  if [ -e "$active" ]; then
    install_record "$active"
    point_current "$(field "$active" release 2)"
    unit=$(unit_of "$active")
  else
    rm -f "/opt/$PROJECT/current" "/opt/$PROJECT/venv"
  fi
  systemctl daemon-reload
  if [ -e "$active" ]; then
    systemctl stop "$unit.service"
    differs socket && systemctl stop "$unit.socket"
    systemctl --quiet enable "$unit.service"
    start_both
  fi
  restore_displaced
  systemctl reload-or-restart nginx.service
  [ -e "$active" ] || { printf 'django-droplet: release %s was taken down again\n' "${release##*/}" >&2; return; }
  if answers "http://127.0.0.1:$(sed -n 's/^ListenStream=127.0.0.1://p' "$(field "$active" socket 5)")/" 30; then
    printf 'django-droplet: release %s serves again, as before\n' "$(field "$active" release 2)" >&2
  else
    printf 'django-droplet: release %s was put back and does not answer either\n' "$(field "$active" release 2)" >&2
  fi
}

restore_displaced() {
  [ -n "${displaced:-}" ] || return 0
  local name
  name=$(basename "$(field "$displaced" nginx 5)")
  ln -sfn "../sites-available/$name" "/etc/nginx/sites-enabled/$name"
  systemctl start "$(unit_of "$displaced").socket" "$(unit_of "$displaced").service"
}

# The wanted record is the active one; what neither it nor the one before needs goes.
keep() {
  local path
  if [ -e "$active" ]; then
    comm -13 <(paths "$wanted" | sort) <(paths "$active" | sort) |
      while read -r path; do remove_path "$path"; say "removed $path"; done
    cmp -s "$wanted" "$active" || mv -T "$active" "$site/previous"
  fi
  mv -T "$wanted" "$active"
  prune
  say "$PROJECT serves release ${release##*/}"
}

prune() {
  local kept file
  kept=$(cat "$active" "$site/previous" 2>/dev/null) || true
  for file in "$site/staged"/*; do
    grep -q -- " ${file##*/}" <<<"$kept" || rm -f "$file"
  done
  for file in "$site/sources"/*.tar.gz; do
    grep -q -- " $(basename "$file" .tar.gz)" <<<"$kept" || rm -f "$file"
  done
  local releases=/opt/$PROJECT/releases
  for file in "$releases"/*; do [ -e "$file/.complete" ] || rm -rf "$file"; done
  find "$releases" -mindepth 2 -maxdepth 2 -name .complete -printf '%T@ %h\n' | sort -rn | tail -n +6 | cut -d ' ' -f 2 |
    while read -r file; do
      grep -q -- "^release ${file##*/}$" <<<"$kept" || rm -rf "$file"
    done
  for file in "/opt/$PROJECT/venvs"/*; do
    [ -n "$(find "$releases" -mindepth 2 -maxdepth 2 -name venv -lname "$file" -print -quit)" ] || rm -rf "$file"
  done
}

main </dev/null
