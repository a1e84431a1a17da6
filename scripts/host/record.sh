# shellcheck shell=bash
# A site's record says all that makes it: a line a thing, `KIND DIGEST [MODE OWNER PATH]`.
#   release, virtualenv, source, settings, secrets   digests only
#   service, socket, gunicorn, nginx, logrotate      and where the staged text is installed
# /var/lib/django-droplet/sites/P/active is what serves, `previous` what served before.
# The script around it sets site (that folder), active and wanted (two records).
# shellcheck disable=SC2154

# field RECORD KIND COLUMN
field() { awk -v kind="$2" -v column="$3" '$1 == kind { print $column }' "$1"; }

unit_of() { basename "$(field "$1" service 5)" .service; }

# paths RECORD: the files that it owns, one a line.
paths() { awk 'NF == 5 { print $5 }' "$1"; }

# differs KIND: whether the wanted record says something else of it than the active one.
differs() { [ "$(grep "^$1 " "$wanted")" != "$(grep -s "^$1 " "$active")" ]; }

# install_record RECORD: every text in its place.
install_record() {
  local kind digest mode owner path
  while read -r kind digest mode owner path; do
    [ -z "$path" ] || install_text "$kind" "$digest" "$mode" "$owner" "$path"
  done <"$1"
}

install_text() {
  local kind=$1 digest=$2 mode=$3 owner=$4 path=$5
  [ -f "$site/staged/$digest" ] ||
    die "the text for $path is not on this host: run \`npm run up -- --repair\`"
  replace "$path" "$mode" "$owner" <"$site/staged/$digest"
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

# point_current RELEASE: the one thing that flips.
point_current() {
  ln -sfn "releases/$1" "/opt/$PROJECT/.current-new"
  mv -T "/opt/$PROJECT/.current-new" "/opt/$PROJECT/current"
}
