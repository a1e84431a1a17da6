# shellcheck shell=bash
# What the stand-ins share, in $WORLD: who runs (`active`, a file each: its process id), who has a port
# (`ports`), the children of a process id (`children`). Nobody gets a port that another one has.

# Where $WORLD/kill-at has a number, the script whose id is in $WORLD/script ends, as at a power
# failure, before so many calls are done.
note() {
  printf '%s\n' "$*" >>"$WORLD/calls"
  if [ -e "$WORLD/kill-at" ] && [ "$(wc -l <"$WORLD/calls")" -ge "$(<"$WORLD/kill-at")" ]; then
    builtin kill -KILL "$(<"$WORLD/script")"
    exit 1
  fi
}

# begin NAME PORT…: fails if it is told to ($WORLD/fails/NAME), or if another one has one of the ports.
begin() {
  local name=$1 port pid
  shift
  [ ! -e "$WORLD/fails/$name" ] || return 1
  for port; do
    if [ -e "$WORLD/ports/$port" ] && [ "$(<"$WORLD/ports/$port")" != "$name" ]; then return 1; fi
  done
  for port; do printf '%s\n' "$name" >"$WORLD/ports/$port"; done
  pid=$(($(<"$WORLD/last-pid") + 100))
  printf '%s\n' "$pid" >"$WORLD/last-pid"
  printf '%s\n' "$pid" >"$WORLD/active/$name"
  renew "$pid"
}

end() {
  local port
  for port in "$WORLD"/ports/*; do
    if [ -e "$port" ] && [ "$(<"$port")" = "$1" ]; then rm "$port"; fi
  done
  rm -f "$WORLD/active/$1"
}

runs() { [ -e "$WORLD/active/$1" ]; }

# renew PID: five other children take the place of those that it has.
renew() {
  local old=() last
  [ ! -e "$WORLD/children/$1" ] || mapfile -t old <"$WORLD/children/$1"
  last=${old[*]: -1}
  last=${last:-$1}
  printf '%s\n' "$((last + 1))" "$((last + 2))" "$((last + 3))" "$((last + 4))" "$((last + 5))" >"$WORLD/children/$1"
}

# The ports in a text: of a socket unit, or of a program of supervisor's.
ports_in() {
  grep -E '^ListenStream=|^command=' "$1" 2>/dev/null | grep -oE '(ListenStream|--bind|--http-socket)=[^ ]*:[0-9]+' |
    sed 's/.*://' | sort -u || true
}
