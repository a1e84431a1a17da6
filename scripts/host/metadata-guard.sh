# shellcheck shell=bash
# Only root on this host reaches the metadata service: its user data holds the host's private key. And
# DigitalOcean's agent, which asks it for its token each time that it starts: without it no alert fires.

RULES='table inet django_droplet_metadata
delete table inet django_droplet_metadata
table inet django_droplet_metadata {
  set readers {
    type uid
    elements = { 0 }
  }
  chain output {
    type filter hook output priority filter; policy accept;
    ip daddr 169.254.169.254 meta skuid != @readers reject
  }
}
'
UNIT='[Unit]
Description=Only root and the agent of DigitalOcean reach the metadata service
DefaultDependencies=no
# That service empties the whole ruleset when it starts.
After=nftables.service
PartOf=nftables.service
Before=network-pre.target
Wants=network-pre.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f /etc/django-droplet/metadata.nft
# Not every droplet has it.
ExecStartPost=-/usr/sbin/nft add element inet django_droplet_metadata readers { do-agent }

[Install]
WantedBy=sysinit.target nftables.service
'

main() {
  # Debian's images have it: the guard need not wait for the other packages.
  install_packages nftables
  lock host
  local unit=django-droplet-metadata.service
  install -d -m 0755 /etc/django-droplet
  printf '%s' "$RULES" | replace /etc/django-droplet/metadata.nft 0644 root:root
  printf '%s' "$UNIT" | replace "/etc/systemd/system/$unit" 0644 root:root
  # It reads the units again, too.
  systemctl --quiet enable "$unit"
  systemctl restart "$unit" || die "the metadata guard did not start: $(journalctl -u $unit -n 5 -o cat --no-pager | tr '\n' ' ')"
}

main </dev/null
