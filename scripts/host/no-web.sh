# shellcheck shell=bash
# No web server is wanted: none is put on the host, and one that is there stays until the site's
# activation has taken its place.

main() { :; }

main </dev/null
