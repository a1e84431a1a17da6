/**
 * Names that a Debian or Ubuntu server already gives to something, with the packages that this
 * program, cloud-init and DigitalOcean put on it. A project of that name would take over another
 * one's user, unit or folder.
 */

/** Users and groups: adduser makes both with one name. From base-passwd and the packages' sysusers.d. */
export const USERS: ReadonlySet<string> = new Set(
  `
  root daemon bin sys sync games man lp mail news uucp proxy www-data backup list irc gnats _apt nobody
  adm tty disk kmem dialout fax voice cdrom floppy tape sudo audio dip operator src shadow utmp video
  sasl plugdev staff users nogroup input sgx kvm render crontab netdev ssh _ssh wheel bluetooth lpadmin
  systemd-journal systemd-network systemd-resolve systemd-timesync systemd-coredump systemd-oom
  systemd-bus-proxy systemd-journal-remote systemd-journal-upload messagebus sshd polkitd syslog
  uuidd tcpdump tss landscape pollinate usbmux lxd lxc docker ntp ntpd ntpsec chrony _chrony dnsmasq
  statd _rpc postfix postdrop dovecot dovenull exim debian-exim opendkim
  nginx apache postgres mysql mariadb redis memcache memcached mongodb rabbitmq elasticsearch
  uwsgi gunicorn supervisor fail2ban ufw letsencrypt certbot ssl-cert
  debian ubuntu admin do-agent droplet-agent
  `
    .trim()
    .split(/\s+/),
);

/** Units, without their suffix; those that begin with `systemd-` come on top. */
export const UNITS: ReadonlySet<string> = new Set(
  `
  ssh sshd sshd-keygen sshd-vsock rescue-ssh cron anacron rsyslog syslog dbus dbus-broker networking
  NetworkManager network-manager wpa_supplicant netplan-ovs-cleanup nftables ufw iptables netfilter-persistent
  fail2ban getty-static console-getty console-setup keyboard-setup debug-shell emergency rescue
  initrd-cleanup initrd-parse-etc initrd-switch-root initrd-udevadm-cleanup-db kmod kmod-static-nodes
  procps udev rc rcS rc-local quotaon quotacheck hwclock hwclock-save fstrim e2scrub_all e2scrub_reap
  apt-daily apt-daily-upgrade unattended-upgrades dpkg-db-backup man-db logrotate apt-listbugs
  apparmor auditd polkit polkitd accounts-daemon packagekit upower udisks2 multipathd lvm2-lvmpolld
  cloud-config cloud-final cloud-init cloud-init-hotplugd cloud-init-local cloud-init-main
  cloud-init-network do-agent droplet-agent qemu-guest-agent haveged rng-tools chrony ntp ntpsec ntpd
  snapd lxd lxcfs docker containerd ModemManager bluetooth avahi-daemon cups rpcbind nfs-server
  nginx apache2 apache-htcacheclean httpd lighttpd haproxy varnish caddy certbot uwsgi supervisor
  gunicorn postgresql mysql mysqld mariadb redis redis-server memcached mongod rabbitmq-server
  elasticsearch postfix exim4 dovecot bind9 named dnsmasq resolvconf sudo screen-cleanup
  system-update-cleanup user-runtime-dir user getty serial-getty autovt modprobe sysstat atop uuidd
  `
    .trim()
    .split(/\s+/),
);

/** Folders of /var/log and /run, where a project's logs and sockets get a folder of its name. */
export const FOLDERS: ReadonlySet<string> = new Set(
  `
  apt journal private cloud_init dbus sudo sshd systemd udev user lock mount log utmp initctl network
  ifstate screen shm credentials initramfs blkid motd netns nginx apache2 uwsgi supervisor postgresql
  mysql redis memcached fail2ban chrony ntpsec exim4 samba cups lxcfs docker containerd snapd
  sysstat installer dmesg syslog auth daemon kern messages wtmp btmp lastlog faillog
  `
    .trim()
    .split(/\s+/),
);
