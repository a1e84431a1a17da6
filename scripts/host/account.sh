# shellcheck shell=bash
# The project's user without login, shell, home or password, and the project's folders.
# PROJECT, USER_NAME.

main() {
  local owner=$STATE/sites/$PROJECT/user
  lock "site-$PROJECT"
  # Its files would keep the old owner, and what serves would lose its data folder at once.
  [ ! -e "$owner" ] || [ "$(<"$owner")" = "$USER_NAME" ] ||
    die "the user of a site stays: $PROJECT belongs to '$(<"$owner")', not '$USER_NAME'; set django-droplet:user back"
  [ -e "$STATE/sites/$PROJECT" ] || [ ! -e "/opt/$PROJECT" ] ||
    die "/opt/$PROJECT is on this host already and was not made by django-droplet: move it away"
  if getent passwd "$USER_NAME" >/dev/null; then
    # Made by an earlier run, or by nobody of ours: then it has a purpose that we would take over.
    [ -f "$STATE/users/$USER_NAME" ] ||
      die "the user '$USER_NAME' is on this host already and was not made by django-droplet: choose another with django-droplet:user"
  else
    install -d -m 0700 "$STATE/users"
    touch "$STATE/users/$USER_NAME"
    useradd --system --user-group --no-create-home --home-dir /nonexistent \
      --shell /usr/sbin/nologin "$USER_NAME" || {
      rm "$STATE/users/$USER_NAME"
      die "the user '$USER_NAME' could not be made (see above)"
    }
    say "made the user $USER_NAME"
  fi
  # As it was made: no shell, no password, no other group, and nobody else in its own.
  [ "$(passwd --status "$USER_NAME" | cut -d ' ' -f 2) $(getent passwd "$USER_NAME" | cut -d : -f 7) $(id -nG "$USER_NAME") $(getent group "$USER_NAME" | cut -d : -f 4)" = \
    "L /usr/sbin/nologin $USER_NAME " ] || {
    usermod --lock --shell /usr/sbin/nologin --groups '' "$USER_NAME"
    gpasswd --members '' "$USER_NAME"
  }
  install -d -m 0700 "$STATE/sites/$PROJECT" "$STATE/sites/$PROJECT/staged" "$STATE/sites/$PROJECT/sources"
  printf '%s' "$USER_NAME" >"$owner"
  # No nested folder is made by its child: each line states owner and mode.
  install -d -m 0755 -o root -g root "/opt/$PROJECT" "/opt/$PROJECT/releases" "/opt/$PROJECT/venvs"
  install -d -m 0755 -o root -g root /etc/opt /var/opt
  install -d -m 0750 -o root -g "$USER_NAME" "/etc/opt/$PROJECT"
  install -d -m 0751 -o "$USER_NAME" -g "$USER_NAME" "/var/opt/$PROJECT"
  # By the user itself: the folder above is the user's, who could have put a link here.
  runuser -u "$USER_NAME" -- mkdir -p -m 0755 "/var/opt/$PROJECT/media"
  [ "$(stat -c %U "/var/opt/$PROJECT/media")" != "$USER_NAME" ] || runuser -u "$USER_NAME" -- chmod 0755 "/var/opt/$PROJECT/media"
  install -d -m 0750 -o "$USER_NAME" -g adm "/var/log/$PROJECT"
}

main </dev/null
