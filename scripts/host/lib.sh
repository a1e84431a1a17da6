# shellcheck shell=bash
# Shared by all converge scripts: it stands before their text, after their parameters.

STATE=/var/lib/django-droplet
LOGS=/var/log/django-droplet

# The steps' own messages: what changed, one line each. They show in `pulumi up`.
# Whoever listened may be gone, which is no reason to stop half-way.
say() { printf '%s\n' "$*" 2>/dev/null || true; }

die() {
  printf 'django-droplet: %s\n' "$*" >&2
  exit 1
}

# lock NAME: one script at a time; an interrupted `up` does not stop what it began on the host.
lock() {
  local descriptor
  mkdir -p "$STATE/locks"
  exec {descriptor}>"$STATE/locks/$1"
  flock --wait 600 "$descriptor" || die "another run has held the lock '$1' for 10 minutes; see: ps aux"
}

# quietly WHAT COMMAND…: output goes to a log on the host, its end is shown if the command fails. Sites are
# built at once: each has its own.
quietly() {
  local what=$1 log
  shift
  install -d -m 0750 "$LOGS"
  log=$LOGS/${PROJECT:+$PROJECT-}$(tr -c 'a-zA-Z0-9\n' - <<<"$what").log
  if ! "$@" >"$log" 2>&1; then
    printf 'django-droplet: %s failed. The end of %s:\n' "$what" "$log" >&2
    tail -n 25 "$log" | cut -c 1-400 >&2
    return 1
  fi
}

# replace FILE MODE OWNER: standard input becomes the file, at once or not at all. The new one's name
# ends in ~, so that no daemon takes a left-over for a file of its own.
replace() {
  local file=$1 new
  new=$(mktemp "$(dirname "$file")/.new-XXXXXX~")
  if cat >"$new" && chmod "$2" "$new" && chown "$3" "$new" && mv -T "$new" "$file"; then return; fi
  rm -f "$new"
  return 1
}

# in_sandbox UNIT PATHS COMMAND…: runs the project's code or a requirement's build: as the project's
# user, confined like the service, with PATHS writable besides. SANDBOX has a property a line; LIMIT,
# seconds, after which it is stopped. Sets began, the SECONDS at its start.
in_sandbox() {
  local unit=$1 writable=$2 property properties=()
  shift 2
  while IFS= read -r property; do properties+=(--property "$property"); done <<<"$SANDBOX"
  # An interrupted run may have left one at work, without the lock.
  while systemctl --quiet is-active "$unit.service"; do sleep 1; done
  systemctl reset-failed "$unit.service" 2>/dev/null || true
  # shellcheck disable=SC2034
  began=$SECONDS
  systemd-run --quiet --wait --pipe --collect --unit "$unit" "${properties[@]}" \
    --property "ReadWritePaths=$writable" --property "RuntimeMaxSec=${LIMIT:-600}" \
    --setenv HOME=/tmp --setenv LANG=C.UTF-8 "$@"
}

# in_release UNIT PATHS RELEASE CODE ARGUMENT…: a Python program in the sandbox, with a release's own
# code, managed settings and virtualenv.
in_release() {
  local unit=$1 writable=$2 folder=$3
  shift 3
  in_sandbox "$unit" "$writable" --setenv "PYTHONPATH=$folder/etc:$folder/src" \
    --setenv DJANGO_SETTINGS_MODULE=deployed_settings "$folder/venv/bin/python" -c "$@"
}

# take_over FOLDER: what the project's user filled becomes root's; a link that leads out of it could
# make the web server or a later root command read another file, so it is refused.
take_over() {
  local folder=$1 link target
  while IFS= read -r -d '' link; do
    target=$(readlink -m "$link")
    case $target in
      "$folder"/* | /usr/bin/python3* | /usr/lib/python3*) ;;
      *) die "$link leads out of $folder, to $target: refused" ;;
    esac
  done < <(find "$folder" -type l -print0)
  chown -hR root:root "$folder"
  chmod -R u=rwX,go=rX "$folder"
}
