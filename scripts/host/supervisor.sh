# shellcheck shell=bash
# Debian's supervisor: one daemon for the programs of all sites.

# It starts those that are new to it. One whose port another one has waits for it a little.
begin_program() {
  if systemctl --quiet is-active supervisor.service; then known_to_supervisor; else systemctl start supervisor.service; fi
}

# supervisor itself tries again for longer, during which nobody would be served.
runs_under_supervisor() {
  local last=$((SECONDS + 10))
  while [ "$SECONDS" -lt "$last" ]; do
    case $(supervisorctl status "$1" 2>/dev/null) in
      *RUNNING*) return 0 ;;
      *STARTING* | *BACKOFF*) sleep 0.2 ;;
      *) return 1 ;;
    esac
  done
  return 1
}

# supervisor forgets the programs whose files are gone; without any, others' too, it does not run, nor
# start at boot: a switch that was cut short may have come no further than to that.
retire_supervisor() {
  local is
  if systemctl --quiet is-active supervisor.service; then known_to_supervisor; fi
  ! grep -RqsE '^\[(program|fcgi-program|eventlistener|group):' /etc/supervisor || return 0
  for is in is-active is-enabled; do
    ! systemctl --quiet "$is" supervisor.service 2>/dev/null || systemctl --quiet disable --now supervisor.service
  done
}

# The programs in its folder are those that it knows; no other one is touched.
known_to_supervisor() {
  local said last=$((SECONDS + 10))
  # systemd takes it for started before it listens.
  until ask_supervisor || [ "$SECONDS" -ge "$last" ]; do sleep 0.1; done
  said=$(supervise update 2>&1) || die "supervisor does not take its programs: ${said:0:300}"
}

# supervise COMMAND…: supervisorctl. Its daemon looks at its programs once a second, and whenever it is
# asked for anything.
supervise() {
  local job
  supervisorctl "$@" &
  job=$!
  while kill -0 "$job" 2>/dev/null; do
    ask_supervisor || true
    sleep 0.05
  done
  wait "$job"
}

# For nothing that it has.
ask_supervisor() { curl -q --silent --max-time 1 --unix-socket /run/supervisor.sock http://supervisor/nothing >/dev/null; }
