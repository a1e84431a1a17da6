#!/usr/bin/env bash
# Brings a stack up without a question: scripts/ci/up.sh STACK
# Says where it answers as the output `url` of a step of GitHub's.
set -euo pipefail
run() {
  "$(dirname "$0")/with-credentials.sh" npm run --silent "$@"
}

run up -- --stack "$1" --yes
# Of several sites the first; a stack without one has no address to tell.
url=$(run pulumi -- stack output url --stack "$1") || exit 0
echo "url=$url" >>"${GITHUB_OUTPUT:-/dev/null}"
