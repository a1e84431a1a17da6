#!/bin/bash
# from-clone.sh CHECKOUT FOLDER: from a clone in FOLDER to the answering site with all caches empty, and
# takes all of it away again. Run in a mount namespace of its own, where the machine's base images are
# not: others' hosts lie upon them.
set -euo pipefail
checkout=$1 folder=$2
bases=/var/cache/django-droplet/bases

export DJANGO_DROPLET_CACHE=$folder/cache npm_config_cache=$folder/npm
export GOPATH=$folder/go GOMODCACHE=$folder/go/mod GOCACHE=$folder/go/build GOFLAGS=-modcacherw

mkdir -p "$folder/bases" "$bases"
mount --bind "$folder/bases" "$bases"
echo "phase: git clone"
git -c safe.directory='*' clone --quiet "$checkout" "$folder/clone"
cd "$folder/clone"

# However far it comes, nothing of it stays.
take_away() {
  node scripts/run.mjs down >/dev/null 2>&1 || true
  node scripts/run.mjs cloud reset >/dev/null 2>&1 || true
}
trap take_away EXIT
echo "phase: start of the first command"
node scripts/run.mjs up
echo "phase: end"
# By none of its own words.
curl --silent --show-error --fail --output /dev/null "$(node scripts/run.mjs pulumi stack output url --stack dev)"
