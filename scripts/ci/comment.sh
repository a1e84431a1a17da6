#!/usr/bin/env bash
# Keeps one comment on a pull or merge request: scripts/ci/comment.sh TOPIC FILE
# The first time it is made, after that changed. TOPIC tells it from our other ones.
set -euo pipefail
# Characters are counted, and not bytes.
export LC_ALL=C.UTF-8
here=$(dirname "$0")
# shellcheck source=scripts/ci/run-url.sh
source "$here/run-url.sh"
if [[ -n ${GITLAB_CI-} ]]; then
  # shellcheck source=scripts/ci/gitlab-notes.sh
  source "$here/gitlab-notes.sh"
else
  # shellcheck source=scripts/ci/github-comments.sh
  source "$here/github-comments.sh"
fi

# GitHub refuses more, GitLab takes more.
most=65536

marker="<!-- django-droplet: $1 -->"
body="$marker"$'\n'"$(<"$2")"
if ((${#body} > most)); then
  ending=$'\n\n'"… and more, for which a comment has no room: [the run]($(run_url))"
  body=${body:0:most-${#ending}}$ending
fi
text=$(mktemp)
trap 'rm -f "$text"' EXIT
printf '%s' "$body" >"$text"

id=$(find_comment "$marker")
if [[ -z $id ]]; then
  create_comment "$text"
else
  update_comment "$id" "$text"
fi
