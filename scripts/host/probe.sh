# shellcheck shell=bash
# Asking the site: GET / with its own Host, HOST. No proxy of the environment, no ~/.curlrc.

# get CURL-ARGUMENT…: the status, 000 without an answer.
get() {
  curl -q --silent --noproxy '*' --output /dev/null --write-out '%{http_code}' --max-time 30 \
    --header "Host: $HOST" "$@" || true
}

# Below 500 the project has answered. Except 400, Django's answer to a host that it does not allow:
# the managed settings allow it, so they are not in effect.
acceptable() { [ "$1" -ge 100 ] && [ "$1" -lt 500 ] && [ "$1" -ne 400 ]; }

# answers URL SECONDS: an answer from it, waited for as long as nothing listens.
answers() {
  local code last=$((SECONDS + $2))
  while :; do
    code=$(get "$1")
    if acceptable "$code"; then return 0; fi
    case $code in 000 | 502 | 503 | 504) [ "$SECONDS" -ge "$last" ] || { sleep 0.1 && continue; } ;; esac
    printf 'django-droplet: %s answers GET / with %s\n' "$1" "$code" >&2
    return 1
  done
}
