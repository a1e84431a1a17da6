# shellcheck shell=bash
# What another user than root has uploaded goes where it belongs. ARRIVED, PLACE: paths.

main() {
  # A run that was cut short may have moved it already.
  [ ! -e "$ARRIVED" ] || install -m 0600 -o root -g root -T "$ARRIVED" "$PLACE"
  rm -f "$ARRIVED"
  [ -s "$PLACE" ] || die "$ARRIVED did not arrive: run \`npm run up -- --repair\`"
}

main </dev/null
