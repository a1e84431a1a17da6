# shellcheck shell=bash
# Reads and changes nothing. Prints one JSON object. REQUEST, what is asked for, as JSON; READER, the
# program that reads. Whoever is served comes first.

main() { nice -n 19 timeout 60 /usr/bin/python3 -I -c "$READER" "$REQUEST"; }

main </dev/null
