# shellcheck shell=bash
# Takes down every managed site that is not in SITES (a project a line). Its data, logs and user stay:
# a line in a configuration must not be able to delete a database. W and SHARED, see web-servers.sh.

main() {
  lock sites
  local record project
  for record in "$STATE"/sites/*/active; do
    [ -e "$record" ] || continue
    project=$(basename "$(dirname "$record")")
    # In a subshell, so that its locks are held no longer.
    grep -qx -- "$project" <<<"$SITES" || (take_down "$project" "$record")
  done
}

take_down() {
  local project=$1 record=$2 path way unit
  lock "site-$project"
  lock web
  way=$(way_of "$record") unit=$(unit_of "$record")
  # A unit may be another site's by now, and is then not this one's to stop.
  [ "$way" = systemd ] || owned_by_another "$(field "$record" program 5)" "$record" || stop_serving "$way" "$unit"
  while read -r path; do
    owned_by_another "$path" "$record" || remove_path "$path"
  done < <(paths "$record")
  systemctl daemon-reload
  systemctl reset-failed "$unit.service" "$unit.socket" 2>/dev/null || true
  reload_web "$(running_web)"
  [ "$way" != supervisor ] || retire_supervisor
  rm -rf "/opt/$project" "/etc/opt/$project" "$STATE/sites/$project"
  say "took down $project; its data stays in /var/opt/$project and its logs in /var/log/$project"
}

main </dev/null
