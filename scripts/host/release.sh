# shellcheck shell=bash disable=SC2153
# Builds the release beside what is serving; nothing is switched. A folder without its `.complete`
# was interrupted and is thrown away.
# PROJECT, USER_NAME, RELEASE, SOURCE, VIRTUALENV, REQUIREMENTS_FILE, EXTRA_REQUIREMENTS (a line each),
# SETTINGS_DIGEST, SECRETS_DIGEST, SANDBOX, CHECKS (a Python program).

main() {
  lock "site-$PROJECT"
  site=$STATE/sites/$PROJECT
  local root=/opt/$PROJECT
  local release=$root/releases/$RELEASE virtualenv=$root/venvs/$VIRTUALENV
  if [ -e "$release/.complete" ] && is_complete "$virtualenv"; then return; fi
  enough_space "$root"
  if [ -e "$release/.complete" ]; then
    # It may be the one that serves.
    build_virtualenv "$virtualenv" "$release/src"
    return
  fi

  rm -rf "$release"
  install -d -m 0755 "$release" "$release/src" "$release/static"
  install -d -m 0750 -g "$USER_NAME" "$release/etc"
  unpack_source "$release/src"
  is_complete "$virtualenv" || build_virtualenv "$virtualenv" "$release/src"
  ln -s "$virtualenv" "$release/venv"
  install_text settings "$SETTINGS_DIGEST" 0640 "root:$USER_NAME" "$release/etc/deployed_settings.py"
  install_text secrets "$SECRETS_DIGEST" 0640 "root:$USER_NAME" "$release/etc/secrets.json"
  check_and_collect "$release"
  touch "$release/.complete"
  say "built release $RELEASE"
}

# Said before anything is half-written: 200 MB hold a virtualenv and a release.
enough_space() {
  local free
  free=$(df --output=avail -m "$1" | tail -n 1 | tr -d ' ')
  [ "$free" -ge 200 ] || die "only $free MB are free on the disk of $1, 200 are needed: remove something or take a larger size"
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

# While it is being filled it is the project's user's, who could leave the mark itself.
is_complete() { [ -O "$1" ] && [ -e "$1/.complete" ]; }

build_virtualenv() {
  local folder=$1 source=$2 requirements=()
  [ -z "$REQUIREMENTS_FILE" ] || requirements+=(-r "$REQUIREMENTS_FILE")
  [ -z "$EXTRA_REQUIREMENTS" ] || mapfile -t -O "${#requirements[@]}" requirements <<<"$EXTRA_REQUIREMENTS"
  rm -rf "$folder"
  install -d -m 0755 -o "$USER_NAME" -g "$USER_NAME" "$folder"
  quietly 'python3 -m venv' in_sandbox "$PROJECT-virtualenv" "$folder" /usr/bin/python3 -m venv "$folder"
  # No $ in a command of systemd-run: systemd 252 changes it to \$ where it is reloaded, as apt does
  # beside this, before the command has begun.
  quietly 'pip install' in_sandbox "$PROJECT-pip" "$folder" \
    /usr/bin/env --chdir "$source" "$folder/bin/python" -m pip install --quiet --no-input --no-cache-dir --disable-pip-version-check \
    "${requirements[@]}"
  take_over "$folder"
  touch "$folder/.complete"
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
