# shellcheck shell=bash
# nginx: Debian's own site is off, CATCH_ALL answers for unknown names, NAMES has room for long ones. SHARED:
# where others have sites in it too, unknown names stay theirs.

configure() {
  room_for_names
  if [ -n "$SHARED" ] && [ -n "$(others_sites nginx)" ]; then
    is_anothers /etc/nginx/sites-enabled/catch-all || rm -f /etc/nginx/sites-enabled/catch-all
    return
  fi
  rm -f /etc/nginx/sites-enabled/default
  printf '%s' "$CATCH_ALL" | replace /etc/nginx/sites-available/catch-all 0644 root:root
  ln -sfn ../sites-available/catch-all /etc/nginx/sites-enabled/catch-all
}

# Twice said it would be refused: somebody's own stays.
room_for_names() {
  local file=/etc/nginx/conf.d/django-droplet.conf
  if grep -RqsE '(^|[{;])[[:space:]]*server_names_hash_bucket_size' --exclude="${file##*/}" \
    /etc/nginx/nginx.conf /etc/nginx/conf.d /etc/nginx/sites-enabled; then
    rm -f "$file"
  else
    install -d -m 0755 "${file%/*}"
    printf '%s' "$NAMES" | replace "$file" 0644 root:root
  fi
}

main </dev/null
