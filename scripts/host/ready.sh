# shellcheck shell=bash
# The droplet's first boot is over, and its folders and helpers are there. AUTHORIZED_KEYS, a key a
# line.

main() {
  local status=0
  # 2: done, with errors that it recovered from.
  cloud-init status --wait >/dev/null 2>&1 || status=$?
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
}

main </dev/null
