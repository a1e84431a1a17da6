# shellcheck shell=bash
# Our folders, whose they are, and the helper that stages texts. STACK, its name and its mark;
# STAGE_HELPER, its text.

make_folders() {
  install -d -m 0700 "$STATE" "$STATE/sites"
  install -d -m 0750 "$LOGS"
  printf '%s\n' "$STACK" | replace "$STATE/stack" 0600 root:root
  printf '%s' "$STAGE_HELPER" | replace /usr/local/sbin/django-droplet-stage 0755 root:root
}
