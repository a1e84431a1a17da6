# shellcheck shell=bash
# The staged release boots beside what serves, from the service's own directives, and must answer:
# a worker that cannot start would take the running master, and then its socket, down with it.
# PREFLIGHT_CONFIG: the name of its copy of the configuration. PREFLIGHT_PROPERTIES,
# PREFLIGHT_COMMAND: a property, a word a line. Without them, for Apache, a Python program (REQUEST)
# makes one request in the project's sandbox. The script around it sets site, wanted, way, unit, release,
# migration.
# shellcheck disable=SC2154

# The job `migration`, if one migrates. Beside it the release may start, which it has done for its check
# before; it is asked for a page when both are through.
migrated() { [ -z "$migration" ] || wait "$migration" || exit 1; }

# systemd's own reading of the pair, against the release's virtualenv, as `current` is the old one.
verify_units() {
  local folder kind failed=''
  folder=$(mktemp -d)
  for kind in service socket; do
    sed "s#/opt/$PROJECT/venv/#$release/venv/#g" "$site/staged/$(field "$wanted" "$kind" 2)" >"$folder/$unit.$kind"
  done
  # An unknown directive is an error of the file itself; those of the system's other units are not ours.
  quietly 'systemd-analyze verify' systemd-analyze verify --man=no --recursive-errors=no \
    "$folder/$unit.service" "$folder/$unit.socket" || failed=1
  rm -rf "$folder"
  [ -z "$failed" ] || die 'systemd refuses the unit; nothing was switched'
}

preflight() {
  if [ "$way" = apache ]; then request; else boot; fi
}

# No server: what Apache needs beside the release is checked with its configuration.
request() {
  migrated
  same_python
  quietly 'the pre-flight request' in_release "$PROJECT-preflight" "/var/opt/$PROJECT" "$release" \
    "$REQUEST" "$PROJECT" "$HOST" ||
    die "release ${release##*/} does not answer GET /; nothing was switched"
}

# mod_wsgi has a Python of its own in it, Debian's, which then works in the virtualenv.
same_python() {
  local its ours
  its=$(ldd /usr/lib/apache2/modules/mod_wsgi.so | grep -oE 'libpython3\.[0-9]+' | head -n 1) || true
  ours=$(readlink -f "$release/venv/bin/python")
  [ "${its#lib}" = "${ours##*/}" ] ||
    die "mod_wsgi has ${its:-no libpython}, but the virtualenv's Python is $ours; nothing was switched"
}

boot() {
  local property properties=() command since code failed=''
  while IFS= read -r property; do properties+=(--property "$property"); done <<<"$PREFLIGHT_PROPERTIES"
  mapfile -t command <<<"$PREFLIGHT_COMMAND"
  stop_preflight
  # Of two kinds it has one.
  replace "/etc/opt/$PROJECT/$PREFLIGHT_CONFIG" 0640 "$(field "$wanted" gunicorn 4)$(field "$wanted" uwsgi 4)" \
    <"$site/staged/$(field "$wanted" gunicorn 2)$(field "$wanted" uwsgi 2)"
  since=$(date '+%F %T')
  quietly 'the pre-flight boot' systemd-run --collect --unit "$PROJECT-preflight" "${properties[@]}" "${command[@]}" || failed=1
  migrated
  [ -z "$failed" ] || {
    journal_end "$since"
    die "release ${release##*/} does not start; nothing was switched"
  }
  code=$(get --unix-socket "/run/$PROJECT-preflight/socket" http://preflight/)
  acceptable "$code" || {
    journal_end "$since"
    die "release ${release##*/} answers GET / with $code; nothing was switched"
  }
  # The switch need not wait for its end.
  stop_preflight --no-block
}

# stop_preflight [OPTION]
stop_preflight() {
  systemctl stop "$@" "$PROJECT-preflight.service" 2>/dev/null || true
  [ -z "$PREFLIGHT_CONFIG" ] || rm -f "/etc/opt/$PROJECT/$PREFLIGHT_CONFIG"
}

# journal_end SINCE: what the project said, without what gunicorn and systemd say at every start.
journal_end() {
  { journalctl --unit "$PROJECT-preflight.service" --since "$1" --output cat --no-pager 2>/dev/null |
    grep -vE '\[INFO\]|^(Starting|Started|Stopping|Stopped) |systemd' | tail -n 25 | cut -c 1-400 >&2; } || true
}
