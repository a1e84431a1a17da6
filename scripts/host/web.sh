# shellcheck shell=bash
# A web server on the host, apart from any site. W: nginx or apache; PACKAGES: a name
# a line; SHARED, where others have their own on it. The script after it defines configure.

main() {
  lock web
  # Debian starts what it installs, on a port that another one may have.
  if [ -n "$(missing "$PACKAGES")" ]; then
    [ "$(running_web)" = "$W" ] || systemctl --quiet --no-reload mask "$(web_unit "$W")"
    install_packages "$PACKAGES"
  fi
  # Outlasts a step that is cut short or refused between the change and the restart that it needs.
  restart=$STATE/restart-$W
  configure
  refusal=$(web_refuses "$W")
  [ -z "$refusal" ] || die "$W refuses its configuration: $refusal"
  if [ "$(running_web)" = "$W" ]; then
    ready_web "$W"
    [ -n "${SHARED:-}" ] || only_web "$W"
    if [ -e "$restart" ]; then systemctl restart "$(web_unit "$W")"; else reload_web "$W"; fi
  elif ! another_one_serves; then
    start_web "$W"
  fi
  rm -f "$restart"
}

# Then each site's activation changes over, with a way back.
another_one_serves() {
  local record
  [ "$(running_web)" = none ] || return 0
  for record in "$STATE"/sites/*/active; do
    if [ -e "$record" ] && [ "$(web_of "$record")" != "$W" ]; then return 0; fi
  done
  return 1
}
