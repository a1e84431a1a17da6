# shellcheck shell=bash
# Notes of GitLab's merge request $CI_MERGE_REQUEST_IID, by curl and jq. The job's own token may
# write none: GITLAB_TOKEN is a project access token of role Reporter with the scope `api`.
# Sourced by comment.sh.

notes="$CI_API_V4_URL/projects/$CI_PROJECT_ID/merge_requests/$CI_MERGE_REQUEST_IID/notes"

gitlab() {
  # The token comes by a file: everybody on the machine can read a command's arguments.
  curl --silent --show-error --fail-with-body --header @<(echo "PRIVATE-TOKEN: $GITLAB_TOKEN") "$@"
}

# The id of our note that begins with $1; nothing where there is none. Anybody can write the marker
# into a note, so the author counts too.
find_comment() {
  local me page found count
  me=$(gitlab "$CI_API_V4_URL/user" | jq .id)
  for ((page = 1; ; page++)); do
    found=$(gitlab "$notes?sort=asc&order_by=created_at&per_page=100&page=$page")
    count=$(jq length <<<"$found")
    jq --arg marker "$1" --argjson me "$me" '
      first(.[] | select(.author.id == $me and (.body | startswith($marker))) | .id)' <<<"$found"
    ((count == 100)) || break
  done | sed -n 1p
}

create_comment() {
  gitlab --output /dev/null --request POST "$notes" --data-urlencode "body@$1"
}

update_comment() {
  gitlab --output /dev/null --request PUT "$notes/$1" --data-urlencode "body@$2"
}
