# shellcheck shell=bash
# A site's record says all that makes it: a line a thing, `KIND DIGEST [MODE OWNER PATH]`.
#   release, virtualenv, source, settings, secrets   names and digests only
#   service, socket, gunicorn, nginx, logrotate      and where the staged text is installed
# /var/lib/django-droplet/sites/P/active is what serves, `previous` what served before; `switching`
# is there while one takes the other's place.
# The script around it sets site (that folder) and PROJECT.
# shellcheck disable=SC2154

# field RECORD KIND COLUMN
field() { awk -v kind="$2" -v column="$3" '$1 == kind { print $column }' "$1"; }

unit_of() { basename "$(field "$1" service 5)" .service; }

# paths RECORD: the files that it owns, one a line, sorted.
paths() { awk 'NF == 5 { print $5 }' "$1" | sort; }

# is_text FILE DIGEST
is_text() { [ "$(sha256sum 2>/dev/null <"$1")" = "$2  -" ]; }

# in_place RECORD: whether the host is what the record says, down to modes and links.
in_place() {
  local kind digest mode owner path unit
  [ ! -e "$site/switching" ] || return 1
  [ "$(readlink "/opt/$PROJECT/current")" = "releases/$(field "$1" release 2)" ] || return 1
  while read -r kind digest mode owner path; do
    [ -n "$path" ] || continue
    [ "$(stat -c '0%a %U:%G' "$path" 2>/dev/null)" = "$mode $owner" ] || return 1
    is_text "$path" "$digest" || return 1
    [ "$kind" != nginx ] || [ -e "/etc/nginx/sites-enabled/${path##*/}" ] || return 1
  done <"$1"
  unit=$(unit_of "$1")
  systemctl --quiet is-enabled "$unit.service" && systemctl --quiet is-enabled "$unit.socket"
}

# install_record RECORD: every text in its place.
install_record() {
  local kind digest mode owner path
  while read -r kind digest mode owner path; do
    [ -z "$path" ] || install_text "$kind" "$digest" "$mode" "$owner" "$path"
  done <"$1"
}

install_text() {
  local kind=$1 digest=$2 mode=$3 owner=$4 path=$5 staged
  staged=$site/staged/$digest
  # A secret's name is no hash of it. Anything else may have been cut by a power failure.
  if [ ! -f "$staged" ] || { [ "$kind" != secrets ] && ! is_text "$staged" "$digest"; }; then
    die "the text for $path is not on this host: run \`npm run up -- --repair\`"
  fi
  replace "$path" "$mode" "$owner" <"$staged"
  [ "$kind" != nginx ] || ln -sfn "../sites-available/${path##*/}" "/etc/nginx/sites-enabled/${path##*/}"
}

# remove_path PATH: one file that is no longer wanted, with its link.
remove_path() {
  case $1 in
    /etc/nginx/sites-available/*) rm -f "/etc/nginx/sites-enabled/${1##*/}" ;;
    /etc/systemd/system/*) systemctl --quiet disable --now "${1##*/}" 2>/dev/null || true ;;
  esac
  rm -f "$1"
}

# owned_by_another PATH RECORD: a unit may keep its name while the project changes, and is then the
# other site's.
owned_by_another() {
  local other
  for other in "$STATE"/sites/*/active; do
    if [ "$other" = "$2" ] || [ ! -e "$other" ]; then continue; fi
    if paths "$other" | grep -qxF -- "$1"; then return 0; fi
  done
  return 1
}

# point_current RELEASE: the one thing that flips.
point_current() {
  ln -sfn "releases/$1" "/opt/$PROJECT/.current-new"
  mv -T "/opt/$PROJECT/.current-new" "/opt/$PROJECT/current"
}
