# shellcheck shell=bash
# Comments of GitHub's pull request $PULL_REQUEST, by gh, which takes its token from GH_TOKEN.
# Sourced by comment.sh.

comments="repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments"

# The id of our comment that begins with $1; nothing where there is none. Anybody can write the
# marker into a comment, so the author counts too.
find_comment() {
  MARKER=$1 gh api --paginate "$comments?per_page=100" --jq '
    .[]
    | select(.user.login == "github-actions[bot]" and (.body | startswith(env.MARKER)))
    | .id' | sed -n 1p
}

create_comment() {
  gh api --silent --method POST "$comments" --field "body=@$1"
}

update_comment() {
  gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$1" --field "body=@$2"
}
