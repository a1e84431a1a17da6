# shellcheck shell=bash disable=SC2153
# Builds the release beside what is serving; nothing is switched. A folder without its `.complete`
# was interrupted and is thrown away. What is there and is not as it was made is made again and takes
# its place at once; `mended` then tells the activation that who serves has read something else.
# PROJECT, USER_NAME, RELEASE, SOURCE, VIRTUALENV, REQUIREMENTS_FILE, EXTRA_REQUIREMENTS (a line each),
# SETTINGS_DIGEST, SECRETS_DIGEST, SANDBOX, FILL, CHECKS and TREE (Python programs).

main() {
  # A hardened server may have one by which the project's user could not enter its own release.
  umask 022
  lock "site-$PROJECT"
  site=$STATE/sites/$PROJECT
  local root=/opt/$PROJECT
  local release=$root/releases/$RELEASE virtualenv=$root/venvs/$VIRTUALENV fresh looking recording=''
  rm -rf "$root"/releases/.new-* "$root"/venvs/.new-*
  if is_release "$release"; then
    keep_settings "$release"
    if is_virtualenv "$virtualenv"; then return; fi
    enough_space "$root"
    build_virtualenv "$virtualenv" "$release/src"
    recorded
    return
  fi

  enough_space "$root"
  fresh=$(fresh_name "$release")
  install -d -m 0755 "$fresh" "$fresh/src" "$fresh/static"
  install -d -m 0750 -g "$USER_NAME" "$fresh/etc"
  # Beside each other: all files of a virtualenv are read for it.
  is_virtualenv "$virtualenv" &
  looking=$!
  unpack_source "$fresh/src"
  wait "$looking" || build_virtualenv "$virtualenv" "$fresh/src"
  ln -s "$virtualenv" "$fresh/venv"
  install_text settings "$SETTINGS_DIGEST" 0640 "root:$USER_NAME" "$fresh/etc/deployed_settings.py"
  install_text secrets "$SECRETS_DIGEST" 0640 "root:$USER_NAME" "$fresh/etc/secrets.json"
  [ ! -e "$release/etc/allowed_hosts" ] || cp -p "$release/etc/allowed_hosts" "$fresh/etc/"
  check_and_collect "$fresh"
  recorded
  tree record "$fresh/static" >"$fresh/.complete"
  take_name "$fresh" "$release" release
  say "built release $RELEASE"
}

tree() { /usr/bin/python3 -I -c "$TREE" "$@"; }

# Said before anything is half-written: 200 MB hold a virtualenv and a release.
enough_space() {
  local free
  free=$(df --output=avail -m "$1" | tail -n 1 | tr -d ' ')
  [ "$free" -ge 200 ] || die "only $free MB are free on the disk of $1, 200 are needed: remove something or take a larger size"
}

# Whether it is there as it was made, but for what keep_settings sees to.
is_release() {
  [ -e "$1/.complete" ] && [ "$(stat -c '%a %U:%G' "$1" "$1/etc")" = "755 root:root"$'\n'"750 root:$USER_NAME" ] &&
    [ "$(readlink "$1/venv")" = "/opt/$PROJECT/venvs/$VIRTUALENV" ] &&
    tree source "$1/src" "$SOURCE" && tree as-made "$1/static" "$1/.complete"
}

# While it is being filled it is the project's user's, who could leave the mark itself.
is_virtualenv() { [ -O "$1" ] && [ -e "$1/.complete" ] && tree as-made "$1" "$1/.complete"; }

# fresh_name FOLDER: where it is built, so that a damaged one can serve until then.
fresh_name() { if [ -e "$1" ]; then printf '%s\n' "${1%/*}/.new-${1##*/}"; else printf '%s\n' "$1"; fi; }

# take_name FRESH FOLDER WHAT: the one before stays until the activation, since whoever serves is in it
# and could not even read its configuration again without.
take_name() {
  [ "$1" != "$2" ] || return 0
  printf '%s\n' "$3" >>"$site/mended"
  tree exchange "$1" "$2"
  mv -T "$1" "${2%/*}/.old-${2##*/}-$(date +%s%N)"
}

# Both are under their digests among the staged texts.
keep_settings() {
  local kind digest file
  while read -r kind digest file; do
    if cmp -s "$site/staged/$digest" "$1/etc/$file" && [ "$(stat -c '%a %U:%G' "$1/etc/$file")" = "640 root:$USER_NAME" ]; then
      continue
    fi
    install_text "$kind" "$digest" 0640 "root:$USER_NAME" "$1/etc/$file"
    echo release >>"$site/mended"
    say "put $file back"
  done <<<"settings $SETTINGS_DIGEST deployed_settings.py
secrets $SECRETS_DIGEST secrets.json"
}

unpack_source() {
  local archive=$site/sources/$SOURCE.tar.gz
  # The archive's own checksum and length.
  gzip --test "$archive" || die "the source arrived damaged: run \`pulumi up\` again"
  # -m: with equal times Python would take the modules of the release before from its cache.
  tar --extract --gzip --touch --no-same-owner --file "$archive" --directory "$1"
  # The system's Python, isolated: compiling runs no code of the project.
  /usr/bin/python3 -I -m compileall -q "$1" >/dev/null || true
}

# What a virtualenv is like is noted in the background, by the job `recording` if there is one: the
# release can be checked meanwhile.
recorded() { [ -z "$recording" ] || wait "$recording"; }

# Wherever it is built, the commands see it under its own name, which some of its files hold.
build_virtualenv() {
  local folder=$1 source=$2 requirements=() fresh SANDBOX=$SANDBOX
  [ -z "$REQUIREMENTS_FILE" ] || requirements+=(-r "$REQUIREMENTS_FILE")
  [ -z "$EXTRA_REQUIREMENTS" ] || mapfile -t -O "${#requirements[@]}" requirements <<<"$EXTRA_REQUIREMENTS"
  fresh=$(fresh_name "$folder")
  install -d -m 0755 -o "$USER_NAME" -g "$USER_NAME" "$fresh"
  [ "$fresh" = "$folder" ] || SANDBOX+=$'\n'"BindPaths=$fresh:$folder"
  # No $ in a command of systemd-run: systemd 252 changes it to \$ where it is reloaded, as apt does
  # beside this, before the command has begun.
  quietly 'pip install' in_sandbox "$PROJECT-pip" "$folder" \
    /usr/bin/env --chdir "$source" /usr/bin/python3 -I -c "$FILL" "$folder" "${requirements[@]}"
  take_over "$fresh"
  tree record "$fresh" >"$fresh/.complete" &
  recording=$!
  if [ "$fresh" != "$folder" ]; then
    recorded
    take_name "$fresh" "$folder" virtualenv
  fi
  say "built virtualenv $VIRTUALENV"
}

# check, import of the WSGI module, collectstatic: in one process, since each start costs half a
# second; it says which one failed.
check_and_collect() {
  local release=$1
  chown "$USER_NAME:$USER_NAME" "$release/static"
  quietly "the release's check" in_release "$PROJECT-check" "$release/static" "$release" "$CHECKS" "$PROJECT"
  take_over "$release/static"
}

main </dev/null
