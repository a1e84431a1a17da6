# shellcheck shell=bash
# What a server has that is not the stack's, which it keeps.

# Of a text that the program renders.
MARK='Managed by django-droplet'

# is_debians FILE: as its package brought it.
is_debians() {
  local package
  package=$(dpkg-query --search "$1" 2>/dev/null | head -n 1 | cut -d : -f 1)
  [ -n "$package" ] || return 1
  dpkg-query --show --showformat='${Conffiles}\n' "$package" 2>/dev/null |
    grep -qF " $1 $(md5sum <"$1" | cut -d ' ' -f 1)"
}

# is_anothers FILE: there, and neither ours nor as Debian has it.
is_anothers() {
  local file
  file=$(readlink -f "$1") || return 1
  [ -e "$file" ] && ! head -n 1 "$file" | grep -qF "$MARK" && ! is_debians "$file"
}

# others_sites W: the files in which a web server finds sites of others, a line each.
others_sites() {
  local file files=()
  case $1 in
    # Not every file in conf.d is a site.
    nginx)
      mapfile -t files < <(
        compgen -G '/etc/nginx/sites-enabled/*' || true
        grep -lsE '^[[:space:]]*server[[:space:]]*\{' /etc/nginx/conf.d/*.conf || true
      )
      ;;
    apache) mapfile -t files < <(compgen -G '/etc/apache2/sites-enabled/*') ;;
  esac
  for file in "${files[@]}"; do if is_anothers "$file"; then printf '%s\n' "$file"; fi; done
}
