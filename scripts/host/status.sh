# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. SITES, a line each: project, way, unit, web
# server, log, Host header; SECONDS_APART, between two readings of the CPU; READER, the program that
# reads.

main() {
  /usr/bin/python3 -I -c "$READER" "$SECONDS_APART" "$SITES" "$(ask_all)"
}

# A line for each site: its project, the status of GET / and the record's digest, `-` for none. All at
# once, so that a site that does not answer holds no other up.
ask_all() {
  local PROJECT HOST way unit
  # shellcheck disable=SC2034 # HOST is probe.sh's.
  while read -r PROJECT way unit _ _ HOST; do
    ask "$way" "$unit" &
  done <<<"$SITES"
  wait
}

# The record is none where the host is not what the record says. It may hold other units than the
# stack wants.
ask() {
  local code=- record=- site=/var/lib/django-droplet/sites/$PROJECT
  if ! asking_starts_it "$1" "$2"; then
    code=$(get --max-time 5 http://127.0.0.1/)
    code=$((10#${code:-0}))
  fi
  if [ -e "$site/active" ] && in_place "$site/active"; then record=$(sha256sum <"$site/active" | cut -d ' ' -f 1); fi
  printf '%s %s %s\n' "$PROJECT" "$code" "$record"
}

# asking_starts_it WAY UNIT: a request to the socket of a service that is stopped or has failed.
asking_starts_it() {
  [ "$1" = systemd ] && systemctl --quiet is-active "$2.socket" || return 1
  case $(systemctl is-active "$2.service") in inactive | failed) ;; *) return 1 ;; esac
}

main </dev/null
