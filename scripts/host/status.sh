# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. PROJECT, UNIT, HOST.

json_string() { printf '"%s"' "$(tr -d '\000-\037\\"' <<<"$1")"; }

main() {
  local active_state sub_state unit_file_state since pid restarts workers=0 code record=''
  # shellcheck disable=SC2034 # the loop below assigns them by name
  while IFS='=' read -r key value; do
    case $key in
      ActiveState) active_state=$value ;;
      SubState) sub_state=$value ;;
      UnitFileState) unit_file_state=$value ;;
      ActiveEnterTimestamp) since=$(date --utc --date "${value:-@0}" '+%Y-%m-%dT%H:%M:%SZ') ;;
      MainPID) pid=$value ;;
      NRestarts) restarts=$value ;;
    esac
  done < <(systemctl show --property ActiveState,SubState,UnitFileState,ActiveEnterTimestamp,MainPID,NRestarts "$UNIT.service")
  [ "${pid:-0}" = 0 ] || workers=$(pgrep -c -P "$pid") || true
  code=$(curl --silent --output /dev/null --write-out '%{http_code}' --max-time 5 --header "Host: $HOST" http://127.0.0.1/) || true
  [ ! -e "/var/lib/django-droplet/sites/$PROJECT/active" ] ||
    record=$(sha256sum <"/var/lib/django-droplet/sites/$PROJECT/active" | cut -d ' ' -f 1)
  printf '{"activeState":%s,"subState":%s,"unitFileState":%s,"since":%s,"mainPid":%d,"restarts":%d,"workers":%d,"httpStatus":%d,"record":%s}\n' \
    "$(json_string "${active_state:-unknown}")" "$(json_string "${sub_state:-unknown}")" \
    "$(json_string "${unit_file_state:-}")" "$(json_string "${since:-}")" \
    "${pid:-0}" "${restarts:-0}" "$workers" "$((10#${code:-0}))" "$(json_string "$record")"
}

main </dev/null
