# shellcheck shell=bash
# install_packages NAMES: those that are missing are installed, nothing is upgraded. NAMES a line each.

missing() {
  local package
  for package in $1; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' ||
      printf '%s\n' "$package"
  done
}

# The lock option of apt does not cover its lists: an update that runs beside unattended-upgrades
# fails at once, so it is tried again until the other is through.
update_lists() {
  local last=$((SECONDS + 300))
  [ -z "$(find "$STATE/apt-updated" -mmin -10 2>/dev/null)" ] || return 0
  until quietly 'apt-get update' apt-get update -qq; do
    [ "$SECONDS" -lt "$last" ] || return 1
    sleep 5
  done
  touch "$STATE/apt-updated"
}

install_packages() {
  local wanted
  lock packages
  wanted=$(missing "$1")
  [ -n "$wanted" ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  quietly 'dpkg --configure' dpkg --configure --pending
  update_lists
  # shellcheck disable=SC2086 # one word a package
  quietly 'apt-get install' apt-get install -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold $wanted
  say "installed: $(tr '\n' ' ' <<<"$wanted")"
}
