# shellcheck shell=bash
# Switches a site to its wanted record, all at once, and back if it does not answer.
# PROJECT, RECORD, SHARED, WORKERS, PORT, LOG (for whoever asks why), HOST (of the probes), ALLOWED_HOSTS (a
# host a line), SANDBOX, MIGRATE (a Python program), MIGRATION_SECONDS, and those of preflight.sh.

main() {
  lock "site-$PROJECT"
  # A connection that breaks must not stop the way back.
  trap '' HUP PIPE
  site=$STATE/sites/$PROJECT active=$site/active wanted=$site/wanted
  printf '%s\n' "$RECORD" | replace "$wanted" 0600 root:root
  way=$(way_of "$wanted") unit=$(unit_of "$wanted") web=$(web_of "$wanted")
  release=/opt/$PROJECT/releases/$(field "$wanted" release 2)
  everything_is_here
  no_strangers

  allow_hosts
  if cmp -s "$wanted" "$active" && in_place "$wanted" && is_serving "$way" "$unit" && [ "$(running_web)" = "$web" ]; then return; fi
  [ "$way" != systemd ] || verify_units
  migration=''
  # shellcheck disable=SC2034 # preflight.sh's
  if [ "$(grep -s '^release ' "$active")" != "$(grep '^release ' "$wanted")" ]; then
    migrate &
    migration=$!
  fi
  trap 'stop_preflight' EXIT
  preflight

  # Whoever started this may be gone, and would not know of a switch.
  printf 'switching %s to release %s\n' "$PROJECT" "${release##*/}" || die 'nobody is listening any more: nothing was switched'
  # One site at a time: they share the web server.
  lock web
  trap 'way_back' EXIT
  switch
  trap - EXIT
  keep
}

everything_is_here() {
  local kind digest path
  [ -e "$release/.complete" ] || die "release ${release##*/} is not on this host: run \`npm run up -- --repair\`"
  while read -r kind digest _ _ path; do
    [ -z "$path" ] || is_text "$site/staged/$digest" "$digest" ||
      die "the $kind text is not on this host: run \`npm run up -- --repair\`"
  done <"$wanted"
}

# What lies where a text of ours belongs is another's, unless a record has it or it says that it is ours.
no_strangers() {
  local path ours
  ours=$(paths "$STATE"/sites/*/{active,previous,switching}) || true
  while read -r path; do
    [ ! -e "$path" ] || grep -qxF -- "$path" <<<"$ours" ||
      head -n 1 "$path" | grep -qF 'Managed by django-droplet' ||
      die "$path is on this host already and was not made by django-droplet: move it away; nothing was switched"
  done < <(paths "$wanted")
}

# The server's own addresses, of which no staged text may know.
allow_hosts() {
  local file=$release/etc/allowed_hosts owner
  owner=root:$(stat -c %G "$release/etc")
  if cmp -s "$file" - <<<"$ALLOWED_HOSTS" && [ "$(stat -c '%a %U:%G' "$file")" = "640 $owner" ]; then return; fi
  # Who serves it has read the ones before.
  [ "$(readlink "/opt/$PROJECT/current")" != "releases/${release##*/}" ] || echo release >>"$site/mended"
  printf '%s\n' "$ALLOWED_HOSTS" | replace "$file" 0640 "$owner"
}

migrate() {
  local LIMIT=$MIGRATION_SECONDS began=$SECONDS
  quietly 'migrate' in_release "$PROJECT-migrate" "/var/opt/$PROJECT" "$release" "$MIGRATE" && return
  # systemd itself says nothing of it.
  [ $((SECONDS - began)) -lt "$LIMIT" ] ||
    die "the migration was stopped after $((LIMIT / 60)) minutes, which is all that it may take; the release before goes on serving"
  die 'the migration failed; the release before goes on serving'
}

# The wanted record is the active one; what neither it nor the one before needs goes.
keep() {
  # Linked and not moved: at no moment is there no active record.
  [ ! -e "$active" ] || cmp -s "$wanted" "$active" || ln -f "$active" "$site/previous"
  mv -T "$wanted" "$active"
  # Looked for in the record before, so that what a run left that was cut short here goes as well.
  remove_files "$(only_in "$site/previous" "$active")"
  rm -f "$site/switching" "$site/mended"
  prune
  say "$PROJECT serves release ${release##*/}"
}

prune() {
  local kept file releases=/opt/$PROJECT/releases
  kept=$(cat "$active" "$site/previous" 2>/dev/null) || true
  rm -rf "$site"/staged/.new-* "$releases"/.old-* "/opt/$PROJECT/venvs"/.old-*
  for file in "$site/staged"/* "$site/sources"/*.tar.gz; do
    grep -q -- " $(basename "$file" .tar.gz)\b" <<<"$kept" || rm -f "$file"
  done
  for file in "$releases"/*; do [ -e "$file/.complete" ] || rm -rf "$file"; done
  find "$releases" -mindepth 2 -maxdepth 2 -name .complete -printf '%T@ %h\n' | sort -rn | tail -n +6 | cut -d ' ' -f 2 |
    while read -r file; do
      grep -q -- "^release ${file##*/}$" <<<"$kept" || rm -rf "$file"
    done
  for file in "/opt/$PROJECT/venvs"/*; do
    [ -n "$(find "$releases" -mindepth 2 -maxdepth 2 -name venv -lname "$file" -print -quit)" ] || rm -rf "$file"
  done
}

main </dev/null
