# shellcheck shell=bash disable=SC2153
# A server that is there already: whether it can be used, and its folders and helpers. Nothing of
# others is changed. W, the web server that is wanted; NAMELESS, the projects without a domain, a line
# each; LOGIN, who logs in; ARRIVALS, where their uploads arrive; AUTHORIZED_KEYS, a key a line.

# At the end of those keys of LOGIN that the stack has put there.
OURS='managed-by-django-droplet'

main() {
  # One that was made a minute ago may be at its first boot. How that ends is its owner's business.
  if command -v cloud-init >/dev/null; then wait_for_first_boot 300 || true; fi
  can_be_used
  # Of two stacks at once only one can be the first.
  lock host
  leaves_others_alone
  make_folders
  make_arrivals
  authorize "$LOGIN" "$AUTHORIZED_KEYS"
  forget_login_before
}

# For SFTP, which writes as who logs in.
make_arrivals() {
  [ "$LOGIN" = root ] || install -d -m 0700 -o "$LOGIN" -g "$(id -gn "$LOGIN")" "$ARRIVALS"
}

# authorize LOGIN KEYS: each of ours by itself. No other line is touched, so that nobody who could log in is
# locked out.
authorize() {
  local login=$1 keys=$2 home group file before after
  home=$(getent passwd "$login" | cut -d : -f 6) group=$(id -gn "$login")
  file=$home/.ssh/authorized_keys
  before=$(cat "$file" 2>/dev/null || true)
  after=$({
    grep -v " $OURS\$" <<<"$before" || true
    [ -z "$keys" ] || printf '%s\n' "${keys//$'\n'/ $OURS$'\n'} $OURS"
  })
  [ "$after" != "$before" ] || return 0
  install -d -m 0700 -o "$login" -g "$group" "$home/.ssh"
  printf '%s\n' "$after" | replace "$(readlink -f "$file")" 0600 "$login:$group"
}

# Whoever logged in before LOGIN lets in nobody any more by a key of the stack's.
forget_login_before() {
  local before
  before=$(cat "$STATE/login" 2>/dev/null) || true
  [ "$before" != "$LOGIN" ] || return 0
  [ -z "$before" ] || ! getent passwd "$before" >/dev/null || authorize "$before" ''
  printf '%s\n' "$LOGIN" | replace "$STATE/login" 0644 root:root
}

main </dev/null
