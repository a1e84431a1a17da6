#!/bin/sh
# supervisor.sh HOME TOOL ARGUMENTS…
# Keeps one host running, whatever becomes of the process that started it, and boots it again after
# a reboot (exit code 133). Should it be killed, systemd-nspawn is told to shut the host down: one that
# nobody would boot again after a reboot must not go on.
set -u

main() {
  home=$1
  shift
  printf '%s %s\n' "$$" "$(cut -d ' ' -f 22 "/proc/$$/stat")" >"$home/supervisor.pid.part"
  mv "$home/supervisor.pid.part" "$home/supervisor.pid"
  while :; do
    # The inner shell enters the host's cgroups and becomes the tool.
    # shellcheck disable=SC2016
    setpriv --pdeathsig TERM sh -c '
      while read -r cgroup; do echo $$ >"$cgroup/cgroup.procs"; done <"$0"
      exec "$@"
    ' "$home/cgroups" "$@"
    code=$?
    [ "$code" = 133 ] || exit "$code"
  done
}

# Read as a whole first: a newer version of this file must not reach a running shell.
main "$@" </dev/null
exit
