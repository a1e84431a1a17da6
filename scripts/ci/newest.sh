#!/usr/bin/env bash
# Whether the commit of this run is still the branch's last, as the output `newest` of a step of
# GitHub's: a run whose approval was given late would put an older state over a newer one.
set -euo pipefail

last=$(gh api "repos/$GITHUB_REPOSITORY/commits/$GITHUB_REF_NAME" --jq .sha)
if [[ $last == "$GITHUB_SHA" ]]; then
  echo "newest=true" >>"$GITHUB_OUTPUT"
else
  echo "newest=false" >>"$GITHUB_OUTPUT"
  echo "::notice::$GITHUB_REF_NAME has moved on to $last: the run of that commit does what this one would"
fi
