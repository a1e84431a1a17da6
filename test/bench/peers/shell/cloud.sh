#!/bin/bash
# cloud.sh create FOLDER NAME: a droplet by DigitalOcean's API, and how to reach it in FOLDER/ssh_config;
# returns once it has booted. cloud.sh destroy FOLDER: takes droplet and key away, and waits for it.
# DIGITALOCEAN_API_URL, DIGITALOCEAN_TOKEN.
set -euo pipefail

# api METHOD PATH [BODY]
api() {
  curl --silent --show-error --fail --request "$1" --header "Authorization: Bearer $DIGITALOCEAN_TOKEN" \
    --header 'Content-Type: application/json' ${3:+--data "$3"} "$DIGITALOCEAN_API_URL$2"
}

create() {
  local folder=$1 name=$2 key droplet address user_data
  ssh-keygen -q -t ed25519 -N '' -f "$folder/login"
  ssh-keygen -q -t ed25519 -N '' -C '' -f "$folder/host"
  user_data=$(jq --null-input --rawfile private "$folder/host" --rawfile public "$folder/host.pub" \
    '{ssh_deletekeys: true, ssh_genkeytypes: ["ed25519"], ssh_keys: {ed25519_private: $private, ed25519_public: $public}}')
  key=$(api POST /v2/account/keys "$(jq --null-input --arg name "$name" --rawfile key "$folder/login.pub" \
    '{name: $name, public_key: $key}')" | jq .ssh_key.id)
  echo "$key" >"$folder/key"
  droplet=$(api POST /v2/droplets "$(jq --null-input --arg name "$name" --argjson key "$key" --arg data "#cloud-config
$user_data" '{name: $name, region: "fra1", size: "s-1vcpu-1gb", image: "debian-13-x64", ipv6: true, ssh_keys: [$key], user_data: $data}')" |
    jq .droplet.id)
  echo "$droplet" >"$folder/droplet"
  until address=$(api GET "/v2/droplets/$droplet" | jq --raw-output --exit-status \
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

destroy() {
  local folder=$1
  [ ! -e "$folder/droplet" ] || api DELETE "/v2/droplets/$(<"$folder/droplet")"
  [ ! -e "$folder/key" ] || api DELETE "/v2/account/keys/$(<"$folder/key")"
  [ ! -e "$folder/droplet" ] || while api GET "/v2/droplets/$(<"$folder/droplet")" >/dev/null 2>&1; do sleep 0.2; done
  rm -f "$folder/droplet" "$folder/key"
}

"$@"
