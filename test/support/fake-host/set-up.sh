#!/bin/bash
# A mount namespace that looks like a droplet to the converge scripts: /etc is a copy on write, the
# other folders are empty ones in memory. $1: where the stand-ins are. Ends with its standard input.
set -euo pipefail
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/world /mnt/world/{active,enabled,answers,run,do}
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
for folder in /opt /var/lib /var/log; do mount -t tmpfs -o mode=0755 tmpfs "$folder"; done
mkdir -p /var/opt
mount -t tmpfs -o mode=0755 tmpfs /var/opt
mkdir -p /etc/nginx/sites-{available,enabled} /etc/systemd/system /etc/logrotate.d
mkdir -p /var/lib/django-droplet/sites
chmod 0700 /var/lib/django-droplet
touch /mnt/world/active/nginx.service
printf '%s\n' "$$"
cat >/dev/null
