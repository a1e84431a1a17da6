# shellcheck shell=bash
# install_packages NAMES: those that are missing are installed, nothing is upgraded. NAMES a line each.

missing() {
  local package
  for package in $1; do
    dpkg-query --show --showformat='${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii' ||
      printf '%s\n' "$package"
  done
}

# patiently WHAT COMMAND…: apt's lock option covers neither its lists nor dpkg: beside
# unattended-upgrades they fail at once, so they are tried again until the other is through.
patiently() {
  local last=$((SECONDS + 300))
  until quietly "$@"; do
    [ "$SECONDS" -lt "$last" ] || return 1
    sleep 0.5
  done
}

update_lists() {
  [ -z "$(find "$STATE/apt-updated" -mmin -10 2>/dev/null)" ] || return 0
  # Without the packages' long descriptions, which are a third of it.
  patiently 'apt-get update' apt-get update -qq -o Acquire::Languages=none
  touch "$STATE/apt-updated"
}

install_packages() {
  local wanted
  # Where nothing is, it need not wait for what another step installs.
  [ -n "$(missing "$1")" ] || return 0
  lock packages
  wanted=$(missing "$1")
  [ -n "$wanted" ] || return 0
  export DEBIAN_FRONTEND=noninteractive
  patiently 'dpkg --configure' dpkg --configure --pending
  update_lists
  # shellcheck disable=SC2086 # one word a package
  quietly 'apt-get install' apt-get install -qq --no-install-recommends \
    -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold $wanted
  say "installed: $(tr '\n' ' ' <<<"$wanted")"
}
