# shellcheck shell=bash
# nginx: Debian's own site is off, CATCH_ALL answers for unknown names. SHARED: where others have sites
# in it too, unknown names stay theirs.

configure() {
  if [ -n "$SHARED" ] && [ -n "$(others_sites nginx)" ]; then
    is_anothers /etc/nginx/sites-enabled/catch-all || rm -f /etc/nginx/sites-enabled/catch-all
    return
  fi
  rm -f /etc/nginx/sites-enabled/default
  printf '%s' "$CATCH_ALL" | replace /etc/nginx/sites-available/catch-all 0644 root:root
  ln -sfn ../sites-available/catch-all /etc/nginx/sites-enabled/catch-all
}

main </dev/null
