# shellcheck shell=bash
# nginx: Debian's own site is off, CATCH_ALL answers for unknown names.

configure() {
  rm -f /etc/nginx/sites-enabled/default
  printf '%s' "$CATCH_ALL" | replace /etc/nginx/sites-available/catch-all 0644 root:root
  ln -sfn ../sites-available/catch-all /etc/nginx/sites-enabled/catch-all
}

main </dev/null
