#!/bin/bash
# from-nothing.sh FOLDER NAME SOURCE PROJECT WORKERS GUNICORN ORDER: a droplet, and on it what is wanted.
set -euo pipefail
folder=$1 name=$2
shift 2
here=$(dirname "$(readlink -f "$0")")
"$here/cloud.sh" create "$folder" "$name"
"$here/deploy.sh" "$folder/ssh_config" "$@" "$name"
