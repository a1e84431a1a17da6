# shellcheck shell=bash
# nginx itself, apart from any site: Debian's own site is off, CATCH_ALL answers for unknown names.

main() {
  install_packages nginx
  lock web
  rm -f /etc/nginx/sites-enabled/default
  printf '%s' "$CATCH_ALL" | replace /etc/nginx/sites-available/catch-all 0644 root:root
  ln -sfn ../sites-available/catch-all /etc/nginx/sites-enabled/catch-all
  nginx -t -q 2>&1 || die "nginx refuses its configuration: $(nginx -t 2>&1 | head -n 3)"
  systemctl --quiet enable nginx.service
  systemctl reload-or-restart nginx.service
}

main </dev/null
