# shellcheck shell=bash
# What cloud-init does at a machine's first boot.

# wait_for_first_boot SECONDS: over when that is; its status is `cloud-init status`'s, of which 2 means done, with
# errors that it recovered from. That command itself takes half a second, and longer beside what it
# waits for: what cloud-init leaves behind at its end tells the same.
wait_for_first_boot() {
  local run=/run/cloud-init last=$((SECONDS + 60))
  while [ -e "$run/status.json" ] && [ ! -e "$run/result.json" ] && [ "$SECONDS" -lt "$last" ]; do sleep 0.1; done
  ! grep -qs '"errors": \[\]' "$run/result.json" || return 0
  timeout "$1" cloud-init status --wait >/dev/null 2>&1
}
