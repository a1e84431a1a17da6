# shellcheck shell=bash
# PACKAGES, a name a line: what the host's sites need, apart from their web server.

main() { install_packages "$PACKAGES"; }

main </dev/null
