# shellcheck shell=bash
# Whether a server that is there already can be used, and keeps what others have on it. W, the web
# server that is wanted; NAMELESS, the projects without a domain, a line each; ALONE: the server becomes
# the stack's own; STACK, its name and its mark; ADDRESSES, those by which it is reached, a line each.

can_be_used() {
  local version
  command -v apt-get >/dev/null || die 'this server has no apt: the set-up is written for Debian 12, Ubuntu 24.04 and later'
  version=$(systemctl --version | awk 'NR == 1 { print $2 }')
  [ "${version%%[!0-9]*}" -ge 252 ] || die "this server has systemd $version, and the set-up needs 252 or later: Debian 12, Ubuntu 24.04"
}

leaves_others_alone() {
  local each file sites holders addressed
  is_no_other_stacks
  for each in nginx apache; do
    sites=$(others_sites "$each" | paste -sd ' ')
    [ -n "$sites" ] || continue
    [ -z "$ALONE" ] || die "this droplet has sites of others ($sites), and one of the stack's own keeps none: take them off, or take it over as a server (docs/existing-servers.md)"
    if [ "$each" = "$W" ]; then
      [ "$W" = nginx ] || die "Apache of this server has sites of others ($sites), and would be set up anew for the stack's: take webServer nginx or another server"
      addressed=$(others_sites nginx | while read -r file; do ! listens_by_address "$file" || printf '%s\n' "$file"; done | paste -sd ' ')
      [ -z "$addressed" ] || die "nginx of this server has sites of others that listen on its address itself ($addressed), and would never ask the stack's: nginx goes by the address before the name; let them listen on 80 alone"
      [ -z "$NAMELESS" ] || die "nginx of this server has sites of others ($sites), whose visitors by other names $(paste -sd ' ' <<<"$NAMELESS") would take: give each site a domain"
    elif systemctl --quiet is-active "$(web_unit "$each")"; then
      die "$each of this server has sites of others ($sites) and port 80: take webServer $each, or move them"
    fi
  done
  [ "$W" != apache ] || ! is_anothers /etc/apache2/ports.conf || die "/etc/apache2/ports.conf of this server was changed by hand, and would be replaced: put Debian's back, or take webServer nginx"
  [ "$W" != nginx ] || [ ! -e /etc/nginx/nginx.conf ] || grep -q sites-enabled /etc/nginx/nginx.conf ||
    die "nginx of this server does not read /etc/nginx/sites-enabled, as Debian's does: include it in /etc/nginx/nginx.conf"
  holders=$(strangers_on_80)
  [ -z "$holders" ] || die "port 80 of this server is held by $holders, which the stack did not put there: stop it for good, or take another server"
}

# listens_by_address FILE: on port 80 of one of ADDRESSES, as `listen 203.0.113.7:80` and `listen [2001:db8::1]` say.
listens_by_address() {
  local address words=()
  for address in ${ADDRESSES:-}; do
    [[ $address != *:* ]] || address="[$address]"
    words+=(-e "$address" -e "$address:80")
  done
  [ ${#words[@]} -gt 0 ] || return 1
  sed 's/#.*//' "$1" | grep -oE '\blisten[[:space:]]+[^;[:space:]]+' | awk '{ print $2 }' | grep -qxF "${words[@]}"
}

# A stack takes down each managed site that it does not know: two would take down each other's.
is_no_other_stacks() {
  local owner=$STATE/stack
  [ ! -s "$owner" ] || [ "$(cut -d ' ' -f 2 "$owner")" = "${STACK#* }" ] ||
    die "this server is the stack $(<"$owner")'s, whose sites $STACK would take down: take another server, or, where that stack is gone for good, remove $owner from this one"
}

# The names of the programs that have port 80 and are neither the web server that is wanted nor one
# that a site of ours has.
strangers_on_80() {
  local record ours
  ours=$(web_program "$W")
  for record in "$STATE"/sites/*/active; do
    [ -e "$record" ] || continue
    # Without a web server it is a site's own.
    [ "$(web_of "$record")" != none ] || return 0
    ours+=" $(web_program "$(web_of "$record")")"
  done
  ss -Hltnp 'sport = 80' | awk -F '"' -v ours=" $ours " 'NF > 1 && !index(ours, " " $2 " ") { print $2 }' | sort -u | paste -sd ' '
}

web_program() {
  case $1 in
    none) ;;
    *) basename "$(web_unit "$1")" .service ;;
  esac
}
