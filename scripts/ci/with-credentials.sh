#!/usr/bin/env bash
# Runs a command that needs a stack's state: scripts/ci/with-credentials.sh COMMAND ARGS…
set -euo pipefail

# A secret that is not set comes as an empty variable, and an empty passphrase is one.
for name in PULUMI_ACCESS_TOKEN PULUMI_BACKEND_URL PULUMI_CONFIG_PASSPHRASE DIGITALOCEAN_TOKEN \
  AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY; do
  [[ -n ${!name-} ]] || unset "$name"
done

if [[ -z ${PULUMI_ACCESS_TOKEN-}${PULUMI_BACKEND_URL-} ]]; then
  echo "django-droplet: this job has neither PULUMI_ACCESS_TOKEN nor PULUMI_BACKEND_URL, and so no stack:" \
    "set one of them among the secrets of its environment (docs/ci.md)" >&2
  exit 1
fi
exec "$@"
