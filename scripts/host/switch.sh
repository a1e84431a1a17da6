# shellcheck shell=bash
# One record takes another's place. The script around it sets site, active, wanted, way, unit, web,
# release; WORKERS, PORT.
# shellcheck disable=SC2154

declare -A changed=()
# What has port 80 before the switch, and whether anything that serves has been touched.
web_before=none begun=''

switch() {
  local refusal
  web_before=$(running_web)
  find_changes
  find_displaced
  clear_interrupted
  # Until it is taken away nobody can trust `active`, whatever interrupts this.
  cp "$wanted" "$site/switching"
  install_record "$wanted"
  # Apache takes no two sites whose daemon processes have the same name.
  unlink_sites "$active" "$wanted"
  refusal=$(web_refuses "$web")
  [ -z "$refusal" ] || die "$web refuses the site: $refusal; nothing was switched"
  # shellcheck disable=SC2034 # way-back.sh's
  begun=1
  displace
  point_current "${release##*/}"
  [ "$(readlink "/opt/$PROJECT/venv")" = current/venv ] || ln -sfn current/venv "/opt/$PROJECT/venv"
  bring_up
  [ "$way" = apache ] || answers "http://127.0.0.1:$PORT/" 30
  answers http://127.0.0.1/ 10
  only_web "$web"
}

# What a switch left that was cut short, by a power failure for one: its record is in `switching`, or,
# where it only had to tidy up, the one before in `previous`.
clear_interrupted() {
  local cut=$site/switching cut_web
  [ -s "$cut" ] || return 0
  cut_web=$(web_of "$cut")
  [ "$cut_web" = "$web" ] || [ "$cut_web" = none ] || systemctl --quiet disable "$(web_unit "$cut_web")"
  remove_files "$(comm -23 <(paths "$cut" "$site/previous") <(paths "$wanted" "$active"))"
}

# What differs on the host from what is wanted, before anything is installed: a hand edit counts, and
# after an interrupted switch everything does.
find_changes() {
  local kind digest path
  while read -r kind digest _ _ path; do
    if [ -e "$site/switching" ] || { [ -n "$path" ] && ! is_text "$path" "$digest"; }; then changed[$kind]=1; fi
    is_linked "$kind" "$path" || changed[$kind]=1
  done <"$wanted"
  [ "$(readlink "/opt/$PROJECT/current")" = "releases/${release##*/}" ] || changed[release]=1
  [ "$(readlink "/opt/$PROJECT/current/venv")" = "$(readlink "$release/venv")" ] || changed[virtualenv]=1
  [ ! -e "$site/mended" ] || while read -r kind; do changed[$kind]=1; done <"$site/mended"
}

differs() {
  local kind
  for kind in "$@"; do
    if [ -n "${changed[$kind]:-}" ]; then return 0; fi
  done
  return 1
}

# What listens, and what stands in the unit or in the master's memory, is not read again at a reload;
# all else is, without a pause.
bring_up() {
  # Enabling them reads the units, too.
  if differs service socket; then
    if is_enabled "$way" "$unit"; then systemctl daemon-reload; else ready_serving "$way" "$unit"; fi
  fi
  # Enabling a unit takes a second, and so does disabling one: not while nobody listens.
  [ "$web_before" = "$web" ] || ready_web "$web"
  if listens_otherwise; then take_place; else keep_place; fi
}

# Not for nothing: a reload may reset a connection whose request it has not read yet.
web_differs() { differs nginx apache || [ "${#displaced[@]}" -gt 0 ]; }

# An address, or who holds it, is another one, or nobody's.
listens_otherwise() {
  differs socket program listen && return
  # Two web servers may have the same addresses behind them.
  [ "$web_before" = "$web" ] || { [ "$web" != none ] && [ "$way" != apache ]; } || return 0
  [ -e "$active" ] && is_same_service || return 0
  [ "$way" = systemd ] && ! systemctl --quiet is-active "$unit.socket"
}

is_same_service() { [ "$(way_of "$active") $(unit_of "$active")" = "$way $unit" ]; }

# What the old record runs ends, and then what the new one says begins. Where port 80 changes hands it
# is closed in between: all that takes long is done before, or after.
take_place() {
  local old_stays=''
  ready_serving "$way" "$unit"
  # supervisor is slow: it tells of a program's end long after that, and starts one long after it is told.
  if [ "$web_before" = none ] && [ "$web" != none ] && runs_as supervisor; then
    stop_old &
    wait_for_port "$!"
  # Inside Apache it has no address that the old one could have, behind a web server.
  elif [ "$way" = apache ] && [ "$web_before" != none ]; then
    old_stays=1
  else
    supervisor_replaces_it || stop_old
  fi
  # It waits for the port, and not the visitors for it.
  [ "$way $web" != 'supervisor none' ] || begin_program
  [ "$web_before" = "$web" ] || close_web "$web_before"
  open_sockets "$way" "$unit"
  if [ "$web_before" != "$web" ]; then open_web "$web"; elif web_differs; then reload_web "$web"; fi
  wait
  start_serving "$way" "$unit"
  [ -z "$old_stays" ] || stop_old
}

runs_as() { [ -e "$active" ] && [ "$(way_of "$active")" = "$1" ]; }

# At once, when it reads a program that has changed.
supervisor_replaces_it() {
  runs_as supervisor && is_same_service && differs program
}

# A web server in front of it answers 502 meanwhile.
stop_old() {
  stop_serving "$way" "$unit"
  if [ -e "$active" ] && ! is_same_service && ! lost_its_unit; then
    stop_serving "$(way_of "$active")" "$(unit_of "$active")"
  fi
}

# A reload leaves the master's environment as it was, and another one is what migration and pre-flight
# had: the files that the unit names may have changed since it began. Only a unit of systemd names any.
reads_other_files() {
  local began file files
  [ "$way" = systemd ] && differs release gunicorn wsgi || return 1
  began=$(systemctl show --timestamp=unix --property ExecMainStartTimestamp --value "$unit.service")
  began=${began#@}
  # Each is a pattern.
  mapfile -t files < <(systemctl show --property EnvironmentFiles --value "$unit.service" |
    sed 's/ (ignore_errors=[a-z]*)$//' | while read -r file; do compgen -G "$file" || true; done)
  for file in "${files[@]}"; do
    # A link that leads elsewhere has changed as well.
    [ "$(stat -c %Z "$file")" -lt "${began:-0}" ] && [ "$(stat -L -c %Z "$file")" -lt "${began:-0}" ] || return 0
  done
  return 1
}

# The application server's addresses stay open, whoever is in front of them.
keep_place() {
  if [ "$web_before" != "$web" ]; then
    close_web "$web_before"
    open_web "$web"
  fi
  if differs service program virtualenv uwsgi || reads_other_files || ! is_serving "$way" "$unit"; then
    restart_serving "$way" "$unit"
  elif differs release gunicorn wsgi; then
    renew_workers "$way" "$unit"
  fi
  is_enabled "$way" "$unit" || start_serving "$way" "$unit"
  if [ "$web_before" = "$web" ] && web_differs; then reload_web "$web"; fi
}
