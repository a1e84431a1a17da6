# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. PROJECT, UNIT, HOST; SECONDS_APART, between two
# readings of the CPU; READER, the program that reads.
# The record is empty where the host is not what the record says.

main() {
  local code='' record='' site=/var/lib/django-droplet/sites/$PROJECT
  if ! asking_starts_it; then
    code=$(get --max-time 5 http://127.0.0.1/)
    code=$((10#${code:-0}))
  fi
  if [ -e "$site/active" ] && in_place "$site/active"; then record=$(sha256sum <"$site/active" | cut -d ' ' -f 1); fi
  /usr/bin/python3 -I -c "$READER" "$PROJECT" "$UNIT" "$code" "$record" "$SECONDS_APART"
}

# A request to the socket of a service that is stopped or has failed.
asking_starts_it() {
  systemctl --quiet is-active "$UNIT.socket" || return 1
  case $(systemctl is-active "$UNIT.service") in inactive | failed) ;; *) return 1 ;; esac
}

main </dev/null
