# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. PROJECT, UNIT, HOST; SECONDS_APART, between two
# readings of the CPU; READER, the program that reads.
# The record is empty where the host is not what the record says.

main() {
  local code record='' site=/var/lib/django-droplet/sites/$PROJECT
  code=$(get --max-time 5 http://127.0.0.1/)
  if [ -e "$site/active" ] && in_place "$site/active"; then record=$(sha256sum <"$site/active" | cut -d ' ' -f 1); fi
  /usr/bin/python3 -I -c "$READER" "$PROJECT" "$UNIT" "$((10#${code:-0}))" "$record" "$SECONDS_APART"
}

main </dev/null
