# shellcheck shell=bash
# Sourced by the scripts beside it.

# The page of the run that this is, at GitHub or GitLab.
run_url() {
  if [[ -n ${CI_JOB_URL-} ]]; then
    echo "$CI_JOB_URL"
  else
    echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
  fi
}
