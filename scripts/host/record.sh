# shellcheck shell=bash
# A site's record says all that makes it: a line a thing, `KIND DIGEST [MODE OWNER PATH]`.
#   release, virtualenv, source, settings, secrets   names and digests only
#   service, socket | program, listen | wsgi         what runs it, and where the staged text is installed
#   gunicorn | uwsgi, nginx | apache, logrotate      likewise
# /var/lib/django-droplet/sites/P/active is what serves, `previous` what served before; `switching`,
# what is taking the place of `active`, is there only as long as it does; `mended` has the kinds that
# were built again under the same name, until who serves has read them.
# The script around it sets site (that folder), active and PROJECT.
# shellcheck disable=SC2154

# field RECORD KIND COLUMN
field() { awk -v kind="$2" -v column="$3" '$1 == kind { print $column }' "$1"; }

# way_of RECORD: see ways.sh.
way_of() {
  case $(field "$1" service 1)$(field "$1" program 1) in
    service) echo systemd ;;
    program) echo supervisor ;;
    *) echo apache ;;
  esac
}

unit_of() {
  local file
  file=$(field "$1" service 5)$(field "$1" program 5)
  file=${file##*/}
  file=${file%.service}
  file=${file%.conf}
  printf '%s\n' "${file:-apache2}"
}

# web_of RECORD: see web-servers.sh.
web_of() {
  local web
  web=$(field "$1" nginx 1)$(field "$1" apache 1)
  printf '%s\n' "${web:-none}"
}

# paths RECORD…: the files that they own, one a line, sorted. One that is not there owns none.
paths() { cat "$@" 2>/dev/null | awk 'NF == 5 { print $5 }' | sort -u; }

# only_in RECORD OTHER: the files of the one that the other one does not own.
only_in() { comm -23 <(paths "$1") <(paths "$2"); }

# unlink_sites RECORD OTHER: the web server no longer knows the sites that only the one has.
unlink_sites() {
  local path
  for path in $(only_in "$1" "$2" | grep '/sites-available/'); do rm -f "$(web_link "$path")"; done
}

# is_text FILE DIGEST
is_text() { [ "$(sha256sum 2>/dev/null <"$1")" = "$2  -" ]; }

# in_place RECORD: whether the host is what the record says, down to modes and links.
in_place() {
  local kind digest mode owner path
  if [ -e "$site/switching" ] || [ -e "$site/mended" ]; then return 1; fi
  [ "$(readlink "/opt/$PROJECT/current")" = "releases/$(field "$1" release 2)" ] || return 1
  [ "$(readlink "/opt/$PROJECT/venv")" = current/venv ] || return 1
  while read -r kind digest mode owner path; do
    [ -n "$path" ] || continue
    [ "$(stat -c '0%a %U:%G' "$path" 2>/dev/null)" = "$mode $owner" ] || return 1
    is_text "$path" "$digest" || return 1
    is_linked "$kind" "$path" || return 1
  done <"$1"
  is_enabled "$(way_of "$1")" "$(unit_of "$1")"
}

# is_linked KIND PATH: whether a web server's site is enabled; all else needs no link.
is_linked() {
  case $1 in nginx | apache) [ "$(readlink "$(web_link "$2")")" = "../sites-available/${2##*/}" ] ;; esac
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
  # One that is right already keeps its time, by which systemd tells whether it has read a unit.
  if [ ! -L "$path" ] && is_text "$path" "$digest"; then
    chown "$owner" "$path"
    chmod "$mode" "$path"
  else
    replace "$path" "$mode" "$owner" <"$staged"
  fi
  case $kind in nginx | apache) ln -sfn "../sites-available/${path##*/}" "$(web_link "$path")" ;; esac
}

# remove_path PATH: one file that is no longer wanted, with its link; a unit is stopped. Whoever calls
# it tells supervisor.
remove_path() {
  case $1 in
    /etc/*/sites-available/*) rm -f "$(web_link "$1")" ;;
    /etc/systemd/system/*) systemctl --quiet disable --now "${1##*/}" 2>/dev/null || true ;;
  esac
  rm -f "$1"
}

# remove_files PATHS: those that are there and ours. What runs nothing any more does not come back at
# boot.
remove_files() {
  local path removed=''
  for path in $1; do
    if [ ! -e "$path" ] || owned_by_another "$path" "$active"; then continue; fi
    remove_path "$path"
    say "removed $path"
    removed=1
  done
  [ -z "$removed" ] || systemctl daemon-reload
  if grep -q '^/etc/supervisor/' <<<"$1"; then retire_supervisor; fi
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

# lost_its_unit: whether what ran the record before is another site's by now: one that was displaced goes on
# having it in its record, so that the text decides.
lost_its_unit() {
  local path
  path=$(field "$active" service 5)$(field "$active" program 5)
  owned_by_another "$path" "$active" && ! is_text "$path" "$(field "$active" service 2)$(field "$active" program 2)"
}

# point_current RELEASE: the one thing that flips.
point_current() {
  ln -sfn "releases/$1" "/opt/$PROJECT/.current-new"
  mv -T "/opt/$PROJECT/.current-new" "/opt/$PROJECT/current"
}
