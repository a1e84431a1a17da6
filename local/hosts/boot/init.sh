#!/bin/sh
# PID 1's first steps inside a host, then systemd.

# On cgroup v1 nspawn mounts the controllers read-only, and systemd would silently ignore MemoryMax=,
# CPUQuota= and TasksMax=.
for controller in /sys/fs/cgroup/*; do
  case $controller in */unified | */systemd) continue ;; esac
  [ -e "$controller/cgroup.clone_children" ] || continue
  mount -o remount,bind,rw,nosuid,nodev,noexec "$controller"
done

# The network namespace is the host's own, and so are its settings.
mount --bind /proc/sys/net /proc/sys/net && mount -o remount,bind,rw,nosuid,nodev,noexec /proc/sys/net

# lxcfs shows the host's own memory, processors and load in place of the machine's.
views=/run/local-host/views
if [ -d "$views/proc" ]; then
  for view in "$views"/proc/*; do mount --bind "$view" "/proc/${view##*/}"; done
  online=sys/devices/system/cpu/online
  [ -e "$views/$online" ] && mount --bind "$views/$online" "/$online"
  umount "$views"
fi

# The machine's resolver may have changed since the last boot.
rm -f /etc/resolv.conf
cp /run/local-host/boot/resolv.conf /etc/resolv.conf

exec /lib/systemd/systemd
