#!/usr/bin/env bash
# Makes a pull request's own stack or takes it down, and says so as Markdown:
# scripts/ci/staging.sh up NAME FILE, with TTL and FROM (the stack whose config it takes);
# scripts/ci/staging.sh down NAME FILE
# Ends as the command does; the file tells of a failure too.
set -euo pipefail
# shellcheck source=scripts/ci/run-url.sh
source "$(dirname "$0")/run-url.sh"
action=$1 name=$2 file=$3
run() {
  "$(dirname "$0")/with-credentials.sh" npm run --silent "$@"
}

tell() {
  printf '## Staging\n\n%s\n' "$1" >"$file"
}

up() {
  local url
  run staging -- up "$name" --ttl "$TTL" --from "$FROM"
  url=$(run pulumi -- stack output url --stack "$name")
  tell "$url runs this branch, as of ${GITHUB_SHA:-$CI_COMMIT_SHA}. It is destroyed $TTL after the last push to it, or when the pull request is closed or loses its label."
}

down() {
  run staging -- down "$name"
  tell "\`$name\` is destroyed."
}

tell "**\`$action\` of \`$name\` failed.** [The run]($(run_url)) says why."
"$action"
