# shellcheck shell=bash
# A managed site that has our port or our unit is on its way out or elsewhere, since no two wanted
# sites share one: it makes room now, and comes back if we do not stay. The script around it sets
# active, way, unit, web, begun; PORT.
# shellcheck disable=SC2154

displaced=()

find_displaced() {
  local other
  for other in "$STATE"/sites/*/active; do
    if [ "$other" = "$active" ] || [ ! -e "$other" ] || ! is_in_the_way "$other"; then continue; fi
    displaced+=("$other")
  done
}

displace() {
  local other
  for other in "${displaced[@]}"; do
    stop_serving "$(way_of "$other")" "$(unit_of "$other")"
    rm -f "$(web_link "$(field "$other" "$(web_of "$other")" 5)")"
  done
}

is_in_the_way() {
  local its_way its_web
  its_way=$(way_of "$1") its_web=$(web_of "$1")
  # Without a web server a site has the whole of port 80.
  [ "$its_web" != none ] || return 0
  [ "$way" != apache ] || return 1
  [ "$its_way" != "$way" ] || [ "$(unit_of "$1")" != "$unit" ] || return 0
  [ "$its_way" != apache ] && grep -qsE "(server |http://)127\.0\.0\.1:${PORT}[^0-9]" "$(field "$1" "$its_web" 5)"
}

restore_displaced() {
  # site is what record.sh works on.
  local other site its_way its_unit
  for other in "${displaced[@]}"; do
    # shellcheck disable=SC2034
    site=$(dirname "$other")
    (install_record "$other")
    its_way=$(way_of "$other") its_unit=$(unit_of "$other")
    systemctl daemon-reload
    [ -n "$begun" ] || continue
    open_sockets "$its_way" "$its_unit"
    (start_serving "$its_way" "$its_unit")
  done
}
