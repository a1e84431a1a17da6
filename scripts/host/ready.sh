# shellcheck shell=bash
# The droplet's first boot is over, and its folders and helpers are there. AUTHORIZED_KEYS, a key a
# line; SSHD_CONFIG, which the first boot has put there too.

main() {
  local status=0
  wait_for_first_boot 800 || status=$?
  [ "$status" = 0 ] || [ "$status" = 2 ] ||
    die "cloud-init failed ($status): $(cloud-init status --long 2>&1 | tr '\n' ' ' | cut -c 1-300); see /var/log/cloud-init.log"

  lock host
  make_folders

  install -d -m 0755 /etc/ssh/authorized_keys.d
  if [ -n "$AUTHORIZED_KEYS" ]; then
    printf '%s\n' "$AUTHORIZED_KEYS" | replace /etc/ssh/authorized_keys.d/root 0600 root:root
  else
    rm -f /etc/ssh/authorized_keys.d/root
  fi
  configure_sshd /etc/ssh/sshd_config.d/10-django-droplet.conf
}

# Whoever is connected stays so.
configure_sshd() {
  local refusal
  ! { printf '%s' "$SSHD_CONFIG" | cmp -s - "$1" && [ "$(stat -c '%a %U:%G' "$1")" = '600 root:root' ]; } || return 0
  # sshd reads nothing that ends in ~.
  [ ! -e "$1" ] || cp -p "$1" "$1~"
  printf '%s' "$SSHD_CONFIG" | replace "$1" 0600 root:root
  refusal=$(sshd -t 2>&1) || {
    # It would not start again with this one, and the next run has to see that it is not there.
    if [ -e "$1~" ]; then mv -T "$1~" "$1"; else rm "$1"; fi
    die "sshd refuses its configuration, and goes on with the one before: $refusal"
  }
  rm -f "$1~"
  systemctl try-reload-or-restart ssh.service
  say "put $1 there"
}

main </dev/null
