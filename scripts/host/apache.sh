# shellcheck shell=bash
# Apache: MODULES (a name a line), PORTS (ports.conf), CONFINEMENT (a drop-in of its unit), CATCH_ALL
# (the site for unknown names) as CATCH_ALL_NAME, UNWANTED (links of Debian's own, a path a line in
# /etc/apache2).

configure() {
  local each drop_in=/etc/systemd/system/apache2.service.d/django-droplet.conf
  # shellcheck disable=SC2086 # one word a module
  quietly 'a2enmod' a2enmod --quiet $MODULES
  # After it, since a module may bring one back that it needs.
  while read -r each; do rm -f "/etc/apache2/$each"; done <<<"$UNWANTED"
  # Apache opens a new socket while it still has the old one, which may be in its way.
  put "$PORTS" /etc/apache2/ports.conf
  install -d -m 0755 "${drop_in%/*}"
  put "$CONFINEMENT" "$drop_in"
  systemctl daemon-reload
  printf '%s' "$CATCH_ALL" | replace "/etc/apache2/sites-available/$CATCH_ALL_NAME" 0644 root:root
  ln -sfn "../sites-available/$CATCH_ALL_NAME" "/etc/apache2/sites-enabled/$CATCH_ALL_NAME"
}

# put TEXT FILE: what a reload would not do, or not survive.
put() {
  ! printf '%s' "$1" | cmp -s - "$2" || return 0
  # shellcheck disable=SC2154 # web.sh's
  touch "$restart"
  printf '%s' "$1" | replace "$2" 0644 root:root
}

main </dev/null
