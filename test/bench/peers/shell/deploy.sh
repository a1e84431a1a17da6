#!/bin/bash
# deploy.sh SSH_CONFIG SOURCE PROJECT WORKERS GUNICORN ORDER HOST…: makes each host what is wanted, all at
# once, over one connection each. GUNICORN: what pip is told. ORDER: `one-by-one`, or `beside` for apt beside pip.
set -euo pipefail
config=$1 source=$2 project=$3 workers=$4 gunicorn=$5 order=$6
shift 6
here=$(dirname "$(readlink -f "$0")")

# The script with what it is told and the project in front of it.
stream() {
  printf 'PROJECT=%q WORKERS=%q GUNICORN=%q ORDER=%q\n' "$project" "$workers" "$gunicorn" "$order"
  printf 'SOURCE=%s\n' "$(tar --create --gzip --directory "$source" --exclude=__pycache__ --exclude=db.sqlite3 --mode=u=rwX,go=rX . | base64 --wrap=0)"
  cat "$here/server.sh"
}

everything=$(stream)
hosts=()
for host; do
  ssh -F "$config" "$host" bash -euo pipefail -s <<<"$everything" &
  hosts+=($!)
done
for pid in "${hosts[@]}"; do wait "$pid"; done
