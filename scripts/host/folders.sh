# shellcheck shell=bash
# Our folders and the helper that stages texts. STAGE_HELPER, its text.

make_folders() {
  install -d -m 0700 "$STATE" "$STATE/sites"
  install -d -m 0750 "$LOGS"
  printf '%s' "$STAGE_HELPER" | replace /usr/local/sbin/django-droplet-stage 0755 root:root
}
