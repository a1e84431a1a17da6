#!/bin/bash
# cloud.sh create FOLDER NAME: a droplet by DigitalOcean's API behind a firewall, and how to reach it in
# FOLDER/ssh_config; returns once it has booted. cloud.sh destroy FOLDER: takes all of it away, and waits.
# DIGITALOCEAN_API_URL, DIGITALOCEAN_TOKEN.
set -euo pipefail

# api METHOD PATH: standard input becomes the body. The token is in a file, where no list of processes has it.
api() {
  curl --silent --show-error --fail --request "$1" --config "$folder/curl" \
    --header 'Content-Type: application/json' --data @- "$DIGITALOCEAN_API_URL$2"
}
get() { api GET "$1" </dev/null; }
delete() { api DELETE "$1" </dev/null; }

create() {
  local name=$2 firewall key droplet address
  (umask 077 && echo "header = \"Authorization: Bearer $DIGITALOCEAN_TOKEN\"" >"$folder/curl")
  ssh-keygen -q -t ed25519 -N '' -f "$folder/login"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/host"
  # By the tag the firewall holds before the droplet is there.
  jq --null-input --arg name "$name" '{name: $name}' | api POST /v2/tags >/dev/null
  made "/v2/tags/$name"
  firewall=$(firewall "$name" | api POST /v2/firewalls | jq --raw-output .firewall.id)
  made "/v2/firewalls/$firewall"
  key=$(jq --null-input --arg name "$name" --rawfile key "$folder/login.pub" '{name: $name, public_key: $key}' |
    api POST /v2/account/keys | jq .ssh_key.id)
  made "/v2/account/keys/$key"
  droplet=$(droplet "$name" "$key" | api POST /v2/droplets | jq .droplet.id)
  made "/v2/droplets/$droplet"
  until address=$(get "/v2/droplets/$droplet" | jq --raw-output --exit-status \
    'select(.droplet.status == "active") | .droplet.networks.v4[] | select(.type == "public").ip_address'); do sleep 0.2; done
  echo "$address $(<"$folder/host.pub")" >"$folder/known_hosts"
  cat >"$folder/ssh_config" <<END
Host $name
  HostName $address
  User root
  IdentityFile $folder/login
  IdentitiesOnly yes
  UserKnownHostsFile $folder/known_hosts
  StrictHostKeyChecking yes
  HostKeyAlgorithms ssh-ed25519
  BatchMode yes
  ConnectTimeout 10
  LogLevel QUIET
END
  # 2: it has mended itself.
  until ssh -F "$folder/ssh_config" "$name" 'cloud-init status --wait >/dev/null || [ $? = 2 ]'; do sleep 0.2; done
}

# What is made is written down at once, to be taken away in the opposite order.
made() { echo "$1" >>"$folder/made"; }

firewall() {
  jq --null-input --arg name "$1" '
    {addresses: ["0.0.0.0/0", "::/0"]} as $all |
    def rule(protocol; ports): {protocol: protocol} + (ports as $ports | if $ports then {ports: $ports} else {} end);
    {name: $name, tags: [$name],
     inbound_rules: [rule("tcp"; "22", "80"), rule("icmp"; null) | . + {sources: $all}],
     outbound_rules: [rule("tcp", "udp"; "all"), rule("icmp"; null) | . + {destinations: $all}]}'
}

droplet() {
  jq --null-input --arg name "$1" --argjson key "$2" --rawfile private "$folder/host" --rawfile public "$folder/host.pub" '
    {ssh_deletekeys: true, ssh_genkeytypes: ["ed25519"],
     ssh_keys: {ed25519_private: $private, ed25519_public: $public}} as $user_data |
    {name: $name, region: "fra1", size: "s-1vcpu-1gb", image: "debian-13-x64", ipv6: true, tags: [$name],
     ssh_keys: [$key], user_data: ("#cloud-config\n" + ($user_data | tojson))}'
}

destroy() {
  local path
  [ -e "$folder/made" ] || return 0
  for path in $(tac "$folder/made"); do
    # One that was cut short has taken some of it away.
    delete "$path" || true
    case $path in
    /v2/droplets/*) while get "$path" >/dev/null 2>&1; do sleep 0.2; done ;;
    esac
  done
  rm "$folder/made"
}

action=$1 folder=$2
"$action" "$folder" "${@:3}"
