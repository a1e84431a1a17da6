# shellcheck shell=bash
# The switch did not end well: everything as it was, whatever of it fails, and then the reasons. The
# script around it sets site, active, wanted, way, unit, web, web_before, begun, release; LOG.
# shellcheck disable=SC2154

way_back() {
  set +e
  trap '' TERM
  local path said
  # What was about to end has ended.
  wait
  # Nobody has it yet: what is wanted was not there before.
  [ -z "$begun" ] || [ -e "$active" ] || stop_serving "$way" "$unit"
  # Its other files later: as long as the web server knows of it, visitors would get its errors.
  unlink_sites "$wanted" "$active"
  if [ -e "$active" ]; then
    # In a subshell: a text that is missing must not end the way back.
    (install_record "$active")
    point_current "$(field "$active" release 2)"
  else
    rm -f "/opt/$PROJECT/current" "/opt/$PROJECT/venv"
  fi
  systemctl daemon-reload
  if [ -n "$begun" ]; then
    stop_new_web
    [ ! -e "$active" ] || reopen
  fi
  restore_displaced
  # Before what takes the longest: visitors wait in the open socket, where there is one.
  if [ -n "$begun" ]; then
    restore_web
    [ ! -e "$active" ] || (start_serving "$(way_of "$active")" "$(unit_of "$active")")
  fi
  for path in $(only_in "$wanted" "$active"); do
    owned_by_another "$path" "$active" || remove_path "$path"
  done
  systemctl daemon-reload
  if grep -q '^program ' "$wanted"; then (retire_supervisor); fi
  rm -f "$site/switching"
  [ -n "$begun" ] || return 0
  log_end
  said="release ${release##*/} was taken down again"
  if [ -e "$active" ]; then
    said="release $(field "$active" release 2) serves again, as before"
    serves_again || said="release $(field "$active" release 2) was put back and does not answer either"
  fi
  printf 'django-droplet: %s\n' "$said" >&2
}

reopen() {
  local old_way old_unit
  old_way=$(way_of "$active") old_unit=$(unit_of "$active")
  is_same_service || stop_serving "$way" "$unit"
  # The socket stays open where it is the same one.
  if [ "$way" = systemd ] && is_same_service && ! differs socket; then
    systemctl stop "$old_unit.service"
  else
    stop_serving "$old_way" "$old_unit"
  fi
  open_sockets "$old_way" "$old_unit"
}

# It may hold the port that an old socket needs, or be enabled without having started.
stop_new_web() { [ "$web" = "$web_before" ] || [ "$web" = none ] || stop_web "$web"; }

restore_web() {
  if [ "$web_before" = none ]; then return; fi
  if [ "$(running_web)" = "$web_before" ]; then reload_web "$web_before"; else start_web "$web_before"; fi
}

# By the way that it has without a web server, since that one may be another site's by now.
serves_again() {
  local port
  port=$(sed -nE 's/^ListenStream=(127\.0\.0\.1|0\.0\.0\.0)://p; s/^command=.*[= ](127\.0\.0\.1|0\.0\.0\.0)?:([0-9]+).*/\2/p' \
    "$(field "$active" socket 5)" "$(field "$active" program 5)" 2>/dev/null | head -n 1)
  answers "http://127.0.0.1:${port:-80}/" 30
}

# The project's user owns the log's folder and could have put anything there: it is read as that user.
log_end() {
  printf 'django-droplet: the end of %s:\n' "$LOG" >&2
  timeout 5 runuser -u "$(stat -c %U "${LOG%/*}")" -- tail -n 15 "$LOG" 2>&1 | cut -c 1-400 >&2
}
