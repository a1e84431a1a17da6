# shellcheck shell=bash
# A droplet that somebody made gets the keys that the stack's own have from their first boot: the host
# key, in place of its own, and the login key beside those that it has. HOST_KEY, HOST_KEY_PUBLIC,
# LOGIN_KEY, SSHD_CONFIG.

main() {
  local config=/etc/ssh/sshd_config.d/10-django-droplet.conf
  can_be_used
  leaves_others_alone
  install -d -m 0700 /root/.ssh
  grep -qsxF -- "$LOGIN_KEY" /root/.ssh/authorized_keys || printf '%s\n' "$LOGIN_KEY" >>/root/.ssh/authorized_keys
  chmod 0600 /root/.ssh/authorized_keys
  printf '%s\n' "$HOST_KEY" | replace /etc/ssh/ssh_host_ed25519_key 0600 root:root
  printf '%s\n' "$HOST_KEY_PUBLIC" | replace /etc/ssh/ssh_host_ed25519_key.pub 0644 root:root
  printf '%s' "$SSHD_CONFIG" | replace "$config" 0600 root:root
  refusal=$(sshd -t 2>&1) || {
    rm "$config"
    die "sshd of this droplet does not take the stack's configuration: $refusal"
  }
  systemctl try-reload-or-restart ssh.service
}

main </dev/null
