#!/bin/bash
# A mount namespace that looks like a droplet to the converge scripts: /etc is a copy on write, the
# other folders are empty ones in memory. nginx serves. Ends with its standard input.
set -euo pipefail
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/world
mkdir /mnt/world/{active,enabled,masked,loaded,fails,ports,children,programs,states,answers,run,do}
mount -t overlay overlay -o lowerdir=/etc,upperdir=/mnt/upper,workdir=/mnt/work /etc
for folder in /opt /var/lib /var/log; do mount -t tmpfs -o mode=0755 tmpfs "$folder"; done
mkdir -p /var/opt
mount -t tmpfs -o mode=0755 tmpfs /var/opt
# Nothing of this machine's own.
rm -rf /etc/nginx /etc/apache2 /etc/supervisor /etc/systemd/system /etc/opt /etc/logrotate.d
mkdir -p /etc/nginx/sites-{available,enabled} /etc/apache2/{sites,mods}-{available,enabled}
mkdir -p /etc/supervisor/conf.d /etc/systemd/system /etc/logrotate.d /var/log/apache2
sed -i -E '/^(shop-user|shop|store|depot|blog|other|toys):/d' /etc/{passwd,shadow,group,gshadow}
mkdir -p /var/lib/django-droplet/sites
chmod 0700 /var/lib/django-droplet
echo 1000 | tee /mnt/world/last-pid >/mnt/world/active/nginx.service
echo nginx.service >/mnt/world/ports/80
seq 1001 1005 >/mnt/world/children/1000
touch /mnt/world/enabled/nginx.service
echo "$$" >/mnt/world/host
echo "$$"
cat >/dev/null
