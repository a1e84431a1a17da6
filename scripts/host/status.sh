# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. PROJECT, UNIT, HOST.
# The record is empty where the host is not what the record says.

json_string() { printf '"%s"' "$(tr -d '\000-\037\\"' <<<"$1")"; }

main() {
  local active_state sub_state unit_file_state since pid restarts workers=0 code record=''
  while IFS='=' read -r key value; do
    case $key in
      ActiveState) active_state=$value ;;
      SubState) sub_state=$value ;;
      UnitFileState) unit_file_state=$value ;;
      ActiveEnterTimestamp) [ -z "$value" ] || since=$(date --utc --date "$value" '+%Y-%m-%dT%H:%M:%SZ') ;;
      MainPID) pid=$value ;;
      NRestarts) restarts=$value ;;
    esac
  done < <(systemctl show --timestamp=utc --property ActiveState,SubState,UnitFileState,ActiveEnterTimestamp,MainPID,NRestarts "$UNIT.service")
  [ "${pid:-0}" = 0 ] || workers=$(pgrep -c -P "$pid") || true
  code=$(get --max-time 5 http://127.0.0.1/)
  site=/var/lib/django-droplet/sites/$PROJECT
  if [ -e "$site/active" ] && in_place "$site/active"; then record=$(sha256sum <"$site/active" | cut -d ' ' -f 1); fi
  printf '{"activeState":%s,"subState":%s,"unitFileState":%s,"since":%s,"mainPid":%d,"restarts":%d,"workers":%d,"httpStatus":%d,"record":%s}\n' \
    "$(json_string "${active_state:-unknown}")" "$(json_string "${sub_state:-unknown}")" \
    "$(json_string "${unit_file_state:-}")" "$(json_string "${since:-}")" \
    "${pid:-0}" "${restarts:-0}" "$workers" "$((10#${code:-0}))" "$(json_string "$record")"
}

main </dev/null
